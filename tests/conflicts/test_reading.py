"""Files of conflicts: what statements mean, every mistake at once with its line, and files of gmcr as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import tertius
from tertius.cli import app
from tertius.conflicts.statements import StatementError, truth_of

TAKEN = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)
OPTIONS = {"go": 0, "give-way": 1}


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("go", [0, 1, 0, 1]),
        ("not give-way", [1, 1, 0, 0]),
        ("-2", [1, 1, 0, 0]),
        ("go and not give-way or give-way and not go", [0, 1, 1, 0]),
        ("not (go or give-way)", [1, 0, 0, 0]),
        ("go if give-way", [1, 1, 0, 1]),
        ("go IFF give-way", [1, 0, 0, 1]),
        ("1 & -2 | !1", [1, 1, 1, 0]),
    ],
)
def test_a_statement_is_true_where_it_says(text: str, true: list[int]) -> None:
    assert truth_of(text, OPTIONS, TAKEN).tolist() == [bool(one) for one in true]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gone", "no option 'gone'"),
        ("3", "no option '3'"),
        ("", "nothing stands"),
        ("go and", "nothing stands"),
        ("(go", "is not closed"),
        ("go give-way", "'give-way' stands where"),
        ("go if go if go", "'if' stands where"),
        ("(" * 300 + "go" + ")" * 300, "nested too deeply"),
    ],
)
def test_what_is_no_statement_is_told(text: str, found: str) -> None:
    with pytest.raises(StatementError) as told:
        truth_of(text, OPTIONS, TAKEN)
    assert found in told.value.found


WRONG = """\
conflict: wrong
decision_makers:
  a:
    options:
      x: {moves: forward}
      y: Why
    prefers: [x, nott y]
    rank: [1]
  b:
    options:
      x: Again
      if: Bad
    ranks: [1, 1, 9]
infeasible: [z]
status_quo: [q]
coalitions: [[a, c]]
"""


def test_every_mistake_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG, "utf-8")
    with pytest.raises(tertius.CaseError) as told:
        tertius.read_conflict(file)
    text = str(told.value)
    for line, found in (
        (5, "'forward'"), (7, "'nott'"), (8, "unknown field 'rank'"), (11, "stands twice"), (12, "cannot be the id"),
        (13, "ranked twice"), (13, "no feasible state '9'"), (13, "not ranked"), (14, "no option 'z'"),
        (15, "no feasible state"), (16, "no decision maker 'c'"),
    ):  # fmt: skip
        assert any(f"wrong.yaml:{line}:" in one and found in one for one in text.splitlines()), (line, found, text)
    assert "did you mean 'ranks'" in text


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, "no decision makers"),
        ({"decision_makers": {"a": {"options": ["x"]}}, "infeasible": ["x", "not x"]}, "no state is feasible"),
        ({"decision_makers": {"a": {"options": ["x"], "prefers": ["x"], "ranks": [1, 2]}}}, "`ranks` beside"),
        (
            {"decision_makers": {"a": {"options": ["x", "y"], "prefers": ["y"]}}, "same": ["x"]},
            "in a part of the states",
        ),
        ({"decision_makers": {"a": {"moves": {"s": "t"}}}, "states": ["s"]}, "no state 't'"),
        ({"decision_makers": {"a": {"moves": {}, "prefers": ["x"]}}, "states": ["s"]}, "statements on options"),
        ({"decision_makers": {"a": {"options": [f"o{n}" for n in range(17)]}}}, "found 17 options"),
        ({"decision_makers": {"a": {"options": [f"o{n}" for n in range(11)]}}}, "2,048 feasible states"),
        ({"decision_makers": {"a": 5}}, "found '5' where"),
    ],
)
def test_what_is_no_conflict_is_told(values: Any, found: str) -> None:
    with pytest.raises((tertius.CaseError, tertius.UsageError)) as told:
        tertius.graph_model(values)
    assert found in str(told.value)
    with pytest.raises(tertius.UsageError, match="found int"):
        tertius.graph_model(5)  # type: ignore[arg-type]


def test_statements_that_say_nothing_are_warned_of() -> None:
    model = tertius.graph_model(
        {
            "conflict": "idle",
            "decision_makers": {"a": {"options": ["x", "y"], "prefers": ["x or not x", "y"]}, "b": {}},
            "infeasible": ["x and y", "y and x"],
        }
    )
    told = " ".join(map(str, model.warnings))
    assert "'x or not x' is true in every state" in told
    assert "excludes nothing" in told
    assert "'b' says nothing of what it prefers" in told


GMCR: dict[str, Any] = {
    "options": [
        {"name": "Full", "permittedDirection": "fwd"},
        {"name": "Full", "permittedDirection": "both"},
        {"name": "Stop", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "The US", "options": [0, 2], "preferences": [], "preferenceVector": [[1, 2], 3, 4, 5, 6]},
        {"name": "The US", "options": [1], "preferences": [], "preferenceVector": [6, 5, 4, 3, [2, 1]]},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "useManualPreferenceVectors": True,
    "coalitions": [[0, 1]],
}


def test_a_file_of_gmcr_with_ranks_and_a_coalition_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "garrison.gmcr"
    file.write_text(json.dumps(GMCR), "utf-8")
    read = tertius.read_conflict(file)
    assert [state.pattern for state in read.states] == ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]
    assert read.ranks.tolist() == [[1, 1, 2, 3, 4, 5], [5, 5, 4, 3, 2, 1]]
    assert read.coalitions == ((0, 1),)
    assert read.moves[0][0].tolist() == [False, True, False, False, False, False]  # taken, and nothing taken up again
    assert read.moves[0][4].tolist() == [False, True, False, False, False, False]  # given up, and nothing given back


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"options": 5}, "'options' is missing"),
        ({"infeasibles": [[[7, "Y"]]]}, "there is no number 7"),
        ({"infeasibles": [[[0, "X"]]]}, "where a condition has"),
        ({"decisionMakers": GMCR["decisionMakers"][:1]}, "no decision maker controls option 1"),
        ({"decisionMakers": [*GMCR["decisionMakers"], GMCR["decisionMakers"][0]]}, "both control option 0"),
    ],
)
def test_what_is_no_file_of_gmcr_is_told(tmp_path: Path, changed: dict[str, Any], found: str) -> None:
    file = tmp_path / "wrong.gmcr"
    file.write_text(json.dumps(GMCR | changed), "utf-8")
    with pytest.raises(tertius.CaseError, match=r"wrong\.gmcr") as told:
        tertius.read_conflict(file)
    assert found in str(told.value)


def test_states_without_options_have_ids_and_names(tmp_path: Path) -> None:
    file = tmp_path / "named.yaml"
    file.write_text(
        "conflict: named\nstates: {war: War on the river, peace: }\nstatus_quo: war\n"
        "decision_makers: {one: {moves: {war: peace}, ranks: [peace, war]}}\n",
        "utf-8",
    )
    model = tertius.graph_model(file)
    assert [one.state.name for one in model.states] == ["War on the river", "peace"]
    assert (model.status_quo, model.equilibria["nash"]) == (1, (2,))
    assert tertius.graph_model(file, status_quo="peace").status_quo == 2


def test_of_many_states_those_are_shown_that_last_under_most_concepts(tmp_path: Path) -> None:
    makers = (
        f"  d{i}: {{options: [o{i}, p{i}], prefers: [o{(i + 1) % 4}, -{i + 1} if p{(i + 2) % 4}, p{i}]}}\n"
        for i in range(4)
    )
    file = tmp_path / "many.yaml"
    file.write_text(f"conflict: many\nstatus_quo: [o0]\ndecision_makers:\n{''.join(makers)}", "utf-8")
    model = tertius.graph_model(file)
    shown = CliRunner().invoke(app, ["graph-model", str(file)], prog_name="tertius").stdout
    assert min(model.equilibria["nash"]) > 40
    assert all(f"\n  {number} " in shown for number in model.equilibria["nash"])
    assert len(shown.splitlines()) < 250


def test_the_command_prints_tables_and_json_and_ends_with_3_on_mistakes(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["graph-model", "elmira-1991"], prog_name="tertius")
    assert shown.exit_code == 0
    assert "1 to 7 by local; 7 to 10 by moe+uniroyal" in shown.stdout
    told = json.loads(CliRunner().invoke(app, ["graph-model", "elmira-1991", "--json"], prog_name="tertius").stdout)
    assert told["equilibria"]["nash"] == [5, 6, 7, 10, 11, 12]
    assert told["strong"] == [4, 5, 6, 10, 11, 12]
    assert told["states"][6]["stable"]["uniroyal"] == ["nash", "gmr", "smr", "seq"]
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG, "utf-8")
    assert CliRunner().invoke(app, ["graph-model", str(file)], prog_name="tertius").exit_code == 3
    assert CliRunner().invoke(app, ["graph-model", "nowhere.yaml"], prog_name="tertius").exit_code == 2
    frame = tertius.graph_model("elmira-1991").to_frame()
    assert frame.loc[(7, "moe"), "nash"]
    assert frame.loc[(1, "local"), "improvements"] == "7"
