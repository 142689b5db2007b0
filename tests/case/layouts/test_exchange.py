"""Files of the exchange model: #A actors, #P issues, #M what points mean, #D stances."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tertius.case.layouts.exchange import is_exchange_file, load_exchange
from tests.cli.conftest import Call

FILE = """#O;A treaty;;;;
#/;ID;Full name;;;
#A;usa;United States;;;
#A;eu;Europe;;;
#P;legal;legal form;;;
#M;legal;0;not binding;;
#M;legal;100;binding;;
#D;usa;legal;30;0.75;1
#D;eu;legal;90;0.5;0.8
"""


def test_every_command_knows_such_a_file(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "treaty.csv"
    path.write_text(FILE, "utf-8")
    assert is_exchange_file(path)
    case = tertius.load(path)
    assert case.title == "A treaty"
    assert case.actors["usa"].name == "United States"
    assert case.issues["legal"].anchors == {0: "not binding", 100: "binding"}
    stance = case.stances["usa"]["legal"]
    assert (stance.position.middle, stance.salience.middle, stance.capability.middle) == (30, 75, 1)
    # (30 * 75 * 1 + 90 * 50 * 0.8) / (75 + 40), by hand
    assert tertius.settle(case, rule="weighted-mean").levels["legal"] == pytest.approx(5_850 / 115)
    assert call("check", str(path), "--as-of", "2015-10-02").exit_code == 0
    assert call("check", str(path), "--scale", "0 100").exit_code == 2
    written = call("import", str(path), str(tmp_path / "d"), "--layout", "exchange", "--as-of", "2015-10-02")
    assert written.exit_code == 0
    assert tertius.load(tmp_path / "d").stances == case.stances


def test_saliences_of_a_hundred_stay(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(FILE.replace(";0.75;", ";75;").replace(";0.5;0.8", ";0,5;0,8"), "utf-8")
    case = load_exchange(tmp_path / "t.csv", "2015-10-02")
    assert [own["legal"].salience.middle for own in case.stances.values()] == [75, 0.5]


def test_mistakes_name_their_cells_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    more = "#D;us;legal;30;0.75;1\n#D;eu;legal;9;0.5;1\n#D;eu;legl;;0.5;1\n#A;usa;again\n#X;a\n#M;legal;0;twice\n"
    path.write_text(FILE + more, "utf-8")
    with pytest.raises(tertius.CaseError) as caught:
        load_exchange(path, "2015-10-02")
    said = "\n".join(map(str, caught.value.problems))
    for part in (
        "t.csv:10, column 2: 'us' has no row #A above: did you mean 'usa'?",
        "t.csv:11, column 2: 'eu' has two stances on 'legal'",
        "t.csv:12, column 3: 'legl' has no row #P above: did you mean 'legal'?",
        "t.csv:13, column 2: 'usa' stands twice",
        "t.csv:14, column 1: found '#X'",
        "t.csv:15, column 3: the point 0 of 'legal' stands twice",
    ):
        assert part in said
    path.write_text("#A;usa;x\n", "utf-8")
    with pytest.raises(tertius.CaseError, match="there is no row that begins with #D"):
        load_exchange(path)


@pytest.mark.data
def test_the_talks_of_paris(data: Path) -> None:
    """What the file itself says in its rows, counted in it by hand."""
    case = load_exchange(data / "position_exchange" / "CoP21.csv", "2015-10-02")
    assert (len(case.actors), len(case.issues)) == (15, 13)
    assert sum(map(len, case.stances.values())) == 181
    stance = case.stances["africangrp"]["differentiation"]
    assert (stance.position.middle, stance.salience.middle, stance.capability.middle) == (70, 75, 0.25)
