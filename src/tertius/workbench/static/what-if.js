// What if: what is tried stands in the address, so that it survives a reload and can be sent; the server works it out.

import { ask, hear, part, take, tell } from "./api.js";
import { attempt } from "./case.js";

const MORE = 3; // sliders added when it is known on which numbers the doubt hangs
const REST = 350; // milliseconds without a change, until draws are asked for

const byId = (id) => document.getElementById(id);
const sliders = byId("sliders");
const result = byId("result");
const reset = byId("reset");
const nothing = result.innerHTML;

const tried = { numbers: new Map(), without: new Set(), moves: new Set() };
let shares = new Map();
let wanted = new URLSearchParams(location.search).get("slider") ?? ""; // the slider that somebody came for
let waiting = 0;
let asked = 0;

// What is tried, in the address and back

function query() {
  const pairs = new URLSearchParams();
  for (const move of tried.moves) pairs.append("move", move);
  for (const path of tried.without) pairs.append("without", path);
  for (const [path, value] of tried.numbers) pairs.append("set", `${path}=${value}`);
  return pairs.toString();
}

function read() {
  const pairs = new URLSearchParams(location.search);
  tried.moves = new Set(pairs.getAll("move"));
  tried.without = new Set(pairs.getAll("without"));
  tried.numbers = new Map(pairs.getAll("set").map((said) => {
    const at = said.lastIndexOf("=");
    return [said.slice(0, at), Number(said.slice(at + 1))];
  }).filter(([path, value]) => path && Number.isFinite(value)));
}

const empty = () => !(tried.numbers.size || tried.without.size || tried.moves.size);
const tidy = (value) => Number(value.toPrecision(10));

// One slider

function shown(slider) {
  const { path, now, factor, unit } = slider.dataset;
  const value = tried.numbers.has(path) ? tidy(tried.numbers.get(path) * Number(factor)) : Number(now);
  const [range, number] = slider.querySelectorAll("input");
  range.value = value;
  range.setAttribute("aria-valuetext", `${value} ${unit}`);
  if (document.activeElement !== number) number.value = value;
  slider.classList.toggle("tried", tried.numbers.has(path));
  slider.querySelector(".back").hidden = !tried.numbers.has(path);
}

function moved(slider, text) {
  const { path, now, factor } = slider.dataset;
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) return;
  if (value === Number(now)) tried.numbers.delete(path);
  else tried.numbers.set(path, tidy(value / Number(factor)));
  shown(slider);
  changed();
}

sliders.addEventListener("input", (event) => moved(event.target.closest(".slider"), event.target.value));

sliders.addEventListener("click", (event) => {
  const back = event.target.closest(".back");
  if (!back) return;
  const slider = back.closest(".slider");
  tried.numbers.delete(slider.dataset.path);
  shown(slider);
  slider.querySelector("input").focus();
  changed();
});

const all = () => [...sliders.querySelectorAll(".slider")];

async function addSliders(paths, replace, place = "afterbegin") {
  const said = new URLSearchParams([...paths.map((path) => ["path", path]), ...(wanted ? [["also", wanted]] : [])]);
  const found = await attempt(() => part(`what-if/sliders?${said}`));
  if (found === null || found === undefined) return;
  if (replace) sliders.innerHTML = found;
  else sliders.insertAdjacentHTML(place, found);
  sliders.removeAttribute("aria-busy");
  for (const slider of all()) {
    shown(slider);
    tellShare(slider);
  }
  point();
  for (const slider of all()) if (!slider.dataset.ticked) await addTicks(slider);
}

async function addTicks(slider) {
  slider.dataset.ticked = "yes";
  const said = new URLSearchParams({ path: slider.dataset.path });
  let ticks;
  try {
    ticks = await ask(`what-if/ticks?${said}`);
  } catch {
    return; // a slider without ticks works
  }
  if (!Array.isArray(ticks)) return;
  const marks = slider.querySelector(".ticks");
  marks.replaceChildren(...ticks.map(({ share }) => {
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ class: "tick", x: 1000 * share - 3, y: 0, width: 6, height: 14 })) mark.setAttribute(name, value);
    return mark;
  }));
  slider.querySelector(".tips").replaceChildren(...ticks.map(({ words }) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  }));
}

function tellShare(slider) {
  const share = shares.get(slider.dataset.path);
  slider.querySelector(".share").textContent = share ? ` ${share}` : "";
}

async function rank() {
  let found;
  try {
    found = await ask("what-if/shares");
  } catch {
    return; // the quick rank stays
  }
  if (!Array.isArray(found)) return;
  shares = new Map(found.map(({ path, words }) => [path, words]));
  all().forEach(tellShare);
  const there = new Set(all().map((slider) => slider.dataset.path));
  const more = found.map(({ path }) => path).filter((path) => !there.has(path)).slice(0, MORE);
  if (more.length) await addSliders(more, false, "beforeend");
}

// Another number, by its words

const options = new Map([...byId("numbers").options].map((one) => [one.value.toLowerCase(), one.dataset.path]));

function add(path) {
  const there = all().find((slider) => slider.dataset.path === path);
  const focus = () => all().find((slider) => slider.dataset.path === path)?.querySelector("input").focus();
  if (there) focus();
  else addSliders([path], false).then(focus);
  byId("number").value = "";
}

byId("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = byId("number").value.trim().toLowerCase();
  if (!words) return;
  const near = [...options].filter(([label]) => words.split(/\s+/).every((word) => label.includes(word)));
  const path = options.get(words) ?? (near.length === 1 ? near[0][1] : undefined);
  byId("find-said").textContent = path ? "" : near.length
    ? `${near.length} numbers are called so: choose one of the list, or add a word.`
    : "No number is called so: take its words from the list.";
  if (path) add(path);
});

byId("number").addEventListener("input", (event) => {
  const path = options.get(event.target.value.trim().toLowerCase());
  if (path && event.inputType !== "insertText") add(path); // chosen from the list
});

// Parts taken away, moves made

for (const box of document.querySelectorAll("[data-without], [data-move]")) {
  box.addEventListener("change", () => {
    const [set, value] = box.dataset.move ? [tried.moves, box.dataset.move] : [tried.without, box.dataset.without];
    if (box.checked) set.add(value);
    else set.delete(value);
    changed();
  });
}

function boxes() {
  for (const box of document.querySelectorAll("[data-without], [data-move]")) {
    box.checked = box.dataset.move ? tried.moves.has(box.dataset.move) : tried.without.has(box.dataset.without);
    if (box.checked) box.closest("details").open = true;
  }
}

reset.addEventListener("click", () => {
  for (const set of Object.values(tried)) set.clear();
  all().forEach(shown);
  boxes();
  changed();
});

// Before and after

function changed() {
  const said = query();
  history.replaceState(null, "", said ? `?${said}` : location.pathname);
  for (const button of [reset, byId("put"), byId("keep").querySelector("[type=submit]")]) button.disabled = empty();
  byId("kept-said").textContent = "";
  show();
}

let busy = false;
let again = false;

/** The answer to the newest state only: while one is worked out, at most one more waits. */
async function show() {
  clearTimeout(waiting);
  byId("drawing").hidden = true;
  asked += 1;
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  do {
    again = false;
    await showOnce(query());
  } while (again);
  busy = false;
}

async function showOnce(said) {
  if (!said) {
    result.innerHTML = nothing;
    return;
  }
  const number = asked;
  const found = await fill(result, `what-if/now?${said}`);
  if (found && number === asked) waiting = setTimeout(() => overDraws(said, number), REST);
}

async function overDraws(said, number) {
  byId("drawing").hidden = false;
  let found = null;
  try {
    found = await part(`what-if/draws?${said}`);
  } catch (error) {
    found = number === asked ? undefined : null;
    if (number === asked) sayIn(result, error.message);
  }
  if (number !== asked) return;
  byId("drawing").hidden = true;
  if (found) result.innerHTML = found;
}

async function fill(place, path) {
  place.setAttribute("aria-busy", "true");
  try {
    const found = await part(path);
    if (found !== null) place.innerHTML = found;
    return found !== null;
  } catch (error) {
    sayIn(place, error.message);
    return false;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function sayIn(place, text) {
  const said = document.createElement("div");
  said.className = "note warn";
  said.setAttribute("role", "status");
  for (const line of text.split("\n")) said.appendChild(document.createElement("p")).textContent = line;
  place.replaceChildren(said);
}

// Kept, or put into the case

byId("keep").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = byId("kept-said");
  try {
    const { file } = await ask("what-if/keep", { trial: query(), name: byId("name").value });
    said.className = "";
    said.textContent = `Kept as ${file}.`;
    byId("name").value = "";
    await fill(byId("variants"), "what-if/variants");
  } catch (error) {
    said.className = "remedy";
    said.textContent = error.message;
  }
});

byId("put").addEventListener("click", async () => {
  const said = byId("kept-said");
  try {
    const outcome = await ask("what-if/put", { trial: query() });
    const refused = Object.values(outcome.refused).map(({ found }) => found);
    said.className = refused.length ? "remedy" : "";
    said.textContent = refused.join(" ") || "It is in the case now; Undo takes it back.";
    const kept = said.textContent;
    if (!refused.length) {
      for (const set of Object.values(tried)) set.clear();
      boxes();
      changed();
      said.textContent = kept;
    }
    take(outcome.state);
    tell("edited", outcome);
  } catch (error) {
    said.className = "remedy";
    said.textContent = error.message;
  }
});

byId("variants").addEventListener("click", (event) => {
  const button = event.target.closest("[data-compare]");
  if (button) fill(byId("compared"), `what-if/compare?${new URLSearchParams({ with: button.dataset.compare })}`);
});

// The case itself changes: here, in another window, or on disk

hear("state", ({ changed: other }) => {
  if (!other) return;
  addSliders(all().map((slider) => slider.dataset.path), true);
  show();
});

async function begin() {
  read();
  boxes();
  for (const button of [reset, byId("put"), byId("keep").querySelector("[type=submit]")]) button.disabled = empty();
  if (!empty()) show();
  await addSliders([], true);
  const missing = [...tried.numbers.keys()].filter((path) => !all().some((slider) => slider.dataset.path === path));
  if (missing.length) await addSliders(missing, false);
  rank();
}

/** The slider that the address names has the focus, once it is there. */
function point() {
  const named = all().find((slider) => slider.dataset.path === wanted);
  if (!named) return;
  wanted = "";
  named.querySelector("input").focus();
}

begin();
