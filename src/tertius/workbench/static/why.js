// Why: whatever leads to its reasons opens them in place, beside what was clicked; on the screen of that name, on it.

import { ask, base, hear, part, version, windowName } from "./api.js";

const POLL = 250; // milliseconds between two looks at how far a chain is
const screen = document.getElementById("why");
const lastOf = `tertius-why ${base}`;

let place = screen; // where the chain is shown
let dialog = null;
let trail = []; // the questions that were asked in the panel, one from the other
let turn = 0;
let running = false;
let opener = "";

/** A question as it stands in the address of the screen: of, and beside it what is tried and which settlement. */
const questionOf = (link) => new URL(link.href, location.href).searchParams;

// What is shown

async function show(asked) {
  const mine = ++turn;
  running = true;
  place.setAttribute("aria-busy", "true");
  if (place.querySelector(".reasons")?.dataset.of !== asked.get("of")) place.replaceChildren();
  try {
    for (;;) {
      const found = await part(`why/part?${new URLSearchParams([...asked, ["window", windowName]])}`);
      if (mine !== turn) return;
      if (found !== null) paint(found);
      if (found !== null && !place.querySelector("[data-running]")) break;
      await new Promise((done) => setTimeout(done, POLL));
      if (mine !== turn) return;
    }
  } catch (error) {
    if (mine !== turn) return;
    const told = document.createElement("p");
    told.className = "note warn";
    told.textContent = error.message;
    place.replaceChildren(told);
  }
  running = false;
  place.removeAttribute("aria-busy");
  said.textContent = place.querySelector(".reasons h2")?.textContent.trim() ?? "";
}

/** Puts the chain in its place; what had the focus keeps it, if it is still there. */
function paint(html) {
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.closest("[data-input]")?.dataset.input;
  place.innerHTML = html;
  if (key) place.querySelector(`[data-input="${CSS.escape(key)}"] summary`)?.focus({ preventScroll: true });
}

const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.getElementById("main").after(said);

function stop() {
  turn += 1;
  if (running) ask(`why/stop?${new URLSearchParams({ window: windowName })}`, {}).catch(() => {});
  running = false;
}

// The panel on every other screen

function panel() {
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.id = "why-panel";
  dialog.setAttribute("aria-label", "Why");
  const head = document.createElement("div");
  head.className = "row why-head";
  const back = button("‹ Back", "back");
  const whole = document.createElement("a");
  whole.dataset.do = "whole";
  whole.textContent = "On a page of its own";
  const space = document.createElement("span");
  space.className = "space";
  head.append(back, whole, space, button("Close", "close"));
  const body = document.createElement("div");
  body.className = "why-body";
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", "Chain of reasons");
  dialog.append(head, body, said);
  dialog.addEventListener("click", (event) => {
    const act = event.target.dataset.do;
    if (event.target === dialog || act === "close") dialog.close();
    else if (act === "back") { trail.pop(); ahead(); }
  });
  dialog.addEventListener("close", () => {
    stop();
    trail = [];
    if (document.activeElement === document.body) document.querySelector(`main [data-why="${CSS.escape(opener)}"]`)?.focus();
  });
  document.body.append(dialog);
  return dialog;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.dataset.do = act;
  return made;
}

/** Shows the last question of the trail. */
function ahead() {
  const asked = trail.at(-1);
  dialog.querySelector("[data-do=back]").hidden = trail.length < 2;
  dialog.querySelector("[data-do=whole]").href = `${base}/why?${asked}`;
  place = dialog.querySelector(".why-body");
  show(asked);
}

function beside(link) {
  const shown = panel();
  trail.push(questionOf(link));
  if (!shown.open) {
    opener = link.dataset.why;
    shown.showModal();
  }
  ahead();
  place.scrollTop = 0;
}

// The screen itself

function here(asked) {
  sessionStorage.setItem(lastOf, asked.toString());
  for (const one of document.querySelectorAll(".targets [data-why]")) {
    if (one.dataset.why === asked.get("of")) {
      one.setAttribute("aria-current", "true");
      one.closest("details").open = true;
      one.scrollIntoView({ block: "nearest" });
    } else one.removeAttribute("aria-current");
  }
  show(asked);
}

function begin() {
  const inAddress = new URLSearchParams(location.search);
  const last = new URLSearchParams(sessionStorage.getItem(lastOf) ?? "");
  const first = document.querySelector(".targets [data-why]");
  const asked = [inAddress, last].find((one) => one.get("of")) ?? (first && questionOf(first));
  if (asked) here(asked);
}

function sift(text) {
  const words = text.trim().toLowerCase();
  let any = false;
  for (const group of document.querySelectorAll(".targets details")) {
    let some = false;
    for (const item of group.querySelectorAll("li")) {
      item.hidden = !item.textContent.toLowerCase().includes(words);
      some ||= !item.hidden;
    }
    group.hidden = !some;
    if (words && some) group.open = true;
    any ||= some;
  }
  document.getElementById("target-none").hidden = any;
}

document.addEventListener("click", (event) => {
  const fold = event.target.closest?.("[data-fold]");
  if (fold) for (const one of place.querySelectorAll(".chain details:not(.input)")) one.open = fold.dataset.fold === "open";
  const link = event.target.closest?.("a[data-why]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
  event.preventDefault();
  if (!screen) beside(link);
  else {
    history.pushState(null, "", `?${questionOf(link)}`);
    here(questionOf(link));
    if (!link.closest(".targets")) window.scrollTo({ top: 0 });
  }
});

let shown = version;
hear("state", ({ state }) => {
  if (state.version === shown) return;
  shown = state.version;
  if (dialog?.open) show(trail.at(-1));
  else if (screen) begin();
});

if (screen) {
  window.addEventListener("popstate", begin);
  document.getElementById("target-find").addEventListener("input", (event) => sift(event.target.value));
  begin();
}
