// What is not valid yet and what others changed, with the buttons that mend it: in a list, and beside the cell.

import { base, dropDraft, hear } from "../api.js";
import { attempt } from "../case.js";
import { cellAt, current, focusOn, scroller, sheet } from "./place.js";
import { fill, refresh } from "./send.js";

const mistakes = document.getElementById("mistakes");
const conflicts = document.getElementById("conflicts");
const bubble = document.getElementById("bubble");
const open = new Map();  // path of a cell that somebody else changed: { mine, theirs }

function element(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, more);
}

hear("conflicts", ({ mine, theirs }) => {
  for (const [ident, there] of Object.entries(theirs)) {
    open.set(ident.slice(2), { mine: mine.typed ? mine.text : null, theirs: there, body: mine });
  }
  showConflicts();
});

/** The list of cells that somebody else changed while they were typed into. */
function showConflicts() {
  conflicts.hidden = open.size === 0;
  const list = document.createElement("ul");
  for (const [path, one] of open) {
    const line = document.createElement("li");
    line.id = `f/${path}`;
    line.dataset.path = path;
    const cell = cellAt(path);
    cell?.setAttribute("aria-invalid", "true");
    cell?.setAttribute("aria-describedby", line.id);
    line.append(element("span", `Somebody else changed this to ${one.theirs || "nothing"}${one.mine === null ? "." : `; you typed ${one.mine || "nothing"}.`}`));
    line.append(button("Keep theirs", "theirs"), button("Put mine", "mine"));
    list.append(line);
  }
  conflicts.replaceChildren(element("h2", "Changed by somebody else meanwhile"), list);
  showBubble(current());
}

function button(text, what) {
  const made = element("button", text, { type: "button" });
  made.dataset.do = what;
  return made;
}

/** The remedy beside the cell in focus, if it has one. */
function showBubble(cell) {
  const line = cell?.getAttribute("aria-invalid") && document.getElementById(cell.getAttribute("aria-describedby"));
  bubble.hidden = !line;
  if (!line) return;
  const copy = line.cloneNode(true);
  copy.querySelector(".what")?.remove();
  const said = copy.querySelector(".said, span:not(.row)");
  bubble.dataset.path = line.dataset.path;
  bubble.replaceChildren(element("p", said?.textContent ?? ""), ...copy.querySelectorAll("button"));
  const [box, frame] = [cell.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const left = box.left - frame.left + scroller.scrollLeft;
  bubble.style.left = `${Math.max(0, Math.min(left, scroller.scrollLeft + scroller.clientWidth - 330))}px`;
  const [above, below, tall] = [box.top - frame.top, box.bottom - frame.top, bubble.offsetHeight + 4];
  const fits = below + tall <= scroller.clientHeight || above < tall; // else it would be cut off at the last rows
  bubble.style.top = `${(fits ? below + 4 : above - tall) + scroller.scrollTop}px`;
}

sheet.addEventListener("focusin", () => showBubble(current()));
hear("shown", () => { if (open.size) showConflicts(); else showBubble(current()); });

const DO = {
  go: (path, text, home) => {
    const cell = cellAt(path);
    if (cell) focusOn(cell);
    else location.assign(`${base}/table?sheet=${encodeURIComponent(home)}#c/${path}`);
  },
  put: (path, text) => fill({ at: path, text, typed: true }),
  drop: async (path) => { await dropDraft(path); await refresh(); },
  theirs: (path) => settle(path),
  mine: (path) => {
    const { body } = open.get(path);
    settle(path);
    return fill(body.typed ? { ...body, was: undefined } : { ...body, since: undefined });
  },
};

function settle(path) {
  for (const one of open.get(path)?.body.typed ? [path] : [...open.keys()]) {
    open.delete(one);
    cellAt(one)?.removeAttribute("aria-invalid");
    cellAt(one)?.removeAttribute("aria-describedby");
  }
  showConflicts();
}

function onClick(event) {
  const pressed = event.target.closest("[data-do]");
  if (!pressed) return;
  const path = event.target.closest("[data-path]").dataset.path;
  attempt(async () => {
    await DO[pressed.dataset.do](path, pressed.dataset.text, pressed.dataset.sheet);
    const cell = cellAt(path);
    if (cell) focusOn(cell);
  });
}

for (const part of [mistakes, conflicts, bubble]) part.addEventListener("click", onClick);
bubble.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  focusOn(cellAt(bubble.dataset.path) ?? current());
});
