// Saves each cell of a month as somebody leaves it, to the address that the form itself posts to. The page works
// without it: then the button saves all.
const form = document.getElementById("grid");
const waiting = new Map(); // one save at a time for each cell, so that the second knows what the first wrote
const SENT = { saved: "Saved", same: "" };

function fieldsOf(cell) {
  const data = new URLSearchParams();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const field of cell.querySelectorAll("input, select, textarea")) {
    if (field.type === "checkbox" && !field.checked) continue;
    data.set(field.name, field.value);
  }
  return data;
}

const textOf = (cell) => {
  const data = fieldsOf(cell);
  data.delete(`${cell.dataset.cell}-seen`);
  return data.toString();
};

function tell(cell, state, text) {
  const place = cell.querySelector("[role=status]");
  place.textContent = text;
  place.dataset.state = state;
}

// A pair with one number is on its way, not wrong.
function halfway(cell) {
  const numbers = [...cell.querySelectorAll(".app-cell__numbers input")].filter((field) => !field.name.endsWith("-population"));
  const filled = numbers.filter((field) => field.value.trim()).length;
  return filled > 0 && filled < numbers.length;
}

async function save(cell) {
  const text = textOf(cell);
  if (text === cell.dataset.held || halfway(cell)) return;
  tell(cell, "saving", "Saving…");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fieldsOf(cell),
      credentials: "same-origin",
      redirect: "error",
    });
    const said = await answer.json();
    if (said.state === "saved") {
      cell.querySelector(`[name="${cell.dataset.cell}-seen"]`).value = said.seen;
      const tag = cell.querySelector("[data-tag] .nhsuk-tag");
      if (tag) { tag.textContent = said.held ? "Entered" : "To enter"; tag.className = `nhsuk-tag nhsuk-tag--${said.held ? "green" : "yellow"}`; }
    }
    if (said.state === "saved" || said.state === "same") {
      cell.dataset.held = text;
      cell.classList.remove("app-cell--problem");
      cell.querySelector(".app-cell__numbers")?.parentElement.querySelector(`#${cell.dataset.cell}-mend`)?.remove();
    } else {
      cell.classList.add("app-cell--problem");
      if (said.state === "waiting") cell.querySelector(".app-cell__more").open = true;
    }
    const advice = said.state === "waiting" ? " If it is right, say so in the comment." : "";
    tell(cell, said.state, (said.text || SENT[said.state] || "") + advice);
  } catch {
    tell(cell, "unsaved", "Not saved yet: the server did not answer. Use “Save all”, or leave the cell again.");
  }
}

function queue(cell) {
  const before = waiting.get(cell) ?? Promise.resolve();
  waiting.set(cell, before.then(() => save(cell)));
}

for (const cell of form.querySelectorAll("[data-cell]")) {
  if (!cell.querySelector("input")) continue;
  cell.dataset.held = cell.classList.contains("app-cell--problem") ? "" : textOf(cell);
  cell.addEventListener("focusout", (event) => {
    if (!cell.contains(event.relatedTarget)) queue(cell);
  });
}

// Whoever leaves the page with something that is not saved is asked first.
addEventListener("beforeunload", (event) => {
  if (form.dataset.sending) return;
  const unsaved = [...form.querySelectorAll("[data-cell]")].some((cell) => "held" in cell.dataset && cell.dataset.held && textOf(cell) !== cell.dataset.held);
  if (unsaved) event.preventDefault();
});
form.addEventListener("submit", () => { form.dataset.sending = "yes"; });
document.getElementById("problems")?.focus();
const hint = document.getElementById("save-hint");
if (hint) hint.textContent = "Each cell is saved as you leave it. Leaving a cell empty changes nothing: empty is not zero.";
