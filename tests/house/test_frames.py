"""Every public result has a table, documented column by column, and shows it in a notebook; a case is never markup."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import tertius
from tertius.case import read_text
from tertius.case.model import Case
from tests.house.files import ROOT
from tests.rules.bargaining.test_renegotiate import TWO_WAYS

PAGE = "docs/reference/python.md"
RESULTS: dict[str, Callable[[Case], Any]] = {
    "Case": lambda case: case,
    "Settlement": tertius.settle,
    "TheoryComparison": tertius.settle_theories,
}
PARTS = {"Spread", "Shortfall", "Status", "Problem", "Difference", "Change", "Edit", "Analysis", "Asked", "Brief"}
LEDGER = {"Ledger", "Question", "Forecasted", "Resolved", "Track"}
"""What a ledger holds: entries, which are no results of a case."""
"""What is part of a result and has no table of its own; the page says why."""

BARE: dict[str, Any] = {"case": "bare", "title": "Bare", "as_of": "2024-01-01"}
SCRIPT = "<script>alert('x')</script>"
HOSTILE: dict[str, Any] = {
    "case": "hostile",
    "title": SCRIPT,
    "question": SCRIPT,
    "as_of": "2024-01-01",
    "actors": {"a": SCRIPT, "b": {"name": SCRIPT}},
    "issues": {"x": {"name": SCRIPT, "unit": SCRIPT, "anchors": {0: SCRIPT}}, "y": {"name": SCRIPT, "level": 5}},
    "talks": {"t": {"name": SCRIPT, "parties": ["a", "b"], "without_agreement": {"x": 10}}},
    "stances": {
        "a": {"x": {"position": 90, "salience": 10, "why": SCRIPT}},
        "b": {"x": {"position": 60, "salience": 10}},
    },
}


@cache
def example(name: str) -> Case:
    bare = {
        "nobody": {"actors": {}},
        "no talks": {"actors": {"a": "A", "b": "B"}},
        "no stances": {"actors": {"a": "A"}, "issues": {"x": {"level": 5}}},
    }
    if name == "several settlements":
        return read_text(TWO_WAYS)
    if name == "hostile":
        return Case.model_validate(HOSTILE)
    return Case.model_validate(BARE | bare[name]) if name in bare else tertius.load(name)


EXAMPLES = [
    "korea-2019", "two-patrons", "ec-emission-1994",
    "nobody", "no talks", "no stances", "several settlements", "hostile",
]  # fmt: skip


def columns_on_page(name: str, page: str = PAGE) -> list[tuple[str, str]]:
    """The columns of a table of a page, each with its type."""
    table = (ROOT / page).read_text("utf-8").split(f"<!-- frame {name} -->")[1].split("<!-- end -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line[:2] == "| "]
    return [(column.strip("`"), kind) for column, kind, meaning in rows[1:] if meaning]


def columns_of(frame: pd.DataFrame) -> list[tuple[str, str]]:
    index = [(str(name), "index") for name in frame.index.names]
    return index + [(str(name), str(kind)) for name, kind in frame.dtypes.items()]


def public_classes() -> set[str]:
    classes = {name for name in tertius.__all__ if inspect.isclass(getattr(tertius, name))}
    return {name for name in classes if not issubclass(getattr(tertius, name), Exception)}


def test_every_public_class_is_a_result_with_a_table_or_a_part_of_one() -> None:
    assert public_classes() == set(RESULTS) | PARTS | LEDGER | {"Batch", "Panel", "Power", "Decision"}
    for name in (*RESULTS, "Batch", "Panel", "Power", "Decision"):
        assert callable(getattr(tertius, name).to_frame)
        assert callable(getattr(tertius, name)._repr_html_)
    last = (ROOT / PAGE).read_text("utf-8").split("have no table of their own")[1]
    for name in PARTS:
        assert not hasattr(getattr(tertius, name), "to_frame"), f"{name} has a table: document it in {PAGE}"
        assert f"`{name}`" in last


@pytest.mark.parametrize("example_name", EXAMPLES)
@pytest.mark.parametrize("name", ["Case", "Settlement"])
def test_a_table_has_the_columns_of_the_page(name: str, example_name: str) -> None:
    frame = RESULTS[name](example(example_name)).to_frame()
    assert columns_of(frame) == columns_on_page(name), PAGE


@pytest.mark.parametrize("names", [["two-patrons"], ["no-such-case"]])
def test_the_table_of_many_cases_has_the_columns_of_the_page(names: list[str]) -> None:
    assert columns_of(tertius.batch(names, 2).to_frame()) == columns_on_page("Batch"), PAGE


@pytest.mark.parametrize("example_name", EXAMPLES)
def test_the_table_of_theories_has_a_column_for_each_settlement(example_name: str) -> None:
    theories = tertius.settle_theories(example(example_name))
    *index, (_, kind) = columns_on_page("TheoryComparison")
    settlements = [(name, kind) for name, _ in theories.columns()]
    assert columns_of(theories.to_frame()) == [*index, *settlements], PAGE


def test_the_table_of_a_panel_has_a_column_for_each_table(tmp_path: Path) -> None:
    names = ["one.csv", "two.csv"]
    for salience, name in enumerate(names, 40):
        rows = ["actor,position,salience,capability", f"<script>a,10,{salience},1", f"B,90,{salience},2"]
        (tmp_path / name).write_text("\n".join(rows), encoding="utf-8")
    panel = tertius.pool_tables([tmp_path / name for name in names], (0, 100), "points", 100, "2024-01-01")
    columns = columns_on_page("Panel")
    tables = [(name, "string") for name in panel.tables]
    assert columns_of(panel.to_frame()) == [*columns[:3], *tables, *columns[4:]], PAGE
    assert "<script" not in panel._repr_html_()


@pytest.mark.parametrize("case", ["korea-2019", None])
def test_the_table_of_power_has_the_columns_of_the_page(case: str | None) -> None:
    body = "un-security-council" if case is None else None
    assert columns_of(tertius.power(case and tertius.load(case), body).to_frame()) == columns_on_page("Power"), PAGE


@pytest.mark.parametrize("of", ["client", "with-first"])
def test_the_table_of_reasons_has_the_columns_of_its_page(of: str) -> None:
    page = "docs/how-to/why.md"
    frame = tertius.why(example("two-patrons"), of).to_frame()
    assert columns_of(frame) == columns_on_page("Why", page), page


@pytest.mark.parametrize("draws", [0, 4])
def test_the_table_of_a_decision_has_the_columns_of_the_page(draws: int) -> None:
    decision = tertius.decide(example("ec-emission-1994"), draws=draws)
    assert columns_of(decision.to_frame()) == columns_on_page("Decision"), PAGE
    assert "<table" in decision._repr_html_()


def test_the_table_of_trades_has_the_columns_of_the_page() -> None:
    actors = {"a": {"capability": 1}, "b": {"capability": 1}}
    stances = {
        "a": {"x": {"position": 0, "salience": 100}, "y": {"position": 0, "salience": 50}},
        "b": {"x": {"position": 100, "salience": 50}, "y": {"position": 100, "salience": 90}},
    }
    case = Case.model_validate(BARE | {"actors": actors, "issues": {"x": {}, "y": {}}, "stances": stances})
    exchanges = tertius.decide(case, ["exchange"]).exchanges
    assert exchanges is not None
    assert len(exchanges.trades) == 1
    assert columns_of(exchanges.to_frame()) == columns_on_page("Exchanges"), PAGE
    assert "<table" in exchanges._repr_html_()


def test_power_shows_names_as_they_are_written() -> None:
    bodies = {"club": {"name": SCRIPT, "members": {"a": None}, "quota": 1}}
    shown = tertius.power(Case.model_validate(HOSTILE | {"bodies": bodies}))._repr_html_()
    assert "<table" in shown
    assert "<script" not in shown


def test_the_rows_are_those_that_the_page_promises() -> None:
    case = example("korea-2019")
    stances = [(actor, issue) for actor, stances in case.stances.items() for issue in stances]
    assert list(case.to_frame().index) == stances
    assert list(tertius.settle(case).to_frame().index) == list(case.issues)
    rows = list(tertius.settle_theories(case).to_frame().index)
    promised = [("agreement", case.talks), ("level", case.issues), ("payoff", case.actors)]
    assert rows == [(what, name) for what, names in promised for name in names]


def test_what_is_missing_is_missing() -> None:
    frame = tertius.settle(example("korea-2019")).to_frame()
    outside = frame.loc["inter-korean-projects"]
    assert pd.isna(outside["talk"])
    assert pd.isna(outside["agreement"])
    assert frame.loc["denuclearisation", "talk"] == "us-dprk"


@pytest.mark.parametrize("example_name", EXAMPLES)
@pytest.mark.parametrize("name", RESULTS)
def test_a_notebook_shows_the_table_and_runs_nothing(name: str, example_name: str) -> None:
    shown = RESULTS[name](example(example_name))._repr_html_()
    assert "<table" in shown
    assert "<script" not in shown


def test_the_hostile_case_is_shown_as_it_is_written() -> None:
    case = example("hostile")
    written = "&lt;script&gt;"
    assert written in case._repr_html_()
    assert written in tertius.settle(case)._repr_html_()  # the unit of an issue
