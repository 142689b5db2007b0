// The network: what is chosen opens its form beside the picture; an open form takes talks and actors from the picture.

import { ask, base, hear, part, take } from "./api.js";
import { attempt } from "./case.js";

const picture = document.getElementById("picture");
const beside = document.getElementById("beside");
const hint = document.getElementById("hint");

let chosen = "";

// The picture

async function draw() {
  const focused = document.activeElement?.dataset?.of;
  const inside = picture.contains(document.activeElement);
  const found = await attempt(() => part("network/picture"));
  if (!found) return;
  picture.innerHTML = found;
  mark();
  if (inside && focused) picture.querySelector(`[data-of="${CSS.escape(focused)}"]`)?.focus();
}

function mark() {
  for (const thing of picture.querySelectorAll("[data-of], [data-arc]")) {
    thing.classList.toggle("chosen", (thing.dataset.of ?? thing.dataset.arc) === chosen);
  }
}

picture.addEventListener("click", (event) => {
  const thing = event.target.closest("[data-of], [data-arc]");
  if (thing) attempt(() => pick(thing.dataset.of ?? thing.dataset.arc));
});

picture.addEventListener("keydown", (event) => {
  const thing = event.target.closest("[data-of]");
  if (!thing || !["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Enter" || event.key === " ") { attempt(() => pick(thing.dataset.of)); return; }
  const all = [...picture.querySelectorAll("[data-of]")];
  all[all.indexOf(thing) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
});

/** Into the form that is open, if it has room for such a thing; else its own form opens. */
async function pick(of) {
  const form = document.getElementById("entry-form");
  if (form && form.dataset.of !== of && put(form, of)) return;
  await open(of);
}

function put(form, of) {
  const [collection, ident] = [of.slice(0, of.indexOf(".")), of.slice(of.indexOf(".") + 1)];
  const fresh = !form.dataset.of.includes(".");
  const wanted = [...form.querySelectorAll(`:scope > .field [data-refers="${collection}"]`)];
  const empty = wanted.find((one) => one.dataset.kind === "one" && one.value === "");
  if (empty) {
    empty.value = ident;
    next(form);
    return true;
  }
  const list = fresh ? wanted.find((one) => one.dataset.kind === "many") : undefined;
  const box = list?.querySelector(`input[value="${CSS.escape(ident)}"]`);
  if (!box) return false;
  box.checked = !box.checked;
  return true;
}

/** Says what is to be chosen next; when all is, the first number waits to be typed. */
function next(form) {
  const empty = form.querySelector(":scope > .field select[data-refers]:not([data-refers='']):not([data-refers=bodies])");
  const open = [...form.querySelectorAll(":scope > .field select[data-kind=one]")].find((one) => one.value === "" && ["talks", "actors"].includes(one.dataset.refers));
  if (!empty || !open) {
    hint.textContent = "Now fill in the rest.";
    [...form.querySelectorAll(":scope > .field input[data-field]")].find((one) => one.value === "" && one.dataset.field !== "name")?.focus();
    return;
  }
  const words = form.querySelector(`label[for="${open.id}"]`).textContent;
  hint.textContent = `Choose in the picture or the form: ${words.toLowerCase()}.`;
}

// The form

for (const button of document.querySelectorAll("[data-new]")) {
  button.addEventListener("click", () => attempt(() => open(button.dataset.new)));
}

async function open(of) {
  chosen = of.includes(".") ? of : "";
  mark();
  beside.innerHTML = await part(`${base}/network/form?of=${encodeURIComponent(of)}`);
  const form = beside.querySelector("form");
  form.addEventListener("submit", (event) => { event.preventDefault(); attempt(() => keep(form)); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    if (button.dataset.do === "drop") button.closest("li").remove();
    else if (button.dataset.do === "remove") attempt(() => remove(of));
    else if (button.dataset.do === "close") close();
  });
  form.querySelector("[data-do=add-issue]")?.addEventListener("change", (event) => addIssue(form, event.target));
  if (of.includes(".")) hint.textContent = "Choose anything in the picture to change it."; else next(form);
  (form.querySelector("input, select") ?? form).focus();
}

function close() {
  const back = chosen;
  chosen = "";
  mark();
  beside.replaceChildren();
  hint.textContent = "Choose anything in the picture to change it.";
  picture.querySelector(`[data-of="${CSS.escape(back)}"]`)?.focus();
}

function addIssue(form, select) {
  const option = select.selectedOptions[0];
  if (!option.value) return;
  const row = document.createElement("li");
  row.dataset.issue = option.value;
  const label = document.createElement("label");
  const name = document.createElement("span");
  const input = document.createElement("input");
  const out = document.createElement("button");
  name.textContent = option.textContent;
  out.type = "button"; out.className = "quiet"; out.dataset.do = "drop"; out.textContent = "×";
  out.setAttribute("aria-label", `Leave ${option.textContent} out`);
  label.append(name, " ", input);
  row.append(label, out);
  form.querySelector(".rows").append(row);
  select.value = "";
  input.focus();
}

function value(form) {
  const told = {};
  for (const field of form.querySelectorAll("[data-field]")) {
    told[field.dataset.field] = field.dataset.kind === "many" ? [...field.querySelectorAll("input:checked")].map((box) => box.value) : field.value;
  }
  if (form.querySelector("[data-rows]")) {
    told.rows = Object.fromEntries([...form.querySelectorAll("[data-issue]")].map((row) => [row.dataset.issue, row.querySelector("input").value]));
  }
  return told;
}

async function keep(form) {
  const found = await ask("network/keep", { of: form.dataset.of, fields: value(form) });
  const places = new Map([...form.querySelectorAll("[data-mistake]")].map((one) => [one.dataset.mistake, one]));
  for (const one of places.values()) one.textContent = "";
  const wrong = Object.entries(found.mistakes);
  for (const [place, text] of wrong) {
    const rows = /^(without_agreement|covered_by)/.test(place) ? "rows" : place;
    const shown = places.get(rows) ?? places.get("");
    shown.textContent = shown.textContent ? `${shown.textContent} ${text}` : text;
    shown.closest("details")?.setAttribute("open", "");
  }
  if (wrong.length) { form.querySelector(".remedy:not(:empty)")?.scrollIntoView({ block: "nearest" }); return; }
  take(found.state);
  await open(found.of);
  document.getElementById("entry-told").textContent = "Kept.";
}

async function remove(of) {
  const found = await ask("network/remove", { of });
  const refused = Object.values(found.refused)[0];
  if (refused) { document.querySelector("#entry-form > [data-mistake='']").textContent = refused.found; return; }
  take(found.state);
  close();
  hint.textContent = found.also.length ? `Taken away, and with it: ${found.also.join("; ")}.` : "Taken away; Undo brings it back.";
}

hear("state", ({ changed }) => { if (changed) draw(); });

draw();
