// The table: a sheet that is typed into like a spreadsheet.

import { cellAt, focusOn, readRows } from "./grid/place.js";
import "./grid/keys.js";
import "./grid/clipboard.js";
import "./grid/remedies.js";
import "./grid/rows.js";

readRows();

const named = cellAt(decodeURIComponent(location.hash).replace(/^#c\//, ""));
if (named) focusOn(named);
