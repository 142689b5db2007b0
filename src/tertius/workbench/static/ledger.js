// The ledger: a forecast frozen after one question, questions listed and ended, and how good it all was.

import { ask, hear, part } from "./api.js";

const EVERY = 400; // milliseconds between two looks at how far it is

const byId = (id) => document.getElementById(id);
const freeze = byId("freeze");
const of = byId("of");
const [confirming, dialog] = [byId("confirm"), byId("ledger-dialog")];
let asked = {};
let listed;
let shown = 0;
let timer;
let backTimer;

/** What is wrong with a form, each beside its field; the first of them has the keyboard. */
function tell(form, mistakes) {
  let first = null;
  for (const place of form.querySelectorAll("[data-mistake]")) {
    const name = place.dataset.mistake;
    place.textContent = mistakes[name] ?? "";
    place.hidden = !mistakes[name];
    const control = name && form.elements[name];
    if (!control) continue;
    const fields = control instanceof RadioNodeList ? [...control] : [control];
    for (const field of fields) {
      if (mistakes[name]) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    if (mistakes[name]) first ??= fields[0];
  }
  for (let within = first?.closest("details"); within; within = null) within.open = true;
  first?.focus();
  return Object.keys(mistakes).length === 0;
}

const fieldsOf = (form) => Object.fromEntries(new FormData(form));

/* What is forecast */

const LEVELS = of && [...of.options].some((one) => !one.dataset.scale)
  ? "Forecast are its quantiles in the draws in which its talk is agreed. Without agreement, declare the question void."
  : "Forecast are its quantiles over the draws.";

function choose() {
  const { ident, unit, scale, kind, state, by, resolves } = of.selectedOptions[0].dataset;
  const talk = !scale;
  byId("name").placeholder = ident;
  byId("resolves-label").textContent = talk ? "What counts as yes" : "How the level is read off";
  byId("mine-unit").textContent = talk ? ", in percent" : `, ${scale}${unit ? ` ${unit}` : ""}`;
  for (const one of freeze.querySelectorAll("[data-for=talk]")) one.hidden = !talk;
  byId("kind").options[0].textContent = kind ? `as the case says: ${kind}` : "none: the case names no kind";
  const known = state !== undefined && !byId("name").value.trim();
  const again = known && state === "open";
  for (const [field, value] of [[byId("by"), by], [byId("resolves"), resolves]]) {
    if (again) field.value = value;
    else if (field.readOnly) field.value = "";
    field.readOnly = again;
  }
  byId("of-help").textContent = again
    ? `The ledger has this question: a new forecast is added to it. For another day or other words give it a name of its own.`
    : known ? `The ledger has this question, and it is ${state}: give a new one a name of its own.` : talk ? "" : LEVELS;
  if (known) byId("more").open = true;
}

freeze.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!of) return;
  asked = fieldsOf(freeze);
  say("");
  try {
    const { mistakes, said, version } = await ask("ledger/confirm", asked);
    if (!tell(freeze, mistakes)) return;
    asked.version = version;
    byId("confirm-said").replaceChildren(...said.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    confirming.showModal();
    byId("confirm-no").focus();
  } catch (error) { say(error.message, true); }
});

byId("confirm-no").addEventListener("click", () => confirming.close());

byId("confirm-yes").addEventListener("click", async () => {
  confirming.close();
  try {
    const { mistakes, told } = await ask("ledger/freeze", asked);
    if (!tell(freeze, mistakes)) return;
    byId("written").hidden = true;
    show(told);
  } catch (error) { say(error.message, true); }
});

byId("stop")?.addEventListener("click", () => ask("ledger/stop", {}).then(look, (error) => say(error.message, true)));

function say(text, bad = false) {
  if (!of) return;
  byId("freeze-said").textContent = text;
  byId("freeze-said").className = bad ? "remedy" : "soft";
}

function show(told) {
  clearTimeout(timer);
  const held = [byId("go"), byId("stop")].includes(document.activeElement);
  byId("go").disabled = told.making;
  byId("stop").hidden = !told.making;
  if (held) byId(told.making ? "stop" : "go").focus(); // whoever works with the keyboard goes on from here
  const bar = byId("progress");
  bar.hidden = !told.making;
  if (told.whole) { bar.max = told.whole; bar.value = told.done; } else bar.removeAttribute("value");
  if (told.making) {
    say(told.whole ? `${told.done.toLocaleString("en")} of ${told.whole.toLocaleString("en")} settlements` : "Beginning …");
    timer = setTimeout(look, EVERY);
  } else if (told.number) say(told.failed, Boolean(told.failed) && !told.failed.startsWith("Stopped"));
  if (!told.written || told.number === shown) return;
  shown = told.number;
  byId("written-said").textContent = told.said;
  byId("written-head").textContent = told.head;
  byId("written").hidden = false;
  list();
}

async function look() {
  try {
    show(await ask("ledger/progress"));
  } catch {
    timer = setTimeout(look, 5 * EVERY); // the status line says it
  }
}

/* The questions */

async function list() {
  try {
    const own = byId("own").checked ? "yes" : "no";
    const found = await part(`ledger/listed?${new URLSearchParams({ state: byId("state").value, own })}`);
    if (found === null || found === listed) return; // whoever is at a row of it is not disturbed
    listed = found;
    byId("listed").innerHTML = found;
  } catch (error) { byId("ended-said").textContent = error.message; }
}

byId("state").addEventListener("change", list);
byId("own").addEventListener("change", list);

byId("listed").addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  const { id } = button.closest("tr").dataset;
  const what = button.dataset.do === "show" ? "question" : "end";
  try {
    const found = await part(`ledger/${what}?${new URLSearchParams({ id })}`);
    if (found === null) return;
    dialog.innerHTML = found;
    if (what === "end") turn();
    dialog.showModal();
  } catch (error) { byId("ended-said").textContent = error.message; }
});

/** A question that is void has a reason and neither level nor day. */
function turn() {
  const end = byId("end");
  const isVoid = end.elements.how.value === "void";
  for (const one of end.querySelectorAll("[data-for=known]")) one.hidden = isVoid;
  byId("end-source-label").textContent = isVoid ? "Why it has no answer" : "Where that can be read";
}

dialog.addEventListener("change", (event) => { if (event.target.name === "how") turn(); });
dialog.addEventListener("click", (event) => { if (event.target.closest("button[data-do=close]")) dialog.close(); });

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const end = event.target;
  const { id, entry } = end.dataset;
  const button = end.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    const { mistakes, said } = await ask("ledger/end", { ...fieldsOf(end), id, entry: entry === undefined ? null : Number(entry) });
    if (!tell(end, mistakes)) return;
    dialog.close();
    byId("ended-said").textContent = said;
    await list();
    byId("record").dataset.resolved = "yes";
    await scores();
  } catch (error) {
    tell(end, { "": error.message });
  } finally { button.disabled = false; }
});

/* How good it was */

async function scores(why = false) {
  if (byId("record").dataset.resolved !== "yes") return;
  try {
    const found = await part(`ledger/scores${why ? "?why=yes" : ""}`);
    if (found !== null) byId("scores").innerHTML = found;
    byId("back").hidden = !byId("scores").querySelector("[data-missed]") && !why;
  } catch (error) { byId("scores").textContent = error.message; }
}

for (const [button, path] of [["look-back", "ledger/look-back"], ["back-stop", "ledger/look-back/stop"]]) {
  byId(button).addEventListener("click", async () => {
    try {
      back(await ask(path, {}), true);
    } catch (error) { byId("back-said").textContent = error.message; }
  });
}

function back(told, wanted) {
  clearTimeout(backTimer);
  const held = [byId("look-back"), byId("back-stop")].includes(document.activeElement);
  byId("look-back").disabled = told.making;
  byId("back-stop").hidden = !told.making;
  byId("back-progress").hidden = !told.making;
  if (held) byId(told.making ? "back-stop" : "look-back").focus();
  byId("back-said").textContent = told.making ? told.said || "Looking back, for a minute at most …" : told.failed;
  if (told.making) backTimer = setTimeout(async () => {
    try {
      back(await ask("ledger/looked"), true);
    } catch (error) { byId("back-said").textContent = error.message; }
  }, EVERY);
  else if (told.made && wanted) scores(true);
}

hear("state", ({ changed }) => { if (changed) list(); });
window.addEventListener("focus", list); // a command may have written meanwhile

if (of) {
  of.addEventListener("change", choose);
  byId("name").addEventListener("input", choose);
  choose();
  look();
}
scores();
