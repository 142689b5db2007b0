// The claims: verdicts as they come, and the form in which a claim is made.

import { ask, base, hear, part, take } from "./api.js";
import { attempt } from "./case.js";

const EVERY = 500; // milliseconds between two looks at the verdicts
const PAUSE = 250; // milliseconds without a keystroke before a form is read
const CHIPS = { holds: "good", fails: "bad", depends: "open" };

const list = document.getElementById("claims-list");
const dialog = document.getElementById("claim-dialog");
const status = document.getElementById("claims-status");
const bar = document.getElementById("claims-progress");
const said = document.getElementById("answer-said");

let timer;
let verdicts = [];

// Verdicts

async function test() {
  const told = await attempt(() => ask("claims/test", {}));
  if (told) show(told);
}

async function look() {
  const told = await attempt(() => ask("claims/progress"));
  if (told) show(told);
}

function show(told) {
  verdicts = told.claims;
  paint();
  bar.hidden = told.finished;
  if (told.finished) {
    status.textContent = told.failed || told.method || "";
    said.textContent = told.answer ?? "";
    return;
  }
  if (told.whole) { bar.max = told.whole; bar.value = told.claims.length; } else bar.removeAttribute("value");
  status.textContent = told.whole ? `Testing: ${told.claims.length} of ${told.whole}` : "Testing";
  clearTimeout(timer);
  timer = setTimeout(look, EVERY);
}

function paint() {
  const known = new Map(verdicts.map((one) => [one.id, one]));
  for (const article of list.querySelectorAll(".claim")) {
    const one = known.get(article.dataset.claim);
    const chip = piece(article, "verdict");
    chip.className = `chip ${one ? CHIPS[one.verdict] ?? "" : "waiting"}`;
    chip.textContent = one ? one.verdict : "being tested";
    piece(article, "share").textContent = one?.share ? `true in ${one.share}`.replace("true in p =", "p =") : "";
    piece(article, "why").textContent = one ? [one.why, one.owed].filter(Boolean).join(" ") : "";
    piece(article, "more").replaceChildren(...(one?.more ?? []).map((text) => made("li", text)));
  }
}

function piece(article, name) {
  return article.querySelector(`[data-part="${name}"]`);
}

function made(tag, text) {
  const one = document.createElement(tag);
  one.textContent = text;
  return one;
}

async function refresh() {
  const open = new Set([...list.querySelectorAll("details[open]")].map((one) => one.closest(".claim").dataset.claim));
  const found = await attempt(() => part("claims/listed"));
  if (found === undefined || found === null) return;
  list.innerHTML = found;
  for (const article of list.querySelectorAll(".claim")) article.querySelector("details").open = open.has(article.dataset.claim);
  paint();
  await test();
}

hear("state", ({ changed }) => { if (changed) refresh(); });

// What is done with a claim

document.getElementById("new-claim").addEventListener("click", () => attempt(() => open("")));

list.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  const ident = button.closest(".claim").dataset.claim;
  if (button.dataset.do === "edit") attempt(() => open(ident));
  else attempt(() => answers({ without: ident, remove: ident }));
});

list.addEventListener("change", (event) => {
  const article = event.target.closest(".claim");
  if (event.target.dataset.part === "answers") {
    article.querySelector(".answer-texts").hidden = !event.target.checked;
    attempt(() => answers({}));
  } else if (event.target.dataset.answer) attempt(() => answers({}));
});

async function answers({ without, remove }) {
  const ticked = [...list.querySelectorAll(".claim")].filter((one) => piece(one, "answers").checked && one.dataset.claim !== without);
  const told = ticked.map((one) => Object.fromEntries([
    ["claim", one.dataset.claim],
    ...[...one.querySelectorAll("[data-answer]")].map((input) => [input.dataset.answer, input.value]),
  ]));
  take((await ask("claims/answers", { answers: told, remove })).state);
}

// The form

async function open(ident) {
  dialog.innerHTML = await part(`${base}/claims/form?of=${encodeURIComponent(ident)}`);
  const form = dialog.querySelector("form");
  if (!ident) add(form, "with");
  dialog.showModal();
  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target.dataset.field === "form") turn(form);
    if (event.target.dataset.name === "do") turnRow(event.target.closest(".change"));
    clearTimeout(waiting);
    waiting = setTimeout(() => attempt(() => read(form)), PAUSE);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    if (button.dataset.do === "cancel") { dialog.close(); return; }
    if (button.dataset.do === "add") add(form, button.dataset.to).querySelector("[data-name=what]").focus();
    if (button.dataset.do === "drop") drop(form, button.closest(".change"));
    attempt(() => read(form));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => keep(form));
  });
  count(form);
  await read(form);
}

function turn(form) {
  const chosen = form.querySelector("[data-field=form]").value;
  for (const block of form.querySelectorAll("[data-form]")) block.hidden = block.dataset.form !== chosen;
}

function turnRow(row) {
  const removes = row.querySelector("[data-name=do]").value === "remove";
  const what = row.querySelector("[data-name=what]");
  what.setAttribute("list", removes ? "parts" : "numbers");
  what.placeholder = removes ? "a talk, link, threat, ..." : "a number, by its name";
  what.value = "";
  row.querySelector(".to").hidden = removes;
}

function add(form, side) {
  const blank = form.querySelector("template").content.querySelector(`[data-place^="${side}."]`).cloneNode(true);
  form.querySelector(`[data-side="${side}"]`).append(blank);
  count(form);
  return blank;
}

function drop(form, row) {
  const beside = row.closest("ul").nextElementSibling.querySelector("button");
  row.remove();
  beside.focus();
  count(form);
}

/** Rows are called by their place, so that a mistake finds its row. */
function count(form) {
  for (const side of form.querySelectorAll("[data-side]")) {
    [...side.children].forEach((row, place) => {
      row.dataset.place = `${side.dataset.side}.${place}`;
      row.querySelector("[data-mistake]").dataset.mistake = row.dataset.place;
    });
    form.querySelector(`[data-empty="${side.dataset.side}"]`).hidden = side.children.length > 0;
  }
}

function value(form) {
  const chosen = form.querySelector("[data-field=form]").value;
  const block = form.querySelector(`[data-form="${chosen}"]`);
  const told = { form: chosen, ident: form.dataset.ident };
  for (const field of [...form.querySelectorAll(":scope > p [data-field]"), ...block.querySelectorAll("[data-field]")]) {
    told[field.dataset.field] = field.value;
  }
  told.source = told.source ? [told.source] : [];
  for (const side of block.querySelectorAll("[data-side]")) told[side.dataset.side] = [...side.children].map(changeOf);
  for (const ticks of block.querySelectorAll("[data-list]")) told[ticks.dataset.list] = ticked(ticks);
  if (chosen === "equilibrium") {
    told.moves = Object.fromEntries([...block.querySelectorAll("[data-actor]")].map((one) => [one.dataset.actor, ticked(one)]));
    told.is_equilibrium = block.querySelector("[name=stands]:checked").value === "yes";
  }
  return told;
}

function changeOf(row) {
  const kept = row.querySelector("[data-name=change]");
  if (kept) return { do: "keep", change: JSON.parse(kept.value) };
  return Object.fromEntries(["do", "what", "to"].map((name) => [name, row.querySelector(`[data-name="${name}"]`).value]));
}

function ticked(block) {
  return [...block.querySelectorAll("input:checked")].map((box) => box.value);
}

async function read(form) {
  told(form, await ask("claims/read", value(form)));
}

function told(form, found) {
  const sentence = form.querySelector("#claim-sentence");
  sentence.textContent = found.sentence || "The claim stands here as a sentence as soon as it says enough.";
  form.querySelector("button[value=keep]").disabled = !found.sentence;
  const places = new Map([...form.querySelectorAll("[data-mistake]")].map((one) => [one.dataset.mistake, one]));
  for (const one of places.values()) one.textContent = "";
  for (const [place, text] of Object.entries(found.mistakes)) {
    const shown = places.get(place) ?? places.get("");
    if (text) shown.textContent = shown.textContent ? `${shown.textContent} ${text}` : text;
  }
}

async function keep(form) {
  const found = await ask("claims/keep", value(form));
  if (!found.kept) { told(form, found); return; }
  dialog.close();
  take(found.state);
  document.querySelector(`[data-claim="${CSS.escape(found.ident)}"]`)?.scrollIntoView({ block: "nearest" });
}

test();
