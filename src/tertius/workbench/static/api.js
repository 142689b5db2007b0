// What every screen of a case asks the server: edits, undo and redo, parts of the page. One window, one name.

export const root = document.documentElement;
export const base = root.dataset.base;

export const windowName = sessionStorage.getItem("tertius-window") ?? crypto.randomUUID();
sessionStorage.setItem("tertius-window", windowName);

export let version = Number(root.dataset.version);

/** Anything that a screen must hear of is an event of the document: `tertius:state`, `tertius:edited`. */
export function tell(kind, detail) {
  document.dispatchEvent(new CustomEvent(`tertius:${kind}`, { detail }));
}

export function hear(kind, listener) {
  document.addEventListener(`tertius:${kind}`, (event) => listener(event.detail));
}

const KEPT_ALIVE = 15000; // characters that a browser sends on when their page is left: 64 KB, with four bytes each

/** Asks the server; JSON comes back. What went wrong is told as an error with its sentence. */
export async function ask(path, body) {
  const text = body === undefined ? "" : JSON.stringify({ ...body, window: windowName });
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: text,
    keepalive: text.length < KEPT_ALIVE,
  };
  const answer = await reach(path, options);
  const found = await answer.json();
  if (!answer.ok && !found.stopped) throw new Error(found.failed ?? "The workbench could not do this.");
  return found;
}

/** A part of a page as HTML, which the server has escaped; null if something newer was asked meanwhile. */
export async function part(path) {
  const answer = await reach(path, {});
  if (!answer.ok) throw new Error((await answer.json()).failed);
  if (answer.headers.get("content-type").startsWith("application/json")) return null;
  return answer.text();
}

async function reach(path, options) {
  try {
    const answer = await fetch(path.startsWith("/") ? path : `${base}/${path}`, options);
    tell("reached", true);
    return answer;
  } catch {
    tell("reached", false);
    throw new Error("Tertius does not answer: is `tertius open` still running?");
  }
}

/** Takes in what the server says of the case; screens hear of it. */
export function take(state) {
  const changed = state.version !== version;
  version = state.version;
  root.dataset.version = String(version);
  tell("state", { state, changed });
}

/** Carries out edits: `[{path: [...] or "a/b", to, was}]`; `to: null` takes away. */
export async function edit(puts, said) {
  tell("saving", true);
  const outcome = await ask("edit", { puts, said });
  take(outcome.state);
  tell("edited", outcome);
  return outcome;
}

export async function step(kind) {
  const outcome = await ask(`step/${kind}`, {});
  take(outcome.state);
  tell("edited", outcome);
  return outcome;
}

export async function dropDraft(path) {
  take((await ask("drop-draft", { path })).state);
}
