// The frame of every screen of a case: undo and redo, whether it is saved, what others changed.

import "./answer.js";
import "./why.js";
import { ask, base, hear, step, take } from "./api.js";

const PULSE = 1000; // milliseconds

const undo = document.getElementById("undo");
const redo = document.getElementById("redo");
const saved = document.getElementById("saved");
const compiling = document.getElementById("compiling");
const notices = document.getElementById("notices");

let shown = "[[],\"\"]";

undo.addEventListener("click", () => attempt(() => step("undo")));
redo.addEventListener("click", () => attempt(() => step("redo")));

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  if (!command || event.altKey || event.target.closest("input, textarea, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) attempt(() => step("undo"));
  else if (key === "y" || (key === "z" && event.shiftKey)) attempt(() => step("redo"));
  else return;
  event.preventDefault();
});

hear("state", ({ state }) => {
  for (const [button, said, verb] of [[undo, state.undo, "Undo"], [redo, state.redo, "Redo"]]) {
    button.disabled = said === null;
    button.title = said ? `${verb}: ${said}` : verb;
  }
  compiling.hidden = !state.compiling;
  for (const title of document.querySelectorAll('header [data-name="title"]')) title.textContent = state.title;
  saved.textContent = state.unwritable ? "Not saved" : state.saved ? "Saved" : "Saving";
  const told = [state.unwritable, ...state.trouble].filter(Boolean);
  const key = JSON.stringify([told, state.theirs]);
  if (key === shown) return; // whoever reads it, or is about to press a button of it, is not disturbed
  shown = key;
  notices.replaceChildren(...told.map(paragraph), ...(state.theirs ? [remedies(state.theirs)] : []));
});

hear("edited", () => { shown = "[[],\"\"]"; notices.replaceChildren(); });
hear("saving", () => { saved.textContent = "Saving"; });
hear("reached", (reached) => { if (!reached) saved.textContent = "No connection"; });

/** What can be done about a file that somebody else left unreadable, or took away. */
function remedies(theirs) {
  const made = paragraph("Your edits are kept, and go into the file when it can be read again. ");
  const mend = document.createElement("a");
  mend.className = "button";
  mend.href = `${base}/text`;
  mend.textContent = "Mend the file";
  const insist = document.createElement("button");
  insist.type = "button";
  insist.textContent = "Put mine in its place";
  insist.title = "What lies there now is kept beside it, under another name";
  insist.addEventListener("click", () => attempt(async () => take((await ask("insist", {})).state)));
  made.append(...(theirs === "broken" ? [mend, " "] : []), insist);
  return made;
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    notices.replaceChildren(paragraph(error.message));
    return undefined;
  }
}

async function pulse() {
  try {
    if (!document.hidden) take((await ask("pulse")).state);
  } catch { /* the status line says it */ }
  setTimeout(pulse, PULSE);
}

setTimeout(pulse, PULSE);
