"""A case file in YAML: edited in its text, read again, and written anew if that does not give the case back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tertius.case.parse.characters import text_of
from tertius.case.parse.comments import with_comments
from tertius.case.parse.tree import read_tree
from tertius.case.paths import fields_of, reader_of, step_into
from tertius.case.rewriting.said import is_empty, said_of
from tertius.case.rewriting.splices import Lines, OutOfOrdinaryError
from tertius.case.rewriting.yaml.blocks import Editor, Seat
from tertius.case.rewriting.yaml.sections import can_be_cut, note_cut, root_of, spans_of
from tertius.errors import UsageError

_MARK = b"\xef\xbb\xbf"


def rewrite_case_file(data: bytes, before: Case, after: Case) -> bytes:
    """The bytes of a case file that says another case.

    Args:
        data: The bytes that say the case before.
        before: That case, without what stands in tables beside it.
        after: The case that is to be written, likewise.

    Raises:
        UsageError: The file is no text in UTF-8.
    """
    text, problems = text_of(data)
    if problems:
        raise UsageError(f"the file cannot be changed in its place: {problems[0].found}")
    lines = Lines.of(text)
    try:
        new = _edited(lines, before, after)
    except OutOfOrdinaryError:
        new = with_comments(lines.text, yaml_of(after)).replace("\n", lines.ending)
    return (_MARK if data.startswith(_MARK) else b"") + new.encode()


def _edited(lines: Lines, before: Case, after: Case) -> str:
    """The text with what differs written at its place.

    Raises:
        OutOfOrdinaryError: It cannot be, or would not read as the case after.
    """
    text = lines.text
    if "\r" in text:
        raise OutOfOrdinaryError("carriage returns alone end lines")
    changed = [head for head in fields_of(Case) if getattr(before, head) != getattr(after, head)]
    root, editor = root_of(text, changed), Editor(text)
    stood, stands = _said(before, after, changed), _said(after, before, changed)
    editor.change(root, stood, stands, Seat(Case, 0, -2))
    new = editor.splices.applied(text)
    _check(text, new, after, changed)
    return lines.applied(editor.splices)


def _said(case: Case, beside: Case, changed: Collection[str]) -> dict[str, Any]:
    """What a case says under each heading; of those that do not change only that they say something."""
    values: dict[str, Any] = {}
    for head, info in fields_of(Case).items():
        value, other = getattr(case, head), getattr(beside, head)
        said = head in case.model_fields_set or head in beside.model_fields_set
        if said and (info.is_required() or not is_empty(value)):
            values[head] = said_of(value, other) if head in changed else ...
    return values


def _check(text: str, new: str, after: Case, changed: Collection[str]) -> None:
    """Whether a text reads as the case, in what was changed; all else is the same signs."""
    if can_be_cut(text):
        spans = spans_of(new)
        read: dict[str, Any] = {}
        for head in changed:
            tree = read_tree(new[slice(*spans[head])]) if head in spans else None
            if tree is not None:
                if tree.problems or not isinstance(tree.value, dict) or list(tree.value) != [head]:
                    raise OutOfOrdinaryError("a section does not read any more")
                read |= tree.value
        note_cut(new)
    else:
        tree = read_tree(new)
        if tree.problems or not isinstance(tree.value, dict):
            raise OutOfOrdinaryError("the text does not read any more")
        read = tree.value
    for head in changed:
        if not _reads_as(read.get(head), head, getattr(after, head)):
            raise OutOfOrdinaryError(f"'{head}' does not read as the case")


def _reads_as(value: Any, head: str, meant: Any) -> bool:
    """Whether what the text has in a section is what is meant there, but for what says nothing."""
    read = reader_of(step_into(Case, head)).validate_python
    try:
        stands = None if value is None else read(value.strip() if isinstance(value, str) else value)
        return bool(stands == meant or (is_empty(stands) and is_empty(meant)) or stands == read(said_of(meant)))
    except ValidationError:
        return False
