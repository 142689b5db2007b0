// The evidence of every number: a list by what hangs on it, and a form for the one that is chosen.

import { ask, hear, part, take, tell, version } from "./api.js";

const POLL = 700; // milliseconds
const rows = document.getElementById("rows");
const form = document.getElementById("form");
const filter = document.getElementById("filter");
const find = document.getElementById("find");
const influence = document.getElementById("influence");
const bar = document.getElementById("influence-bar");
const finer = document.getElementById("finer");

let every = false;
let chosen = null; // the path of the number in the form
let shown = version;
let polling = 0;

function trouble(error) {
  influence.textContent = error.message;
}

async function list() {
  const held = document.activeElement?.closest?.("tr")?.dataset.path;
  const kind = document.activeElement?.type;
  const found = await part(`evidence/rows${every ? "?every=1" : ""}`);
  if (found === null) return;
  rows.innerHTML = found;
  rows.removeAttribute("aria-busy");
  sift();
  if (held) rows.querySelector(`tr[data-path="${CSS.escape(held)}"] ${kind === "checkbox" ? "input" : "button"}`)?.focus();
}

function sift() {
  const words = find.value.trim().toLowerCase();
  for (const row of rows.querySelectorAll("tbody tr")) {
    const kind = filter.value;
    const wanted = kind === "all" || (kind === "open" ? !("done" in row.dataset) : kind in row.dataset);
    row.hidden = !wanted || !row.textContent.toLowerCase().includes(words);
    row.toggleAttribute("aria-current", row.dataset.path === chosen);
  }
}

async function choose(path, focus) {
  const held = form.contains(document.activeElement) ? document.activeElement.id : "";
  const found = await part(`evidence/form?of=${encodeURIComponent(path)}`);
  if (found === null) return;
  chosen = path;
  form.innerHTML = found;
  sift();
  if (focus) form.querySelector("select")?.focus();
  else if (held) document.getElementById(held)?.focus();
}

async function say(field, to) {
  const remedy = form.querySelector(".remedy");
  try {
    tell("saving", true);
    const outcome = await ask("evidence/say", { path: chosen, field, to });
    const refused = Object.values(outcome.refused)[0];
    shown = outcome.state.version;
    take(outcome.state);
    if (refused) {
      remedy.hidden = false;
      remedy.textContent = [refused.found, refused.legal, refused.suggestion].filter(Boolean).join("; ");
      return;
    }
    await choose(chosen);
    await list();
  } catch (error) {
    remedy.hidden = false;
    remedy.textContent = error.message;
  }
}

const chosenSources = () => [...form.querySelectorAll("[data-drop]")].map((one) => one.dataset.drop);

async function follow(more = false) {
  const mine = ++polling;
  try {
    for (;;) {
      const found = await ask(`evidence/progress${more ? "?finer=1" : ""}`);
      if (mine !== polling) return;
      bar.hidden = !found.running;
      bar.max = found.whole || 1;
      bar.value = found.done;
      influence.textContent = found.running ? "Working out how much hangs on each number" : found.failed || `Influence over ${found.base} base draws`;
      finer.hidden = found.running || found.failed !== "" || more;
      if (!found.running) return list();
      await new Promise((done) => setTimeout(done, POLL));
    }
  } catch (error) {
    if (mine === polling) trouble(error);
  }
}

rows.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-path]");
  if (event.target.id === "every") {
    every = true;
    list().catch(trouble);
  } else if (row && event.target.closest("button")) choose(row.dataset.path, true).catch(trouble);
});
rows.addEventListener("change", (event) => {
  const row = event.target.closest("tr[data-path]");
  if (!row || event.target.type !== "checkbox") return;
  row.toggleAttribute("data-done", event.target.checked);
  ask("evidence/tick", { path: row.dataset.path, done: event.target.checked }).catch(trouble);
});
form.addEventListener("change", (event) => {
  const { field } = event.target.dataset;
  if (field) say(field, event.target.value);
  else if (event.target.id === "add-source" && event.target.value) say("source", [...chosenSources(), event.target.value]);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", (event) => {
  const { drop } = event.target.dataset;
  if (drop) say("source", chosenSources().filter((one) => one !== drop));
  if (event.target.id !== "make-source") return;
  const made = {};
  for (const name of ["title", "date", "url", "reliability"]) made[name] = document.getElementById(`source-${name}`).value;
  say("new source", made);
});
filter.addEventListener("change", sift);
find.addEventListener("input", sift);
finer.addEventListener("click", () => follow(true));
hear("state", ({ state }) => {
  if (state.version === shown) return;
  shown = state.version;
  list().catch(trouble);
  if (chosen && !form.contains(document.activeElement)) choose(chosen).catch(trouble);
  follow();
});

const asked = new URLSearchParams(location.search).get("of");
if (asked) choose(asked, true).catch(trouble);
list().catch(trouble);
follow();
