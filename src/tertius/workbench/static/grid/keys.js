// The keyboard and the mouse in the sheet, as in a spreadsheet.

import { cellOf, corners, current, focusOn, following, pageOf, selectAll, selection, spot, at, lastColumn, scroller, sheet, towards } from "./place.js";
import { commit, edit, editing } from "./editor.js";
import { fill, tellAbout } from "./send.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let leaving = false;  // after Esc the next Tab leaves the sheet

function ends(cell, event) {
  const command = event.ctrlKey || event.metaKey;
  if (command) return corners()[event.key === "Home" ? 0 : 1];
  const [row] = spot(cell);
  if (event.key === "Home") return at(row, 1) ?? towards(cell, 0, -1, true);
  return at(row, lastColumn(row)) ?? cell;
}

/** Where a key leads to; undefined if it leads nowhere. */
function target(cell, event) {
  const command = event.ctrlKey || event.metaKey;
  if (ARROWS[event.key] && !event.altKey) return towards(cell, ...ARROWS[event.key], command);
  if (event.key === "Home" || event.key === "End") return ends(cell, event);
  if (event.key === "PageDown" || event.key === "PageUp") return pageOf(cell, event.key === "PageDown" ? 1 : -1);
  return undefined;
}

function onTab(cell, event) {
  const next = leaving ? null : following(cell, event.shiftKey ? -1 : 1);
  leaving = false;
  if (!next) return;
  event.preventDefault();
  focusOn(next);
}

export function clear() {
  const [from, to] = selection();
  if (from && to) fill({ at: from, to, text: "", typed: true });
}

sheet.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || editing()) return;
  if (event.key === "Tab") { onTab(cell, event); return; }
  leaving = event.key === "Escape";
  const command = event.ctrlKey || event.metaKey;
  const to = target(cell, event);
  if (to) focusOn(to, { extend: event.shiftKey });
  else if (event.key === "ArrowDown" && event.altKey) document.querySelector("#bubble button")?.focus();
  else if (command && event.key.toLowerCase() === "a") selectAll();
  else if (command || event.altKey) return;
  else if (event.key === "Enter" || event.key === "F2") edit(cell);
  else if (event.key === "Delete" || event.key === "Backspace") clear();
  else if (event.key.length === 1) edit(cell, event.key);
  else return;
  event.preventDefault();
});

let dragging = false;

sheet.addEventListener("mousedown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.button !== 0) return;
  event.preventDefault();
  commit();
  focusOn(cell, { extend: event.shiftKey });
  dragging = true;
});

sheet.addEventListener("mousemove", (event) => {
  if (!dragging || !(event.buttons & 1)) { dragging = false; return; }
  const cell = cellOf(event.target);
  if (cell && cell !== current()) focusOn(cell, { extend: true });
});

sheet.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  if (cell !== current()) focusOn(cell);
  tellAbout(cell);
});

scroller.addEventListener("mouseup", () => { dragging = false; });
