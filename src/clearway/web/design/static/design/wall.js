// Asks for the board again every minute. A display has nobody at a keyboard whom a change could disturb. When the
// board does not come, what is shown stays and a line says that it is old: a wall must not pretend.
const EVERY = 60000;
const stale = document.getElementById("stale");

function tell(words) {
  if (stale.textContent !== words) stale.textContent = words;
  stale.hidden = !words;
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (!answer.ok) {
      // The token may be revoked: then nothing stays on the wall.
      if (answer.status === 404 || answer.status === 403) document.getElementById("wall").replaceChildren();
      tell("This board is not shown any more. Type a new token at /wall/.");
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
    if (fresh) document.getElementById("wall").replaceWith(document.adoptNode(fresh));
    tell("");
  } catch {
    tell("No connection: the board is as it stood at the time above.");
  }
}

setInterval(refresh, EVERY);
