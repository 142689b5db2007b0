// The first page: rows that tell of themselves when they are read, and the forms by which a new case begins.

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error("Tertius does not answer: is `tertius open` still running?");
  }
}

async function told(answer) {
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.failed ?? "The workbench could not do this.");
  return found;
}

function post(fields) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(fields) };
  return reach("/new", options);
}

function send(file, fields) {
  const asked = new URLSearchParams({ ...fields, file: file.name });
  const options = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file };
  return reach(`/new/table?${asked}`, options);
}

for (const form of document.querySelectorAll("form.begin")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const remedy = form.querySelector(".remedy");
    const button = form.querySelector("button");
    const { file, ...fields } = Object.fromEntries(new FormData(form));
    fields.kind ??= form.dataset.kind;
    remedy.textContent = "";
    button.disabled = true;
    try {
      const found = await told(await (file?.size ? send(file, fields) : post(fields)));
      location.assign(`${found.base}/table`);
    } catch (error) {
      remedy.textContent = error.message;
      button.disabled = false;
    }
  });
}

const wanted = new URLSearchParams(location.search).get("table");
const select = document.getElementById("of");
if (wanted && select && [...select.options].some((option) => option.value === wanted)) {
  select.value = wanted;
  document.getElementById("low").focus();
}

const encoded = (key) => key.split("/").map(encodeURIComponent).join("/");

for (const row of document.querySelectorAll("tr[data-unknown]")) {
  try {
    const answer = await reach(`/about/${encoded(row.dataset.key)}`);
    if (answer.ok) {
      const holder = document.createElement("tbody");
      holder.innerHTML = await answer.text(); // the server has escaped it
      row.replaceWith(...holder.children);
    }
  } catch { /* the name alone stays */ }
}
