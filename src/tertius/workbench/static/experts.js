// Experts: filled sheets are sent to the server one by one; it says what is wrong with each.

import { ask, base, part, take, tell } from "./api.js";
import { attempt } from "./case.js";

const panel = document.getElementById("panel");
const files = document.getElementById("files");
const said = document.getElementById("back-said");

async function refresh() {
  const found = await attempt(() => part("experts/panel"));
  if (found) panel.innerHTML = found;
}

function line(text, bad) {
  const made = document.createElement("p");
  made.textContent = text;
  if (bad) made.className = "remedy";
  said.append(made);
}

async function send(file) {
  const name = new URLSearchParams({ name: file.name });
  const answer = await fetch(`${base}/experts/add?${name}`, { method: "POST", body: await file.arrayBuffer(), headers: { "Content-Type": "application/octet-stream" } });
  if (answer.ok) return line(`${file.name} is in.`, false);
  const told = answer.headers.get("content-type")?.includes("json") ? (await answer.json()).failed : await answer.text();
  return line(`${file.name} is not taken. ${told}`, true);
}

files.addEventListener("change", async () => {
  said.replaceChildren();
  for (const file of files.files) await attempt(() => send(file));
  files.value = "";
  await refresh();
});

panel.addEventListener("click", (event) => {
  const out = event.target.closest("[data-out]");
  if (out && confirm(`Delete the sheet of ${out.dataset.out}?`)) {
    attempt(() => ask("experts/out", { expert: out.dataset.out })).then(refresh);
  }
  if (event.target.id === "pool") pool();
});

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});

function tellPool(text, bad) {
  const place = document.getElementById("pool-said");
  place.textContent = text;
  place.className = bad ? "remedy" : "";
}

async function pool() {
  try {
    const outcome = await ask("experts/pool", {});
    const refused = Object.values(outcome.refused).map(({ found }) => found);
    tellPool(refused.join(" ") || "The pool is in the case now; Undo takes it back.", refused.length > 0);
    take(outcome.state);
    tell("edited", outcome);
  } catch (error) {
    tellPool(error.message, true);
  }
}

async function write() {
  try {
    const { file } = await ask("experts/as-case", { name: document.getElementById("case-name").value });
    tellPool(`Written as ${file}; it is among the cases at home.`, false);
  } catch (error) {
    tellPool(error.message, true);
  }
}
