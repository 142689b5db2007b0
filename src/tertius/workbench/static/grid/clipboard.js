// Copy, cut and paste of blocks, as spreadsheet programs write and read them.

import { current, scroller, selectedRows, selection, textOf } from "./place.js";
import { clear } from "./keys.js";
import { editing } from "./editor.js";
import { fill, say, since } from "./send.js";

const DECIMAL = (1.5).toLocaleString().charAt(1);
let last = { copied: "", text: "" };  // what was copied here comes back as it was

const inside = () => !editing() && scroller.contains(document.activeElement) && document.activeElement.closest("#sheet");

/** A text as a cell of a block: in quotes if it holds what parts cells. */
const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A number with the decimal sign of this country, so that a spreadsheet takes it for one. */
const local = (text) => (/^-?\d+\.\d+%?$/.test(text) ? text.replace(".", DECIMAL) : text);

function copy(event) {
  if (!inside()) return false;
  const rows = selectedRows().map((row) => row.map(textOf));
  const copied = rows.map((row) => row.map((text) => quoted(local(text))).join("\t")).join("\n");
  last = { copied, text: rows.map((row) => row.map(quoted).join("\t")).join("\n") };
  event.clipboardData.setData("text/plain", copied);
  event.preventDefault();
  const cells = rows.flat().length;
  say(`${cells} ${cells === 1 ? "cell" : "cells"} copied`);
  return true;
}

document.addEventListener("copy", copy);
document.addEventListener("cut", (event) => { if (copy(event)) clear(); });

document.addEventListener("paste", (event) => {
  if (!inside() || !current()) return;
  event.preventDefault();
  const text = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n");
  const [at, to] = selection();
  if (!at || !text.trim()) return;
  say("");
  fill({ at, to, text: text.replace(/\n$/, "") === last.copied ? last.text : text, since: since() });
});
