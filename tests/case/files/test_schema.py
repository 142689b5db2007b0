"""The JSON Schema and the reference page say what the model says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from tertius.case import check_case, check_evidence, gallery_names, read_text
from tertius.case.fields import Entry
from tertius.case.files.schema import json_schema, table_of, with_tables, write_reference
from tertius.case.model import Case
from tertius.case.parse.tree import read_tree

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "reference" / "case.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_files_in_docs_are_fresh(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "case.md").write_text(PAGE, encoding="utf-8")
    write_reference(tmp_path)
    for name in ("case.schema.json", "case.md"):
        written = (tmp_path / "reference" / name).read_bytes()
        assert (DOCS / "reference" / name).read_bytes() == written, "run: python -m tertius.case.files.schema docs"


def test_the_schema_accepts_the_cases_that_ship(validator: jsonschema.Draft202012Validator, small: str) -> None:
    validator.validate(read_tree(small).value)
    for name in gallery_names():
        file = files("tertius").joinpath("gallery", name, "case.yaml")
        validator.validate(read_tree(file.read_text(encoding="utf-8")).value)


SHORT_FORMS = [
    ("source: gazette-2023\nevents", "source: [gazette-2023]\nevents"),
    ("scale: 0 to 10", "scale: [0, 10]"),
    (
        "members: [north, south, neutral]",
        "members:\n      north:\n      south: 1\n      neutral:\n        weight: 2",
    ),
    ("  far: Farland", "  far:"),
    ("  far: Farland", "  far:\n    name: Farland\n    country:"),
    ("      far: 1 to 2", "      far:\n        power: 2\n        why: so it seems"),
    ("quota: 2", "quota: '2'"),
    ("salience: [30, 50]", "salience: 45 to 75, likely 60"),
    ("title: Transit through a strait", "title: 1914"),
    ("as_of: 2024-03-01\n", "as_of: 2024-03-01\nsummary:\n"),
]


@pytest.mark.parametrize(("old", "new"), SHORT_FORMS)
def test_schema_and_model_agree_on_short_forms(
    validator: jsonschema.Draft202012Validator, damage: Callable[..., str], old: str, new: str
) -> None:
    text = damage((old, new))
    assert validator.is_valid(read_tree(text).value)
    assert not _structural(text)


def _structural(text: str) -> list[object]:
    from tertius.case.files.build import shape_case

    tree = read_tree(text)
    return [*tree.problems, *shape_case(tree.value).problems]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("north: Northland", "north: {name: Northland, capabilty: 5}"),
        ("as_of: 2024-03-01\n", ""),
        ("method: judgement\ntalks", "method: judgment\ntalks"),
        ("  north: Northland", "  north land: Northland"),
        ("until: 2024-01-17", "until: 17 January"),
        ("damage: 10 to 20", "damage: lots"),
        ("    holder: far\n", ""),
    ],
)
def test_the_schema_refuses_what_the_model_refuses(
    validator: jsonschema.Draft202012Validator, damage: Callable[..., str], old: str, new: str
) -> None:
    text = damage((old, new))
    assert not validator.is_valid(read_tree(text).value)
    assert _structural(text)


def test_every_field_has_a_meaning_and_every_entry_a_table() -> None:
    for model in (Case, *Entry.__subclasses__()):
        assert all(info.description for info in model.model_fields.values()), model
        assert f"<!-- fields of {model.__name__} -->" in PAGE
        assert table_of(model) in PAGE
    assert with_tables(PAGE) == PAGE


def test_the_example_of_the_page_is_a_case_without_mistakes() -> None:
    [example] = re.findall(r"```yaml\n(case: .*?)```", PAGE, re.DOTALL)
    case = read_text(example)
    assert check_case(case) == []
    assert check_evidence(case) == []


def test_the_schema_is_json() -> None:
    assert json.loads((DOCS / "reference" / "case.schema.json").read_text(encoding="utf-8")) == json_schema()


def test_the_message_that_the_page_and_the_readme_show_is_what_the_program_says(
    damage: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    [said] = problems(damage(("salience: [30, 50]", "saliance: [30, 50]")))
    for file in (PAGE, (DOCS.parent / "README.md").read_text(encoding="utf-8")):
        assert f"my-case.yaml:{said}" in file.replace("\n", " ")
