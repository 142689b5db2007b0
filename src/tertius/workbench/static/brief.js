// The brief: what it is to say, how far it is, and the page itself.

import { ask, hear, part } from "./api.js";
import { attempt } from "./case.js";

const EVERY = 400; // milliseconds between two looks at the progress

const form = document.getElementById("brief-form");
const sections = document.getElementById("sections");
const make = document.getElementById("make");
const stop = document.getElementById("stop");
const making = document.getElementById("making");
const doing = document.getElementById("doing");
const bar = document.getElementById("progress");
const status = document.getElementById("brief-status");
const made = document.getElementById("brief-made");

let shown = 0;
let timer;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => show(await ask("brief/make", {
    headline: form.elements.headline.value,
    title: form.elements.title.value,
    draws: Number(form.elements.draws.value),
    sections: [...sections.querySelectorAll("input:checked")].map((box) => box.value),
  })));
});

stop.addEventListener("click", () => attempt(async () => show(await ask("brief/stop", {}))));

sections.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-move]");
  if (!button) return;
  const item = button.closest("li");
  const other = button.dataset.move === "up" ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (button.dataset.move === "up") other.before(item);
  else other.after(item);
  button.focus();
});

made.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-width]");
  if (!button) return;
  for (const one of made.querySelectorAll("button[data-width]")) one.setAttribute("aria-pressed", String(one === button));
  document.getElementById("sheet").className = `sheet ${button.dataset.width}`;
});

hear("state", ({ changed }) => { if (changed) look(); });

async function show(told) {
  const held = [make, stop].includes(document.activeElement);
  make.disabled = told.making;
  stop.hidden = !told.making;
  if (held) (told.making ? stop : make).focus(); // whoever works with the keyboard goes on from here
  making.hidden = !told.making;
  if (told.making) {
    const counted = told.whole > 0;
    doing.textContent = `${told.what || "Beginning"}${counted ? ` (${Math.round((100 * told.done) / told.whole)}%)` : ""}`;
    if (counted) { bar.max = told.whole; bar.value = told.done; } else bar.removeAttribute("value");
    clearTimeout(timer);
    timer = setTimeout(look, EVERY);
  }
  status.className = told.failed ? "small failed" : told.old ? "small old" : "small";
  status.textContent = said(told);
  if (told.made && told.number !== shown) {
    shown = told.number;
    made.innerHTML = (await part("brief/made")) ?? made.innerHTML;
  }
}

function said(told) {
  if (told.failed) return told.failed;
  if (told.made && told.old) return "This brief is of an older version of the case: make it anew.";
  return told.made ? "This brief is of the case as it is now." : "";
}

async function look() {
  clearTimeout(timer);
  const told = await attempt(() => ask("brief/progress"));
  if (told) await show(told);
}

look();
