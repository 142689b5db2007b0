"""The JSON Schema for editors and the tables of the reference page, both read off the model.

``python -m tertius.case.files.schema docs`` writes ``docs/reference/case.schema.json`` and fills the tables between
the markers of ``docs/reference/case.md``; the prose around them is written by hand.
"""

from __future__ import annotations

import json
import re
import sys
import typing
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tertius.case.fields import Entry, Number, Written
from tertius.case.model import Case
from tertius.case.paths import bare_type, fields_of, marks_of, step_into

_ID = r"^[^\W_][\w-]*$"
_PLAIN = r"^\s*[+-]?[0-9.]+([eE][+-]?[0-9]+)?\s*$"

_FORMS: dict[str, dict[str, Any]] = {
    "text": {"description": "text", "type": ["string", "number"]},
    "id": {"description": "an id: letters, digits, - and _", "type": ["string", "integer"], "pattern": _ID},
    "ids": {
        "description": "one id or a list of ids",
        "anyOf": [{"$ref": "#/$defs/id"}, {"type": "array", "items": {"$ref": "#/$defs/id"}}],
    },
    "paths": {
        "description": "one path or a list of paths: links.patron.probability",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    },
    "date": {"description": "a date: 2019-01-10", "type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    "plain": {"description": "a plain number", "anyOf": [{"type": "number"}, {"type": "string", "pattern": _PLAIN}]},
    "scale": {
        "description": "low to high, or [low, high]",
        "anyOf": [
            {"type": "string", "pattern": "^.+ to .+$"},
            {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2},
        ],
    },
    "number": {
        "description": "60, 60%, 45 to 75, '45 to 75, likely 60', '45 to 75, normal', [45, 75] or [45, 60, 75]",
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": r"^\s*[+-]?[0-9.]"},
            {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 3},
        ],
    },
}

_WORDS = {"plain": "plain number", "members": "list of ids, or block", "scale": "scale"}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file, every short form included."""
    models: dict[str, Any] = {}
    top = _block(Case, models)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tertius case",
        **top,
        "$defs": {**_FORMS, **dict(sorted(models.items()))},
    }


def _block(model: type[BaseModel], models: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an entry written as a block of fields."""
    properties: dict[str, Any] = {}
    for name, info in fields_of(model).items():
        schema = _schema_of(step_into(model, name), models)
        if schema and not info.is_required():
            schema = {"anyOf": [schema, {"type": "null"}]}
        properties[name] = {**schema, "description": info.description}
    required = [name for name, info in fields_of(model).items() if info.is_required()]
    return {
        "description": (model.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _schema_of(kind: Any, models: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what a field holds."""
    form = form_of(kind)
    bare = bare_type(kind)
    if form == "members":
        block = _schema_of(bare, models)
        return {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/id"}}, block]}
    if form:
        return {"$ref": f"#/$defs/{form}"}
    origin, parts = typing.get_origin(bare), typing.get_args(bare)
    if origin is dict:
        keys = {"propertyNames": {"pattern": _ID}} if form_of(parts[0]) == "id" else {}
        return {"type": "object", **keys, "additionalProperties": _schema_of(parts[1], models)}
    if origin is tuple:
        item = _schema_of(parts[0], models)
        listed = {"type": "array", "items": item}
        short = getattr(bare_type(parts[0]), "shorthand", "")  # one such name may stand without a list
        return {"anyOf": [_schema_of(step_into(parts[0], short), models), listed]} if short else listed
    if origin is typing.Literal:
        return {"enum": list(parts)}
    if not (isinstance(bare, type) and issubclass(bare, Entry)):
        return {"type": "boolean"} if bare is bool else {}
    name = bare.__name__
    if name not in models:  # an entry is written as a block, or as the bare value that is short for it
        models[name] = {}
        forms = [_block(bare, models)]
        if bare.shorthand:
            forms.insert(0, _schema_of(step_into(bare, bare.shorthand), models))
        if not any(info.is_required() for info in bare.model_fields.values()):
            forms.append({"type": "null"})
        models[name] = forms[0] if len(forms) == 1 else {"anyOf": forms}
    return {"$ref": f"#/$defs/{name}"}


def form_of(kind: Any) -> str:
    """Return the name of the form in which a kind of field is written; empty for blocks and lists."""
    for mark in marks_of(kind):
        if isinstance(mark, Number):
            return "number"
        if isinstance(mark, Written):
            return mark.form
    return ""


def table_of(model: type[BaseModel]) -> str:
    """Return the Markdown table of an entry's own fields; the common ones have a table of their own."""
    common = [] if model is Entry else list(Entry.model_fields)
    rows = ["| field | holds | meaning |", "|---|---|---|"]
    for name, info in fields_of(model).items():
        own = name not in common or name in model.__annotations__
        if own:
            needed = " (needed)" if info.is_required() else ""
            rows.append(f"| `{name}`{needed} | {_words(step_into(model, name))} | {info.description} |")
    return "\n".join(rows)


def _words(kind: Any) -> str:
    """Return what a field holds, in words."""
    number = next((mark for mark in marks_of(kind) if isinstance(mark, Number)), None)
    if number is not None:
        return number.kind.removeprefix("number of ")
    form = form_of(kind)
    if form:
        return _WORDS.get(form, form)
    bare = bare_type(kind)
    origin, parts = typing.get_origin(bare), typing.get_args(bare)
    if origin is typing.Literal:
        return ", ".join(f"`{part}`" for part in parts)
    if origin is dict:
        return f"block: {_words(parts[0])} → {_words(parts[1])}"
    if origin is tuple:
        return f"list of {_words(parts[0])}"
    if bare is bool:
        return "true or false"
    return bare.__name__ if isinstance(bare, type) and issubclass(bare, Entry) else "what the path holds"


_MARKED = re.compile(r"(<!-- fields of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(page: str) -> str:
    """Return a page with the table between each pair of markers written anew."""
    entries: list[type[Entry]] = [Entry, *Entry.__subclasses__()]
    models = {model.__name__: model for model in entries}
    return _MARKED.sub(lambda found: f"{found[1]}\n{table_of(models[found[2]])}\n\n{found[3]}", page)


def write_reference(docs: Path) -> None:
    """Write the schema and the tables of the reference page into the folder of the docs."""
    folder = docs / "reference"
    schema = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    (folder / "case.schema.json").write_text(schema, encoding="utf-8", newline="\n")
    page = folder / "case.md"
    page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_reference(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
