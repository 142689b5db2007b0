// Typing into a cell: an editor above it, which commits to the server and moves on.

import { cellAt, cellOf, focusOn, following, pathOf, scroller, sheet, textOf, towards } from "./place.js";
import { fill, paint, say, since } from "./send.js";
import { hear } from "../api.js";

let editor = null;  // the field
let edited = null;  // { path, was, text, quick, pending }

export const editing = () => editor !== null;

/** Begins to edit a cell; with a character it replaces what is there. */
export function edit(cell, character = null) {
  const path = pathOf(cell);
  if (!path || cell.getAttribute("aria-readonly")) {
    say("What names this row cannot be changed: remove the row and add another.");
    return;
  }
  const list = cell.dataset.list;
  editor = document.createElement(list || cell.classList.contains("number") ? "input" : "textarea");
  editor.id = "editor";
  editor.autocomplete = "off";
  editor.spellcheck = false;
  editor.setAttribute("aria-label", labelOf(cell));
  if (list) editor.setAttribute("list", list);
  if (cell.getAttribute("aria-describedby")) editor.setAttribute("aria-describedby", cell.getAttribute("aria-describedby"));
  const was = cell.dataset.pending ? undefined : textOf(cell);
  edited = { path, was, text: textOf(cell), quick: character !== null, shown: since() };
  editor.value = character ?? edited.text;
  scroller.append(editor);
  place();
  editor.focus({ preventScroll: true });
  editor.setSelectionRange(editor.value.length, editor.value.length);
  editor.addEventListener("keydown", onKey);
  editor.addEventListener("input", grow);
  editor.addEventListener("blur", () => commit());
}

/** What a cell is called: by its row and its columns. */
function labelOf(cell) {
  const row = cell.parentElement.querySelector('[role="rowheader"]');
  return row && row !== cell ? `${row.textContent.trim()}: ${headingOf(cell)}` : "name";
}

function headingOf(cell) {
  const heads = sheet.querySelectorAll(".heads .top-1 > *");
  const index = [...cell.parentElement.children].indexOf(cell);
  const issue = sheet.querySelectorAll(".heads .top-2 > *")[Math.ceil(index / 2)];
  const below = heads[index]?.textContent.trim() ?? "";
  return issue ? `${issue.textContent.trim()}, ${below}` : below;
}

/** Lays the editor over its cell, wherever that is now. */
function place() {
  const cell = cellAt(edited.path);
  if (!cell) {
    close();
    say("What you were typing into was removed meanwhile.");
    return;
  }
  const [box, frame] = [cell.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const left = box.left - frame.left + scroller.scrollLeft - scroller.clientLeft;
  const wide = cell.classList.contains("number") ? Math.max(box.width, 150) : Math.max(box.width, 220);
  editor.style.left = `${Math.max(0, Math.min(left, scroller.scrollLeft + scroller.clientWidth - wide))}px`;
  editor.style.top = `${box.top - frame.top + scroller.scrollTop - scroller.clientTop}px`;
  editor.style.width = `${wide}px`;
  editor.style.minHeight = `${box.height}px`;
  grow();
}

function grow() {
  if (editor?.tagName !== "TEXTAREA") return;
  editor.style.height = "auto";
  editor.style.height = `${Math.min(editor.scrollHeight + 4, 220)}px`;
}

hear("shown", () => { if (editor) place(); });

function close() {
  const field = editor;
  editor = null;
  edited = null;
  field?.remove();
}

/** Takes what was typed; nothing is sent if it is what was there. */
export function commit() {
  if (!editor) return;
  const { path, was, text } = edited;
  const typed = editor.value;
  close();
  if (typed === text) return;
  const cell = cellAt(path);
  if (cell) paint(cell, typed);
  fill({ at: path, text: typed, typed: true, was });
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function onKey(event) {
  event.stopPropagation();
  const cell = cellAt(edited.path);
  const listed = editor.hasAttribute("list");
  let next = null;
  if (event.isComposing) return;
  if (event.key === "Escape") {
    close();
    focusOn(cell);
  } else if (event.key === "Enter" && event.altKey && editor.tagName === "TEXTAREA") {
    editor.setRangeText("\n", editor.selectionStart, editor.selectionEnd, "end");
    grow();
  } else if (event.key === "Enter") next = towards(cell, event.shiftKey ? -1 : 1, 0);
  else if (event.key === "Tab") next = following(cell, event.shiftKey ? -1 : 1) ?? cell;
  else if (edited.quick && !listed && MOVES[event.key] && !event.shiftKey) next = towards(cell, ...MOVES[event.key]);
  else if (event.key === "F2") { edited.quick = false; } else return;
  event.preventDefault();
  if (next) {
    commit();
    focusOn(next);
  }
}

scroller.addEventListener("dblclick", (event) => {
  const cell = cellOf(event.target);
  if (cell) edit(cell);
});

window.addEventListener("pagehide", () => commit()); // what was typed is not lost with the page
