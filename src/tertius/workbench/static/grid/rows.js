// Rows and columns that come and go: a form for a new one, and buttons that take away what has the focus.

import { ask, hear, take } from "../api.js";
import { attempt } from "../case.js";
import { cellAt, current, focusOn, pathOf, rowPath, sheet, sheetName } from "./place.js";
import { after, formOf, refresh, say } from "./send.js";

const dialog = document.getElementById("add");
const removeRow = document.getElementById("remove-row");
const removeColumn = document.getElementById("remove-column");
let adding = "";

for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", () => attempt(async () => {
    adding = button.dataset.add;
    dialog.innerHTML = await formOf(adding);
    dialog.showModal();
    dialog.querySelector("input, select, textarea")?.focus();
  }));
}

dialog.addEventListener("click", (event) => { if (event.target.dataset.do === "close") dialog.close(); });

dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  const { target } = event;
  if (target.ariaBusy) return; // a second click does not add it twice
  target.ariaBusy = "true";
  const form = new FormData(target);
  const given = Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).join("\n")]));
  after(async () => {
    try {
      const found = await ask("table/add", { sheet: adding, given });
      if (found.fields) showWrong(found.fields);
      else await added(found);
    } finally { target.ariaBusy = null; }
  });
});

function showWrong(fields) {
  for (const line of dialog.querySelectorAll(".remedy")) {
    const field = line.closest(".field").querySelector("input, select, textarea");
    const name = line.id.slice("wrong-".length);
    line.textContent = fields[name] ?? "";
    field?.setAttribute("aria-invalid", String(Boolean(fields[name])));
  }
  dialog.querySelector('[aria-invalid="true"]')?.focus();
}

async function added(found) {
  take(found.state);
  await refresh();
  dialog.close(); // only now: what is typed next belongs into the sheet that shows the new row
  const row = [...sheet.querySelectorAll(".body [role=row]")].find((line) => found.path.startsWith(line.dataset.path));
  const column = cellAt(`${found.path}/name`);
  const cell = adding === "issues" && sheetName === "grid" ? column : row?.querySelector('[role="gridcell"]') ?? row?.firstElementChild;
  if (cell) focusOn(cell);
}

/** What the buttons take away: the row of the cell in focus, and the issue of its column. */
function issueOf(cell) {
  const steps = pathOf(cell).split("/");
  return steps[0] === "issues" ? steps[1] : steps[0] === "stances" ? steps[2] : "";
}

function label(button, path, name) {
  if (!button) return;
  button.disabled = !path;
  button.dataset.path = path;
  button.textContent = path ? `Remove ${name}` : button.dataset.plain;
}

for (const button of [removeRow, removeColumn].filter(Boolean)) {
  button.dataset.plain = button.textContent;
  button.addEventListener("click", () => after(async () => {
    const outcome = await ask("table/remove", { path: button.dataset.path });
    take(outcome.state);
    const more = outcome.also.length ? " With it went what means nothing without it:" : "";
    say(`${outcome.removed} is removed; Undo brings it back.${more}`, outcome.also);
    await refresh();
  }));
}

function showButtons() {
  const cell = current();
  const row = cell?.closest(".body") ? cell.parentElement : null;
  const heads = row ? [...row.querySelectorAll('[role="rowheader"] b')].map((one) => one.textContent) : [];
  label(removeRow, rowPath(cell), heads.join(", "));
  const issue = cell ? issueOf(cell) : "";
  label(removeColumn, issue && `issues/${issue}`, cellAt(`issues/${issue}/name`)?.textContent.trim() ?? "");
}

sheet.addEventListener("focusin", showButtons);
hear("shown", showButtons);
showButtons();
