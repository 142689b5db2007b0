// The text of a case: lines numbered, those with mistakes marked, saved over what was shown and nothing else.

const form = document.getElementById("mend");
const text = document.getElementById("text");
const gutter = document.getElementById("gutter");
const told = document.getElementById("told");
const problems = document.getElementById("problems");

let faulty = numbers(form.dataset.lines.split(" "));
let shown = "";
let saved = text.value;

function numbers(lines) {
  return new Set(lines.map(Number).filter((line) => line > 0));
}

function count() {
  const lines = text.value.split("\n").length;
  const key = `${lines} ${[...faulty].join(" ")}`;
  if (key === shown) return;
  shown = key;
  const made = document.createDocumentFragment();
  for (let line = 1; line <= lines; line += 1) {
    const number = document.createElement(faulty.has(line) ? "mark" : "span");
    number.textContent = String(line);
    made.append(number, "\n");
  }
  gutter.replaceChildren(made);
}

function follow() {
  gutter.scrollTop = text.scrollTop;
}

function goTo(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  const height = text.scrollHeight / Math.max(lines.length, 1);
  text.scrollTop = Math.max(0, (line - 6) * height);
  follow();
}

async function save() {
  told.textContent = "Saving";
  const sent = text.value;
  try {
    const answer = await fetch(form.dataset.action, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ file: form.dataset.file, text: sent, digest: form.dataset.digest }),
    });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.failed);
    form.dataset.digest = found.digest;
    saved = sent;
    if (found.valid) {
      location.assign(`${found.base}/table`);
      return;
    }
    faulty = numbers(found.lines);
    problems.innerHTML = found.problems; // the server has escaped it
    told.textContent = "Saved, with mistakes";
    count();
  } catch (error) {
    told.textContent = error instanceof TypeError ? "Tertius does not answer: is `tertius open` still running?" : error.message;
  }
}

form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
text.addEventListener("input", () => { told.textContent = "Not saved"; count(); });
text.addEventListener("scroll", follow);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
});
problems.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line]");
  if (button) goTo(Number(button.dataset.line));
});
window.addEventListener("beforeunload", (event) => { if (text.value !== saved) event.preventDefault(); });

count();
const first = Math.min(...faulty);
if (Number.isFinite(first)) goTo(first);
