// The frame of every screen of a case: undo and redo, whether it is saved, what others changed.

import "./answer.js";
import { ask, hear, step, take } from "./api.js";

const PULSE = 1000; // milliseconds

const undo = document.getElementById("undo");
const redo = document.getElementById("redo");
const saved = document.getElementById("saved");
const notices = document.getElementById("notices");

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
  saved.textContent = state.unwritable ? "Not saved" : state.saved ? "Saved" : "Saving";
  const told = [state.unwritable, ...state.trouble].filter(Boolean);
  notices.replaceChildren(...told.map(paragraph));
});

hear("saving", () => { saved.textContent = "Saving"; });
hear("reached", (reached) => { if (!reached) saved.textContent = "No connection"; });

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
