"""Who refused, whether a talk takes place, who can close, promises and voice: written, named, drawn and changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tertius.case import Case, Change, apply_changes, diff_cases, load, numbers_of, read_text
from tertius.case.edit.changes import apply_steps
from tertius.case.edit.moves import changes_of_move
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.files.workbook import workbook_of
from tertius.case.files.write import yaml_of
from tertius.draws import uncertain_of
from tertius.errors import CaseError
from tests.case.test_reads_back import read_back

NILE = """
case: nile
title: Nile
as_of: 2024-01-01
why: an assumption
voice: 20% to 40%
actors: {egypt: Egypt, sudan: Sudan, ethiopia: Ethiopia, usa: United States}
issues: {fill: {scale: 0 to 100}, trade: {scale: 0 to 10, supplier: ethiopia}}
talks:
  dam:
    parties: [egypt, sudan, ethiopia]
    without_agreement: {fill: 80}
    chance: 60% to 80%
    can_close: [[egypt, sudan], [egypt, ethiopia]]
  aid:
    parties: [ethiopia, usa]
    without_agreement: {trade: 2}
stances:
  egypt: {fill: {position: 10, salience: 60}}
  sudan: {fill: {position: 40, salience: 30}}
  ethiopia: {fill: {position: 90, salience: 50}, trade: {position: 8, salience: 30}}
  usa: {trade: {position: 2, salience: 20}, fill: {position: 20, salience: 20}}
links:
  pause: {holder: usa, if_fails: dam, then_falls: aid, probability: 50%, refused_by: [sudan, ethiopia]}
threats:
  strike: {holder: egypt, target: ethiopia, if_fails: dam, damage: 20, refused_by: ethiopia}
promises:
  slower: {actor: ethiopia, talk: aid, moves: stances.ethiopia.fill.position, to: 60%, kept: 50% to 70%, why: so}
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return read_text(NILE)


def after(case: Case, **change: Any) -> list[str]:
    """How a case differs after one change."""
    return [str(edit) for edit in diff_cases(case, apply_changes(case, [Change(**change)]))]


def test_they_read_back_from_every_form(case: Case, tmp_path: Path) -> None:
    assert "- [egypt, sudan]\n" in yaml_of(case)
    read_back(case, tmp_path / "nile")


def test_a_workbook_without_them_has_neither_their_columns_nor_their_sheet() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    heads = {}
    for name, text in (("with", NILE), ("without", NILE.split("links:")[0].replace("    chance: 60% to 80%\n", ""))):
        book = load_workbook(BytesIO(workbook_of(read_text(text))))
        heads[name] = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book}
    assert "promises" not in heads["without"]
    assert "chance" not in heads["without"]["talks"]
    assert "refused_by" not in heads["without"]["links"]
    assert heads["with"]["promises"][:5] == ["id", "name", "actor", "talk", "moves"]
    assert {"chance", "can_close"} < set(heads["with"]["talks"])


def test_a_list_of_lists_stands_in_one_cell(case: Case) -> None:
    from tertius.case.files.layout import lay_out

    talks = next(sheet for sheet in lay_out(case) if sheet.name == "talks")
    assert "egypt, sudan; egypt, ethiopia" in talks.rows[0][1]


def test_names_stand_for_ids_in_that_cell_too(case: Case, tmp_path: Path) -> None:
    for name, data in csv_files_of(case).items():
        (tmp_path / name).write_bytes(data.replace(b"egypt, sudan; egypt, ethiopia", b"Egypt, Sudan; Egypt, Ethiopia"))
    assert load(tmp_path).talks["dam"].can_close == case.talks["dam"].can_close


def test_their_ranges_are_drawn_after_all_others_and_stand_on_their_evidence(case: Case) -> None:
    told = [(number.label, number.unit, number.number.why) for number in uncertain_of(case)]
    assert told == [
        ("probability that dam takes place", "probability", None),
        ("probability that the promise 'slower' is kept", "probability", "so"),
        ("voice of those who do not sit at a table", "share", "an assumption"),
    ]
    assert numbers_of(case)[-1].words == "20% to 40%"


def test_changes_to_them_are_told(case: Case) -> None:
    assert after(case, set="voice", to="50%") == ["voice of those who do not sit at a table: 50%, was 20% to 40%"]
    assert after(case, set="voice", to=None) == ["voice of those who do not sit at a table: gone, was 20% to 40%"]
    assert after(case, set="talks.dam.can_close", to=[["egypt", "sudan"]]) == [
        "talk 'dam', can_close: egypt, sudan, was egypt, sudan; egypt, ethiopia"
    ]


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ("actors.ethiopia", {"can_close": (), "links": {}, "threats": {}, "promises": {}}),
        ("actors.sudan", {"can_close": (), "links": {"pause": ("ethiopia",)}, "promises": {"slower"}}),
        ("talks.aid", {"links": {}, "promises": {}}),
        ("stances.ethiopia.fill", {"promises": {}}),
        ("talks.dam", {"links": {}, "threats": {}, "promises": {"slower"}}),
    ],
)
def test_what_means_nothing_without_what_is_gone_goes_with_it(case: Case, gone: str, left: dict[str, Any]) -> None:
    changed = apply_changes(case, [Change(remove=gone)])
    if "can_close" in left:
        assert changed.talks["dam"].can_close == left["can_close"]
    for name in left.keys() & {"links", "threats"}:
        assert {ident: one.refused_by for ident, one in getattr(changed, name).items()} == left[name]
    assert set(changed.promises) == set(left["promises"])


def test_lists_that_can_close_lose_who_is_gone(case: Case) -> None:
    four = read_text(NILE.replace("parties: [egypt, sudan, ethiopia]", "parties: [egypt, sudan, ethiopia, usa]"))
    assert apply_changes(four, [Change(remove="actors.sudan")]).talks["dam"].can_close == (("egypt", "ethiopia"),)


def test_a_promise_goes_when_its_issue_comes_onto_the_table_where_it_would_be_made(case: Case) -> None:
    moved = [
        Change(remove="talks.dam"),
        Change(set="issues.fill.level", to=None),
        Change(add="talks.aid.without_agreement.fill", value=80),
    ]
    with_both = apply_changes(case, moved)
    assert with_both.talks["aid"].issues == ("trade", "fill")
    assert not with_both.promises


def test_a_move_says_against_whose_refusal_it_backs_or_threatens(tmp_path: Path) -> None:
    moves = """moves:
  firm: {actor: usa, back: {party: egypt, if_fails: dam, then_falls: aid, probability: 20%, refused_by: ethiopia}}
  firmer:
    actor: usa
    back: {party: egypt, if_fails: dam, then_falls: aid, probability: 80%, link: pause, refused_by: sudan}
  loud: {actor: egypt, threaten: {threat: strike, damage: 30, refused_by: [sudan]}}
"""
    case = read_text(NILE + moves)
    read_back(case, tmp_path / "moves")
    made = {name: apply_steps(case, changes_of_move(case, name, move)).case for name, move in case.moves.items()}
    assert made["firm"].links["usa-backs-egypt"].refused_by == ("ethiopia",)
    assert made["firmer"].links["pause"].refused_by == ("sudan",)
    assert made["loud"].threats["strike"].refused_by == ("sudan",)
    with pytest.raises(CaseError, match="'usa' is not a party of the talk"):
        read_text(NILE + moves.replace("refused_by: ethiopia}}", "refused_by: usa}}"))
