// Asks for the board again when all its screens were shown, after a minute at the least. A display has nobody at a
// keyboard whom a change could disturb. When the board does not come, what is shown stays and a line says that it
// is old: a wall must not pretend. Without scripts the page asks by itself (wall.jinja).
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

// Counted from the moment at which the screens began anew: the last of them is seen as long as the others.
function later() {
  const seconds = Number(document.getElementById("wall").dataset.every) || 60;
  setTimeout(() => refresh().finally(later), seconds * 1000);
}

later();
