"""How a new case begins: empty, as the worked example, as a copy of one of the gallery, or made of a table.

Nothing that is there is ever written over.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from tertius.case.files.write import write_case_file, yaml_of, yaml_of_values
from tertius.case.load import gallery_names, is_plain_table, load, read_text
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_FILE, TEXT_TABLES, WORKBOOKS
from tertius.case.parse.naming import numbered, slug
from tertius.errors import CaseError, UsageError, disk_told

KINDS = ("empty", "example", "gallery", "table")

ENDINGS = (*TEXT_TABLES, *WORKBOOKS)
"""Of files that a case can be made of."""


@dataclass(frozen=True)
class Begun:
    """A case that begins.

    Attributes:
        name: What it is called, for people; its folder is named after it.
        question: The question that it is to answer; may be empty.
    """

    name: str
    question: str = ""


@disk_told()
def begin(root: FilePath, kind: str, begun: Begun, source: str = "") -> FilePath:
    """Write a new case into a folder of its own.

    Args:
        root: The folder that was opened.
        kind: ``empty``, ``example`` or ``gallery``.
        begun: Its name and question.
        source: Which case of the gallery.

    Raises:
        UsageError: It has no name, or something lies in the way.
        CaseError: What was typed is no text of a case.
    """
    if kind not in KINDS:
        raise UsageError(f"found '{kind}' where a kind of beginning belongs: {', '.join(KINDS)}")
    folder = place_of(root, begun.name or (source if kind == "gallery" else ""))
    if kind == "gallery":
        text = _of_gallery(source)
    elif kind == "example":
        text = _example(folder.name, begun)
    else:
        heads = {"case": folder.name, "title": begun.name, "question": begun.question}
        values: dict[str, Any] = {name: said for name, said in heads.items() if said}
        text = yaml_of_values({**values, "as_of": dt.date.today().isoformat(), "actors": {}})
    read_text(text, CASE_FILE)
    return write_case_file(folder, text, force=False)


def place_of(root: FilePath, name: str) -> FilePath:
    """The folder of a new case, which is not there yet.

    Raises:
        UsageError: The name is none, or something of this name is there.
    """
    if not name.strip():
        raise UsageError("a case needs a name, for people: 'Water of the upper river'")
    ident = slug(name, "case")
    there = {entry.name.lower() for entry in root.iterdir()}
    if ident in there:
        raise UsageError(
            f"there is something called '{ident}' in this folder already, and nothing is written over: "
            f"choose another name, such as '{numbered(ident, there, bare=False)}'"
        )
    return root / ident


def _of_gallery(name: str) -> str:
    names = gallery_names()
    if name not in names:
        raise UsageError(f"there is no case '{name}' in the gallery: it has {', '.join(names)}")
    return files("tertius").joinpath("gallery", name, CASE_FILE).read_text("utf-8")


def _example(ident: str, begun: Begun) -> str:
    """The worked example under another name: its notes stay."""
    text = files("tertius.case").joinpath("starter.yaml").read_text("utf-8")
    heads = {"case": ident, "as_of": dt.date.today().isoformat(), "title": begun.name, "question": begun.question}
    for head, said in heads.items():
        line = next(line for line in text.splitlines() if line.startswith(f"{head}:"))
        if said:
            text = text.replace(line, yaml_of_values({head: said}).rstrip(), 1)
    return text


@dataclass(frozen=True)
class Declared:
    """What a plain table does not say about itself.

    Attributes:
        low: The lowest position of every issue; None if the table says it.
        high: The highest.
        unit: What the scale counts; may be empty.
        salience_max: The highest salience there is; None if the table says it.
        as_of: The day that it describes; empty for today.
    """

    low: float | None = None
    high: float | None = None
    unit: str = ""
    salience_max: float | None = None
    as_of: str = ""

    @classmethod
    def of_form(cls, form: Mapping[str, str]) -> Declared:
        """From the fields of a form.

        Raises:
            UsageError: What stands in a field is no number, or only one end of the scale is given.
        """
        low, high, most = (_number(form, field) for field in ("low", "high", "salience_max"))
        if (low is None) != (high is None):
            raise UsageError("a scale has two ends: give the lowest and the highest position, or neither")
        return cls(low, high, form.get("unit", ""), most, form.get("as_of", ""))


def _number(form: Mapping[str, str], field: str) -> float | None:
    from tertius.case.parse.quantity import read_quantity

    text = form.get(field, "").strip()
    if not text:
        return None
    try:
        found = read_quantity(text)
    except Exception:
        found = None
    if found is None or not found.certain:
        raise UsageError(f"found '{text}' where a number belongs")
    return found.low


@disk_told()
def begin_with_table(root: FilePath, begun: Begun, file: FilePath, data: bytes | None, declared: Declared) -> FilePath:
    """Write the case that a table, a workbook or a file of the exchange model holds into a folder of its own.

    Args:
        root: The folder that was opened.
        begun: Its name; without one, that of the file.
        file: The file; of one that was sent, its name alone counts.
        data: What was sent; None for a file that lies in the folder.
        declared: What a plain table does not say about itself.

    Raises:
        UsageError: It is no such file, or something lies in the way.
        CaseError: It cannot be read; each mistake has its cell.
    """
    if file.suffix.lower() not in ENDINGS:
        raise UsageError(f"'{file.name}' cannot be read: a table ends in {', '.join(ENDINGS)}")
    folder = place_of(root, begun.name or file.stem)
    if data is None:
        case = _case_in(file, declared)
    else:
        with tempfile.TemporaryDirectory() as apart:
            sent = FilePath(apart) / f"{slug(file.stem, 'table')}{file.suffix.lower()}"
            sent.write_bytes(data)
            try:
                case = _case_in(sent, declared)
            except CaseError as error:
                raise CaseError([replace(problem, file=file.name) for problem in error.problems]) from None
    update = {"case": folder.name, "title": begun.name or case.title, "question": begun.question or case.question}
    text = yaml_of(case.model_copy(update=update))
    read_text(text, CASE_FILE)
    return write_case_file(folder, text, force=False)


def _case_in(file: FilePath, declared: Declared) -> Case:
    from tertius.case.layouts.exchange import is_exchange_file
    from tertius.case.tables.plain import load_table

    if is_exchange_file(file) or not is_plain_table(file):
        return load(file)
    scale = None if declared.low is None or declared.high is None else (declared.low, declared.high)
    return load_table(file, scale, declared.unit, declared.salience_max, declared.as_of)
