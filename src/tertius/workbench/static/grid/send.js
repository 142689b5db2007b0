// What goes to the server and comes back: blocks of text, and the cells that have changed since.

import { ask, hear, part, take, tell } from "../api.js";
import { attempt } from "../case.js";
import { cellAt, current, every, focusOn, pathOf, readRows, scroller, sheet, sheetName, spot, at } from "./place.js";

let shown = Number(scroller.dataset.shown);
let queue = Promise.resolve();
let waiting = 0;
let refreshing = null;
let again = false;

const mistakes = document.getElementById("mistakes");
const told = document.getElementById("told");
const asked = (more) => new URLSearchParams({ sheet: sheetName, ...(every ? { every: "1" } : {}), ...more });

export const since = () => shown;

/** Says what was done, below the buttons: a sentence, and a list if there is more. */
export function say(sentence, list = []) {
  told.replaceChildren(sentence);
  if (!list.length) return;
  const made = document.createElement("ul");
  made.append(...list.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  told.append(made);
}

/** Shows at once what was typed, before the server has read it. */
export function paint(cell, text) {
  const shownText = cell.querySelector("b") ?? cell.appendChild(document.createElement("b"));
  for (const more of cell.querySelectorAll("i, svg")) more.remove();
  shownText.textContent = text;
  cell.dataset.v = text;
  cell.dataset.pending = "1";
  cell.classList.add("pending");
}

/** Puts a block of text where `at` is, one after the other, so that they arrive in the order in which they were made. */
export function fill(body) {
  waiting += 1;
  tell("saving", true);
  queue = queue.then(() => attempt(() => filled(body)));
  return queue;
}

async function filled(body) {
  let outcome;
  try {
    outcome = await ask("table/fill", { sheet: sheetName, every, shown, ...body });
  } catch (error) {
    shown = -1; // the cells show what was not taken: all of them are fetched, now or with the next pulse
    refresh().catch(() => {});
    throw error;
  } finally {
    waiting -= 1;
  }
  takeIn(outcome);
  if (outcome.beyond) say(outcome.beyond);
  if (Object.keys(outcome.theirs).length) tell("conflicts", { mine: body, theirs: outcome.theirs });
  take(outcome.state);
  tell("edited", outcome);
  return outcome;
}

/** Another thing to do after what is on its way. */
export function after(work) {
  queue = queue.then(() => attempt(work));
  return queue;
}

/** Fetches what differs from what the window shows; who asks meanwhile waits for the same. */
export function refresh() {
  again = refreshing !== null;
  refreshing ??= fetchChanges().finally(() => { refreshing = null; });
  return refreshing;
}

async function fetchChanges() {
  do {
    again = false;
    takeIn(await ask(`table/changes?${asked({ since: shown })}`));
  } while (again);
}

/** Shows what the server says has changed since. */
function takeIn(found) {
  if (found.sheet) replace(found.sheet);
  else update(found.cells);
  shown = found.shown;
  mistakes.innerHTML = found.mistakes;
  tell("shown", shown);
}

hear("state", ({ state }) => { if (state.version !== shown && !waiting) attempt(refresh); });

/** Takes over cells as the server has drawn them; what has the focus keeps it. */
function update(cells) {
  const template = document.createElement("template");
  for (const [ident, html] of Object.entries(cells)) {
    const old = document.getElementById(ident);
    if (!old) continue;
    template.innerHTML = html;
    const made = template.content.firstElementChild;
    if (ident.startsWith("p/")) { old.replaceWith(made); continue; }
    old.classList.remove("pending", "cut");
    delete old.dataset.pending;
    if (!old.closest(".heads") && old.getAttribute("role") !== "rowheader") old.className = `${made.className}${old.classList.contains("chosen") ? " chosen" : ""}`;
    old.dataset.v = made.dataset.v;
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (made.hasAttribute(name)) old.setAttribute(name, made.getAttribute(name));
      else old.removeAttribute(name);
    }
    old.replaceChildren(...made.childNodes);
  }
}

/** Takes over the whole sheet; the focus goes to the same cell, or to what is where it was. */
function replace(html) {
  const cell = current();
  const inside = cell && sheet.contains(document.activeElement);
  const path = pathOf(cell);
  const [row, column] = cell ? spot(cell) : [0, 0];
  sheet.innerHTML = html;
  readRows();
  const found = cellAt(path) ?? at(row, column) ?? at(row - 1, column) ?? current();
  if (inside) focusOn(found);
}

let soon = 0;
const about = document.getElementById("about");

/** Shows below the sheet what a cell holds. */
export function tellAbout(cell) {
  clearTimeout(soon);
  const path = pathOf(cell);
  if (!path) return;
  soon = setTimeout(() => attempt(async () => {
    const found = await part(`table/about?${asked({ path })}`);
    if (found !== null && pathOf(current()) === path) about.innerHTML = found;
  }), 90);
}

export const formOf = (name) => part(`table/form?${new URLSearchParams({ sheet: name })}`);
