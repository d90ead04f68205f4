// Shows how jobs stand every few seconds, as long as one is not finished and somebody looks. The page works
// without it. A button pauses it, for whoever is disturbed by a page that changes.
const EVERY = 4000;
// A page that nobody touches must not keep its session alive: it stops asking.
const UNTOUCHED = 5 * 60 * 1000;
let paused = false;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });

const held = () => document.getElementById("jobs");

function addPause() {
  const place = held()?.querySelector(".app-jobs__refresh");
  if (!place || place.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.id = "pause";
  button.className = "app-jobs__pause";
  const name = () => { button.textContent = paused ? "Update by itself" : "Stop updating by itself"; };
  button.addEventListener("click", () => { paused = !paused; name(); });
  name();
  place.append(button);
}

function show(fresh) {
  const before = held();
  const status = before.querySelector("[role=status]");
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const next = fresh.querySelector("[role=status]");
  // The live region itself stays, so that a change in it is read aloud and sameness is not.
  if (status && next && status.innerHTML === next.innerHTML) next.replaceWith(status);
  else if (status && next) { status.innerHTML = next.innerHTML; next.replaceWith(status); }
  before.replaceChildren(...fresh.childNodes);
  before.dataset.refresh = fresh.dataset.refresh;
  addPause();
  if (!focused) return;
  const same = focused.id && document.getElementById(focused.id);
  const link = focused.getAttribute("href") && [...before.querySelectorAll("a")].find((a) => a.href === focused.href);
  (same || link)?.focus({ preventScroll: true });
}

async function refresh() {
  if (paused || document.hidden || Date.now() - touched > UNTOUCHED || held()?.dataset.refresh !== "yes") return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("jobs");
    if (fresh && !paused) show(document.adoptNode(fresh));
    // Some pages turn into another one when the job is done: the address then answers without a job.
    else if (!fresh && !paused && held()?.dataset.then === "another") location.reload();
  } catch {
    // The server is away for a moment: what is shown stays, and the next time may do.
  }
}

addPause();
setInterval(refresh, EVERY);
