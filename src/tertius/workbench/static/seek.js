// What would it take: the goal stands in the address; the search runs in the worker, and is heard of and stopped.

import { ask, part } from "./api.js";

const EVERY = 400; // milliseconds between two looks at how far it is

const byId = (id) => document.getElementById(id);
const [of, level, along, bound, verdict, agreement] = ["of", "level", "along", "bound", "verdict", "agreement"].map(byId);
let running = 0;

const chosen = () => of.selectedOptions[0];

function goal() {
  const { kind } = chosen().dataset;
  const to = { agreement: agreement.value, claim: verdict.value, level: `${bound.value} ${level.value}` }[kind];
  return new URLSearchParams({ of: of.value, to, pairs: byId("pairs").checked ? "yes" : "no", moves: byId("moves").checked ? "yes" : "no" });
}

function choose() {
  const { kind, low, high } = chosen().dataset;
  for (const part of byId("goal").querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== kind;
  if (kind !== "level") return;
  const width = Number(high) - Number(low);
  for (const [name, value] of Object.entries({ min: low, max: high })) {
    level.setAttribute(name, value);
    along.setAttribute(name, value);
  }
  along.step = width >= 20 ? 1 : width / 100;
  aim(Number(low) + width / 2);
}

/** What a level means: the anchors around it. */
function meaning(value) {
  const { anchors, unit } = chosen().dataset;
  const known = JSON.parse(anchors);
  const near = known.filter(([at]) => at <= value).at(-1);
  const next = known.find(([at]) => at > value);
  const words = [near, next].filter(Boolean).map(([at, said]) => `${at}: ${said}`);
  return words.length ? words.join(" · ") : unit;
}

function aim(value) {
  const tidy = Number(Number(value).toPrecision(8));
  along.value = tidy;
  if (document.activeElement !== level) level.value = tidy;
  along.setAttribute("aria-valuetext", `${tidy}, ${meaning(tidy)}`);
  byId("means").textContent = meaning(tidy);
}

of.addEventListener("change", choose);
along.addEventListener("input", () => aim(along.value));
level.addEventListener("input", () => { if (level.value !== "") aim(level.value); });

function search(on) {
  const held = [byId("go"), byId("stop")].includes(document.activeElement);
  byId("go").disabled = on;
  byId("stop").hidden = !on;
  if (held) byId(on ? "stop" : "go").focus(); // whoever works with the keyboard goes on from here
  byId("progress").hidden = !on;
  byId("progress").removeAttribute("value");
}

function say(text, bad = false) {
  byId("seek-said").textContent = text;
  byId("seek-said").className = bad ? "remedy" : "soft";
}

byId("goal").addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});

byId("stop").addEventListener("click", () => ask("seek/stop", {}).catch((error) => say(error.message, true)));

async function go() {
  const number = running += 1;
  const asked = goal();
  history.replaceState(null, "", `?${asked}`);
  search(true);
  say("Trying every number of the case …");
  look(number);
  try {
    const found = await part(`seek/find?${asked}`);
    if (number !== running) return;
    if (found === null) say("Stopped.");
    else {
      byId("found").innerHTML = found;
      say("");
    }
  } catch (error) {
    if (number === running) say(error.message, true);
  }
  running += 1;
  search(false);
}

async function look(number) {
  if (number !== running) return;
  try {
    const { done, whole } = await ask("seek/progress");
    if (number === running && whole) {
      byId("progress").max = whole;
      byId("progress").value = done;
      say(`${done.toLocaleString("en")} of about ${whole.toLocaleString("en")} settlements`);
    }
  } catch { /* the search itself says it */ }
  setTimeout(() => look(number), EVERY);
}

function begin() {
  const asked = new URLSearchParams(location.search);
  const known = [...of.options].find((one) => one.value === asked.get("of"));
  if (known) of.value = known.value;
  choose();
  const to = asked.get("to") ?? "";
  const number = Number(to.replace(/^at (least|most) /, ""));
  if (to.startsWith("at ")) bound.value = to.startsWith("at most") ? "at most" : "at least";
  if (chosen().dataset.kind === "level" && to && Number.isFinite(number)) aim(number);
  for (const select of [agreement, verdict]) if ([...select.options].some((one) => one.value === to)) select.value = to;
}

begin();
