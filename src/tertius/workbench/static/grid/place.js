// Where things are in the sheet: cells by row and column, the one in focus, and what is selected.

export const scroller = document.getElementById("scroller");
export const sheet = document.getElementById("sheet");
export const sheetName = scroller.dataset.sheet;
export const every = scroller.dataset.every === "1";

let rows = [];
let entry = null;   // the cell that Tab comes back to
let corner = null;  // where a selection began
let chosen = [];

/** Reads the rows anew, after the server has sent others. */
export function readRows() {
  rows = [...sheet.querySelectorAll('[role="row"]')];
  for (const head of sheet.querySelectorAll(".heads [aria-colspan]")) {
    head.style.flexBasis = `calc(${head.getAttribute("aria-colspan")} * var(--n))`;
  }
  if (!entry?.isConnected) {
    const first = sheet.querySelector('.body [role="gridcell"]') ?? sheet.querySelector("[role=row] > [tabindex]");
    setEntry(first);
  }
}

function setEntry(cell) {
  if (entry) entry.tabIndex = -1;
  entry = cell;
  if (cell) cell.tabIndex = 0;
}

export const current = () => entry;
export const cellOf = (node) => node.closest?.('[role="row"] > [tabindex]') ?? null;
export const cellAt = (path) => document.getElementById(`c/${path}`);
export const pathOf = (cell) => cell?.id.slice(2) ?? "";
export const rowPath = (cell) => cell?.parentElement.dataset.path ?? "";

const spanOf = (cell) => Number(cell.getAttribute("aria-colspan") ?? 1);

/** Row and column of a cell; a wide one lies where it begins. */
export function spot(cell) {
  let column = 0;
  for (let node = cell.previousElementSibling; node; node = node.previousElementSibling) column += spanOf(node);
  return [rows.indexOf(cell.parentElement), column];
}

/** The cell at a row and column, if it can have the focus. */
export function at(row, column) {
  const line = rows[row];
  if (!line) return null;
  let found = line.children[column];
  if (line.parentElement.classList.contains("heads")) {
    let left = column;
    found = [...line.children].find((cell) => (left -= spanOf(cell)) < 0);
  }
  return found?.hasAttribute("tabindex") ? found : null;
}

export const lastColumn = (row) => (rows[row]?.parentElement.classList.contains("heads") ? [...rows[row].children].reduce((sum, cell) => sum + spanOf(cell), 0) : rows[row].querySelectorAll(":scope > [role]").length) - 1;

/** The next cell from a spot in a direction, or the last one there is. */
export function towards(cell, down, across, far = false) {
  let [row, column] = spot(cell);
  let found = cell;
  for (;;) {
    row += down;
    column += across;
    if (row < 0 || row >= rows.length || column < 0 || column > lastColumn(row)) return found;
    const next = at(row, column);
    if (!next || next === found) continue;
    found = next;
    if (!far) return found;
  }
}

/** The cell after or before in reading order; null at the end of the sheet. */
export function following(cell, step) {
  const [row, column] = spot(cell);
  const inRow = towards(cell, 0, step);
  if (inRow !== cell) return inRow;
  for (let next = row + step; next >= 0 && next < rows.length; next += step) {
    const cells = [...rows[next].children].filter((one) => one.hasAttribute("tabindex"));
    if (cells.length) return step > 0 ? cells[0] : cells.at(-1);
  }
  return null;
}

export function pageOf(cell, step) {
  const [row, column] = spot(cell);
  const page = Math.max(1, Math.floor(scroller.clientHeight / cell.offsetHeight) - 3);
  const first = rows.findIndex((line) => !line.parentElement.classList.contains("heads"));
  const to = Math.min(rows.length - 1, Math.max(first, row + step * page));
  return at(to, column) ?? cell;
}

export const corners = () => {
  const cells = [...sheet.querySelectorAll(".body [role=row] > [tabindex]")];
  return [cells[0], cells.at(-1)];
};

/** Gives a cell the focus; the selection grows to it, or becomes it. */
export function focusOn(cell, { extend = false } = {}) {
  if (!cell) return;
  const from = entry;
  setEntry(cell);
  if (extend) corner ??= from ?? cell;
  else corner = null;
  choose();
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Marks what lies between the corner of the selection and the cell in focus. */
function choose() {
  for (const cell of chosen) {
    cell.classList.remove("chosen");
    cell.removeAttribute("aria-selected");
  }
  chosen = selectedRows().flat();
  if (chosen.length < 2) chosen = [];
  for (const cell of chosen) {
    cell.classList.add("chosen");
    cell.setAttribute("aria-selected", "true");
  }
}

export function selectAll() {
  const [first, last] = corners();
  if (!first) return;
  focusOn(first);
  focusOn(last, { extend: true });
}

/** The selected cells row by row: at least the one in focus. */
export function selectedRows() {
  if (!entry) return [];
  if (!corner?.isConnected || corner === entry) return [[entry]];
  const [[r1, c1], [r2, c2]] = [spot(corner), spot(entry)];
  const found = [];
  for (let row = Math.min(r1, r2); row <= Math.max(r1, r2); row += 1) {
    const line = [];
    for (let column = Math.min(c1, c2); column <= Math.max(c1, c2); column += 1) {
      const cell = at(row, column);
      if (cell && cell !== line.at(-1)) line.push(cell);
    }
    if (line.length) found.push(line);
  }
  return found;
}

/** The two corners of the selection, as paths. */
export function selection() {
  const found = selectedRows();
  return [pathOf(found[0]?.[0]), pathOf(found.at(-1)?.at(-1))];
}

/** The text of a cell as an editor begins with it. */
export const textOf = (cell) => cell.dataset.v ?? cell.textContent.trim();
