// The answer wherever it is shown: at once after every edit, then with the chances of deals, then the forecast.

import { ask, hear, part, version, windowName } from "./api.js";

const BREATH = 350; // milliseconds without an edit before the chances of deals are worked out
const PAUSE = 900; // and so many more before a forecast is begun
const POLL = 400; // milliseconds between two looks at how far it is
const place = document.getElementById("answer");
const now = document.createElement("div");
const later = document.createElement("div");
const said = document.createElement("p");

let turn = 0; // which question is the last one that was asked
let draws = null; // how many draws were asked for, null for as many as the page takes

function query(more = {}) {
  const against = sessionStorage.getItem("tertius-against") ?? "step";
  return new URLSearchParams({ form: place.dataset.form ?? "small", against, window: windowName, ...more });
}

/** Puts a part in its place; what had the focus has it again, and what was opened is open. */
function paint(html, into) {
  const held = into.contains(document.activeElement) ? document.activeElement : null;
  const opened = [...into.querySelectorAll("details[open]")].map((one) => one.id);
  into.innerHTML = html;
  for (const id of opened) into.querySelector(`#${id}`)?.setAttribute("open", "");
  if (!held) return;
  const named = held.id ? `#${held.id}` : held.dataset.why ? `[data-why="${held.dataset.why}"]` : null;
  (named && into.querySelector(named))?.focus({ preventScroll: true });
}

function trouble(error, into) {
  const told = document.createElement("p");
  told.className = "note warn";
  told.textContent = error.message;
  into.replaceChildren(told);
}

const rest = (time) => new Promise((done) => setTimeout(done, time));

async function show() {
  const mine = ++turn;
  now.setAttribute("aria-busy", "true");
  later.setAttribute("aria-busy", "true");
  try {
    let found = await part(`answer/now?${query()}`);
    while (found !== null && mine === turn) {
      paint(found, now);
      now.removeAttribute("aria-busy");
      if (!now.querySelector("[data-unfinished]")) break;
      await rest(BREATH);
      found = mine === turn ? await part(`answer/now?${query({ whole: "1" })}`) : null;
    }
  } catch (error) {
    if (mine === turn) trouble(error, now);
    now.removeAttribute("aria-busy");
    return;
  }
  await rest(PAUSE);
  if (mine !== turn) return;
  announce();
  await followed(mine);
}

async function followed(mine, again = false) {
  try {
    await follow(mine, again);
  } catch (error) {
    if (mine === turn) trouble(error, later);
    later.removeAttribute("aria-busy");
  }
}

/** For those who hear the page: the answer in a sentence, once it has come to rest, and only if it is another one. */
function announce() {
  const words = now.querySelector("[data-said]")?.dataset.said ?? "";
  if (words !== said.textContent) said.textContent = words;
}

async function follow(mine, again = false) {
  if (!now.querySelector("[data-said]") || now.querySelector(".missing")) {
    later.removeAttribute("aria-busy");
    later.replaceChildren();
    return;
  }
  while (mine === turn) {
    if (document.hidden) {
      await rest(POLL);
      continue;
    }
    const more = { ...(draws ? { draws } : {}), ...(again ? { again: "1" } : {}) };
    const found = await part(`answer/forecast?${query(more)}`);
    again = false;
    if (mine !== turn || found === null) return;
    paint(found, later);
    later.removeAttribute("aria-busy");
    if (!later.querySelector("[data-running]")) return;
    await rest(POLL);
  }
}

function refollow(more) {
  draws = more ?? draws;
  followed(++turn, true);
}

if (place) {
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  place.setAttribute("aria-live", "off"); // the whole of it would be read at every edit
  place.classList.add("answer");
  place.replaceChildren(now, later);
  place.after(said);
  place.addEventListener("change", (event) => {
    if (event.target.id !== "against") return;
    sessionStorage.setItem("tertius-against", event.target.value);
    show();
  });
  place.addEventListener("click", (event) => {
    if (event.target.id === "forecast-stop") ask("answer/stop", {}).catch((error) => trouble(error, later));
    if (event.target.id === "forecast-more" || event.target.id === "forecast-again") refollow(event.target.dataset.draws);
  });
  let shown = version;
  hear("state", ({ state }) => {
    if (state.version !== shown) {
      shown = state.version;
      draws = null;
      show();
    }
  });
  show();
}
