"""Several experts' tables pooled: each number as `pool` does, nothing filled in, and the largest spreads first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.files.write import yaml_of
from tertius.case.load import read_text
from tertius.case.parse.quantity import Quantity

HEAD = "actor,issue,position,salience,capability,why,source\n"
ANNA = HEAD + "North,Tax,40%,80,100,says so,Gazette\nSouth,Tax,90,50,60,,\nNorth,Aid,10,20,100,,\n"
BEN = HEAD + 'North,Tax,"55 to 70, likely 60",70,100,,Herald\nNorth,Aid,10,20,100,,\nSouth,Tax,90,50,80,,\n'
DECLARED: dict[str, Any] = {"scale": (0, 100), "salience_max": 100, "as_of": "2020-01-01"}


def write(folder: Path, **tables: str) -> list[Path]:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return [folder / f"{name}.csv" for name in tables]


def said(folder: Path, error: tertius.CaseError) -> list[str]:
    return [str(problem).replace(f"{folder.as_posix()}/", "") for problem in error.problems]


def test_by_hand(tmp_path: Path) -> None:
    panel = tertius.pool_tables(write(tmp_path, anna=ANNA, ben=BEN), **DECLARED)
    stance = panel.case.stances["north"]["tax"]
    assert stance.position == Quantity(40, 70, 50)
    assert stance.salience == Quantity(70, 80, 75)
    assert stance.capability == Quantity(100, 100)
    assert stance.method == "elicited"
    assert [panel.case.sources[ident].title for ident in stance.source] == ["Gazette", "Herald"]
    assert stance.why == (
        "Pooled from 2 tables. anna.csv: position 40%, salience 80, capability 100 (says so); "
        "ben.csv: position 55 to 70, likely 60, salience 70, capability 100"
    )
    told = [(one.actor, one.issue, one.number, round(one.spread, 6)) for one in panel.differences]
    assert told[:4] == [
        ("north", "tax", "position", 0.2),
        ("south", "tax", "capability", 0.2),
        ("north", "tax", "salience", 0.1),
        ("north", "tax", "capability", 0.0),
    ]
    assert len(told) == 9
    assert panel.to_frame().iloc[0]["pooled"] == "40 to 70, likely 50"
    assert panel.warnings == ()
    assert list(tertius.settle(panel.case).levels) == ["tax", "aid"]


def test_weights_count_as_in_pool(tmp_path: Path) -> None:
    files = write(tmp_path, anna=ANNA, ben=BEN, carl=BEN)
    panel = tertius.pool_tables(files, **DECLARED, weights=[5, 1, 1])
    assert panel.case.stances["north"]["tax"].position == Quantity(40, 70, 40)
    for weights in ([1, 1], [1, 1, 0]):
        with pytest.raises(tertius.UsageError, match="as many as the tables"):
            tertius.pool_tables(files, **DECLARED, weights=weights)


numbers = st.integers(0, 100)
rows = st.lists(st.tuples(numbers, numbers, st.integers(1, 100)), min_size=2, max_size=3)


@given(st.lists(rows, min_size=2, max_size=4).filter(lambda tables: len({len(table) for table in tables}) == 1))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
def test_every_number_is_what_pool_makes_of_it_and_the_case_can_be_kept(
    tmp_path: Path, tables: list[list[tuple[int, int, int]]]
) -> None:
    head = "actor,position,salience,capability\n"
    texts = {
        f"t{k}": head + "".join(f"actor {i},{x},{s},{c}\n" for i, (x, s, c) in enumerate(table))
        for k, table in enumerate(tables)
    }
    panel = tertius.pool_tables(write(tmp_path, **texts), **DECLARED)
    for i in range(len(tables[0])):
        stance = panel.case.stances[f"actor-{i}"]["issue"]
        for place, number in enumerate(("position", "salience", "capability")):
            assert getattr(stance, number) == tertius.pool([table[i][place] for table in tables])
    spreads = [one.spread for one in panel.differences]
    assert spreads == sorted(spreads, reverse=True)
    assert all(0 <= spread <= 1 for spread in spreads)
    assert read_text(yaml_of(panel.case)) == panel.case


def test_what_a_table_leaves_out_is_a_mistake_or_a_warning_and_never_filled_in(tmp_path: Path) -> None:
    ben = BEN.replace("South,Tax,90,50,80,,\n", "Sout,Tax,90,50,80,,\n").replace("North,Aid,10,20,100,,\n", "")
    carl = ANNA + "South,Aid,90,50,60,,\n"
    files = write(tmp_path, anna=ANNA, ben=ben, carl=carl)
    with pytest.raises(tertius.CaseError) as caught:
        tertius.pool_tables(files, **DECLARED)
    told = said(tmp_path, caught.value)
    beginnings = [
        f"anna.csv: 'South' has no row on 'Aid', and has one in {tmp_path.as_posix()}/carl.csv".replace(
            f"{tmp_path.as_posix()}/", ""
        ),
        "anna.csv: the actor 'Sout' is missing, which ben.csv has: did you mean 'South'?",
        "ben.csv: the actor 'South' is missing, which anna.csv has: did you mean 'Sout'?",
        "ben.csv: the issue 'Aid' is missing, which anna.csv has: add it",
        "carl.csv: the actor 'Sout' is missing, which ben.csv has: did you mean 'South'?",
    ]
    assert sorted(one[: len(start)] for one, start in zip(sorted(told), beginnings, strict=True)) == beginnings
    panel = tertius.pool_tables(files, **DECLARED, partial=True)
    assert [str(warning).replace(f"{tmp_path.as_posix()}/", "") for warning in panel.warnings] != []
    assert {str(w).replace(f"{tmp_path.as_posix()}/", "") for w in panel.warnings} >= set(told)
    assert panel.case.stances["sout"]["tax"].position == Quantity(90, 90)
    assert (panel.case.stances["sout"]["tax"].why or "").startswith("Pooled from 1 table. ben.csv:")
    assert "aid" not in panel.case.stances["sout"]
    (lone,) = [one for one in panel.differences if (one.actor, one.issue, one.number) == ("south", "aid", "position")]
    assert list(lone.answers) == [files[2].as_posix()]


def test_capabilities_in_other_units_are_warned_of(tmp_path: Path) -> None:
    ben = BEN.replace(",100,,", ",1,,").replace(",80,,", ",0.8,,")
    panel = tertius.pool_tables(write(tmp_path, anna=ANNA, ben=ben), **DECLARED)
    (warning,) = [str(one).replace(f"{tmp_path.as_posix()}/", "") for one in panel.warnings]
    assert warning.startswith("the largest capability is 100 in anna.csv, 1 in ben.csv: only ratios within a table")
    assert any("largest capability" in str(one) for one in tertius.warn_case(panel.case))


def test_the_mistakes_of_all_tables_come_at_once(tmp_path: Path) -> None:
    files = write(tmp_path, anna=ANNA.replace("90,50", "much,50"), ben=BEN.replace("90,50", "90,500"))
    with pytest.raises(tertius.CaseError) as caught:
        tertius.pool_tables(files, **DECLARED)
    told = said(tmp_path, caught.value)
    assert told[0].startswith("anna.csv:3, column position: position, found 'much'")
    assert told[1].startswith("ben.csv:4, column salience: salience, found the salience 500")


def test_what_is_no_panel(tmp_path: Path) -> None:
    (anna,) = write(tmp_path, anna=ANNA)
    for tables in ([], [anna], [anna, anna]):
        with pytest.raises(tertius.UsageError, match="two tables or more, each of them once"):
            tertius.pool_tables(tables, **DECLARED)
    with pytest.raises(tertius.UsageError, match="there is no table"):
        tertius.pool_tables([anna, tmp_path / "none.csv"], **DECLARED)


def test_where_an_issue_stays_is_pooled_from_those_who_say_so(tmp_path: Path) -> None:
    tables = []
    for name, reference in (("a", "20"), ("b", "30 to 40"), ("c", "")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"actor,position,salience,power,reference\nx,0,50,1,{reference}\ny,90,50,1,\n", "utf-8")
        tables.append(path)
    panel = tertius.pool_tables(tables, (0, 100), "", 100, "2024-01-01")
    assert str(panel.case.issues["issue"].reference) == "20 to 40, likely 27.5"


COLUMNS = "actor,issue,position: Anna,position (Ben),SALIENCE : Anna,salience (Ben),capability,why\n"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(st.tuples(*[st.integers(0, 100)] * 5), min_size=2, max_size=4).filter(
        lambda rows: all(any(row[k] for row in rows) for k in (2, 3, 4))
    )
)
def test_columns_of_several_experts_are_their_tables(tmp_path: Path, numbers: list[tuple[int, ...]]) -> None:
    rows = [(f"A{n}", *row) for n, row in enumerate(numbers)]
    both = COLUMNS + "".join(f"{a},Tax,{p},{q},{s},{t},{c},so\n" for a, p, q, s, t, c in rows)
    head = "actor,issue,position,salience,capability,why\n"
    anna = head + "".join(f"{a},Tax,{p},{s},{c},so\n" for a, p, q, s, t, c in rows)
    ben = head + "".join(f"{a},Tax,{q},{t},{c},so\n" for a, p, q, s, t, c in rows)
    one = tertius.pool_tables(write(tmp_path, both=both), **DECLARED)
    two = tertius.pool_tables(write(tmp_path, anna=anna, ben=ben), **DECLARED)
    assert one.tables == ("Anna", "Ben")
    assert list(one.cases["Ben"].stances.values()) == list(two.cases[two.tables[1]].stances.values())
    assert [d.pooled for d in one.differences] == [d.pooled for d in two.differences]
    assert [d.spread for d in one.differences] == [d.spread for d in two.differences]


def test_mistakes_in_columns_of_experts_are_named_by_their_heading(tmp_path: Path) -> None:
    [file] = write(tmp_path, both=COLUMNS + "A,Tax,5,150,9,10,1,\nB,Tax,x,60,9,101,1,\n")
    with pytest.raises(tertius.CaseError) as caught:
        tertius.pool_tables([file], **DECLARED)
    told = said(tmp_path, caught.value)
    assert [line.split(": ", 1)[0] for line in told if ", column " in line]
    for heading in ("position: Anna", "position (Ben)", "salience (Ben)"):
        assert any(f"column {heading}" in line for line in told), heading
    with pytest.raises(tertius.CaseError, match="columns of 2 experts are read by tertius pool and tertius decide"):
        tertius.load_table(file, **DECLARED)
    with pytest.raises(tertius.UsageError, match="or one with columns of several experts"):
        tertius.pool_tables(write(tmp_path, anna=ANNA), **DECLARED)
