"""The plain table as a case: what must be declared, what is found wrong, several issues, KTAB's files."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

import tertius
from tertius.case.parse.quantity import NUMBER_WORDS, Quantity

TABLE = "Actor,Position,Salience,Capability\nNorth,4,0.8,8\nSouth,10,0.6,16\nEast,7,0.4,8\n"


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def problems(path: Path, **declared: object) -> list[str]:
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load_table(path, **declared)  # type: ignore[arg-type]
    return [str(problem).split("/")[-1] for problem in caught.value.problems]


def test_a_declared_table_settles_at_the_weighted_mean(tmp_path: Path) -> None:
    case = tertius.load_table(write(tmp_path, TABLE), (4, 10), "years", 1)
    assert case.issues["issue"].unit == "years"
    assert case.stances["north"]["issue"].salience.middle == 80
    settlement = tertius.settle(case)
    expected = (8 * 0.8 * 4 + 16 * 0.6 * 10 + 8 * 0.4 * 7) / (8 * 0.8 + 16 * 0.6 + 8 * 0.4)
    assert settlement.levels["issue"] == pytest.approx(expected, abs=1e-9)


def test_scale_and_salience_are_never_guessed(tmp_path: Path) -> None:
    said = problems(write(tmp_path, TABLE))
    assert said[0].startswith("table.csv: the scale of the positions is not declared: say --scale")
    assert "the column 'Position' goes from 4 to 10" in said[0]
    assert "the column 'Salience' goes from 0.4 to 0.8" in said[1]


def test_every_mistake_names_row_and_column(tmp_path: Path) -> None:
    text = TABLE + "West,twelve,0.5,1\nNorth,5,0.5,1\nCentre,12,0.5,1\n,14,7,1\nRim,5,1.5,\n"
    said = "\n".join(problems(write(tmp_path, text), scale=(4, 10), salience_max=1))
    for part in (
        "table.csv:5, column Position: position, found 'twelve' where a number belongs",
        "table.csv:6, column Actor: 'North' stands twice, in row 2 and in row 6",
        "table.csv:7, column Position: stance of centre on issue, position 12 is off the scale",
        "table.csv:8, column Actor: a row without an actor",
        "table.csv:8, column Salience: salience, found the salience 7: a salience is at least 0 and at most 1",
        "table.csv:8, column Position: position 14 is off the scale: 'issue' goes from 4 to 10",
        "table.csv:9, column Salience: salience, found the salience 1.5: a salience is at least 0 and at most 1",
        "table.csv:9, column Capability: capability, found nothing where a number belongs",
    ):
        assert part in said


def test_a_row_that_cannot_be_taken_hides_no_other_mistake_of_its_own(tmp_path: Path) -> None:
    text = TABLE + "North,110%,much,\nsouth,3 to 11,0.5,1\n,x,0.5,1\n"
    said = problems(write(tmp_path, text), scale=(4, 10), salience_max=1)
    assert [problem.split(", legal")[0] for problem in said] == [
        "table.csv:5, column Actor: 'North' stands twice, in row 2 and in row 5: join the two, or rename one",
        "table.csv:5, column Salience: salience, found 'much' where a number belongs: " + NUMBER_WORDS,
        "table.csv:5, column Capability: capability, found nothing where a number belongs: " + NUMBER_WORDS,
        "table.csv:5, column Position: position 110% is off the scale: 'issue' goes from 4 to 10",
        "table.csv:6, column Actor: 'south' and 'South' would have the same id 'south': rename one of them",
        "table.csv:6, column Position: position 3 to 11 is off the scale: 'issue' goes from 4 to 10",
        "table.csv:7, column Actor: a row without an actor",
        "table.csv:7, column Position: position, found 'x' where a number belongs: " + NUMBER_WORDS,
    ]
    assert len(problems(write(tmp_path, TABLE + "North,4,0.8,8\n"), scale=(4, 10), salience_max=1)) == 1


def test_two_issues_never_become_one_and_two_sources_stay_two(tmp_path: Path) -> None:
    text = "actor,issue,position,salience,power,source\na,Tax,0,50,1,日本\nb,Tax,9,50,3,中国\nb,tax!,1,50,3,日本\n"
    said = problems(write(tmp_path, text), scale=(0, 100), salience_max=100)
    assert said == [
        "table.csv:4, column issue: 'tax!' and 'Tax' would have the same id 'tax': write it in one way, or rename one "
        "of them"
    ]
    case = tertius.load_table(write(tmp_path, text.replace("tax!", "Aid")), (0, 100), "", 100)
    assert {ident: source.title for ident, source in case.sources.items()} == {"a": "日本", "a-2": "中国"}
    assert [case.stances["b"][issue].source for issue in ("tax", "aid")] == [("a-2",), ("a",)]


def test_a_table_can_say_where_an_issue_stays(tmp_path: Path) -> None:
    text = "actor,issue,position,salience,power,Status Quo\na,Tax,0,50,1,\nb,Tax,9,50,3,2\n"
    text += "a,Aid,1,50,1,10%\nb,Aid,1,50,1,\n"
    case = tertius.load_table(write(tmp_path, text), (0, 50), "", 100, "2024-01-01")
    assert [case.reference(issue) for issue in case.issues] == [2, 5]
    assert case.origin.place(("issues", "tax", "reference")).line == 3
    rival = text.replace("a,Tax,0,50,1,", "a,Tax,0,50,1,3").replace("b,Aid,1,50,1,", "b,Aid,1,50,1,much")
    assert problems(write(tmp_path, rival), scale=(0, 50), salience_max=100) == [
        "table.csv:3, column Status Quo: the reference of 'Tax' is 2 here and 3 in row 2: write it once, or the same "
        "(an issue stays at one level without a decision)",
        "table.csv:5, column Status Quo: reference, found 'much' where a number belongs: " + NUMBER_WORDS,
    ]
    off = text.replace("50,3,2", "50,3,60")
    assert problems(write(tmp_path, off), scale=(0, 50), salience_max=100) == [
        "table.csv:3, column Status Quo: issue 'tax', reference 60 is off the scale: 'tax' goes from 0 to 50"
    ]


def warnings(case: tertius.Case) -> list[str]:
    return [str(problem).split("/")[-1] for problem in tertius.warn_case(case)]


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    text = "actor,position,salience,capability,Region,,\na,4,50,1,EU,,\nb,5,50,1,,x,\n"
    case = tertius.load_table(write(tmp_path, text), (0, 10), "", 100, "1994-05-01")
    assert warnings(case) == [
        "table.csv:1, column Region: the columns 'Region', number 6 without a heading are not used: look at row 3: "
        "a comma inside of a number or a text makes two cells of it, unless it is in quotes (columns that are read: "
        "actor, position, salience, capability, issue, reference, scale low, scale high, unit, description, source, "
        "why, and by other headings: see the page on plain tables)"
    ]
    comma = "actor,position,salience,capability\na,4,50,1\nb,5,5,50,1\n"
    (said,) = warnings(tertius.load_table(write(tmp_path, comma), (0, 10), "", 100, "1994-05-01"))
    assert "the column number 5 without a heading is not used: look at row 3: a comma inside of a number" in said
    empty = "actor,position,salience,capability,Region\na,4,50,1,\nb,5,50,1,\n"
    assert warnings(tertius.load_table(write(tmp_path, empty), (0, 10), "", 100, "1994-05-01")) == []


def test_the_day_of_a_table_is_declared_or_said_to_be_today(tmp_path: Path) -> None:
    path, today = write(tmp_path, TABLE), dt.date.today()
    for day in ("1994-05-01", dt.date(1994, 5, 1)):
        case = tertius.load_table(path, (4, 10), "", 1, as_of=day)
        assert case.as_of == dt.date(1994, 5, 1)
        assert warnings(case) == []
    case = tertius.load_table(path, (4, 10), "", 1)
    assert case.as_of == today
    assert warnings(case) == [
        f"table.csv: the table does not say which day it describes, and is taken to describe today, {today}: "
        "say --as-of 1994-05-01"
    ]
    assert problems(path, scale=(4, 10), salience_max=1, as_of="May 1994") == [
        "table.csv: as_of, found 'May 1994' where a date belongs: a date is written 2019-01-10"
    ]


def test_headings_are_known_by_other_names_and_missing_ones_are_said(tmp_path: Path) -> None:
    renamed = TABLE.replace("Actor,Position,Salience,Capability", "Player;STANCE;Importance;Power".replace(";", ","))
    assert len(tertius.load_table(write(tmp_path, renamed), (4, 10), "", 1).actors) == 3
    said = problems(write(tmp_path, TABLE.replace("Capability", "Capabilitty")), scale=(4, 10), salience_max=1)
    assert "no column is named capability: did you mean 'Capabilitty'?" in said[0]


def test_several_issues_are_decided_each_by_itself(tmp_path: Path) -> None:
    text = "actor;issue;position;salience;power\na;Tax;0;50;1\nb;Tax;100;50;3\na;Aid;20 to 40;10;1\nb;Aid;90;10;1\n"
    case = tertius.load_table(write(tmp_path, text), (0, 100), "", 100)
    levels = tertius.settle(case).levels
    assert levels == pytest.approx({"tax": 75, "aid": 60})


def test_ktabs_form_needs_no_declaration(tmp_path: Path) -> None:
    text = (
        "A title,What it is,3,2,\nActor,Description,Power,Policy Position,Policy Salience,Pstn2,Sal2,\n"
        "A,First one, 10.0,30,24.0,20,48.0,\nB,Second, 5.0,60,24.0,0,0,\nC,Third,5,60,24,40,48\n"
    )
    case = tertius.load_table(write(tmp_path, text))
    assert list(case.issues) == ["policy", "dimension-2"]
    assert case.name("b") == "Second"
    assert tertius.settle(case).levels == pytest.approx({"policy": 45, "dimension-2": 20 + 20 / 3})


KTAB_ROWS = {
    "SOE-Pol-Comp": {
        ("xj", "Xi Jinping", 100): {"policy": (30, 24), "competitive": (20, 48)},
        ("lk", "Li Keqiang", 60.2): {"policy": (45, 44.7), "competitive": (65, 41.3)},
        ("nea", "National Energy Administration", 15): {"policy": (20, 32), "competitive": (15, 32)},
        ("wy", "CNOOC - Wang Yilin", 40): {"policy": (15, 49), "competitive": (60, 46)},
    },
    "dummyData_3Dim": {
        ("sactor-00", "SActor-00 (Random Spatial Actor)", 102.543): {
            "dimension-1": (75.79, 49.53), "dimension-2": (6.37, 5.91), "dimension-3": (70.45, 28.15),
        },
        ("sactor-06", "SActor-06 (Random Spatial Actor)", 54.178): {
            "dimension-1": (70.96, 31.75), "dimension-2": (33.46, 27.93), "dimension-3": (90.36, 26.03),
        },
    },
}  # fmt: skip
"""Position and salience as they stand in KTAB's sample files, typed off them."""


@pytest.mark.parametrize(("name", "actors", "issues"), [("SOE-Pol-Comp", 13, 2), ("dummyData_3Dim", 7, 3)])
def test_ktabs_own_files(data: Path, name: str, actors: int, issues: int) -> None:
    case = tertius.load_table(data / "ktab" / f"{name}.csv")
    assert (len(case.actors), len(case.issues)) == (actors, issues)
    for (actor, shown, capability), stances in KTAB_ROWS[name].items():
        assert case.name(actor) == shown
        for issue, (position, salience) in stances.items():
            stance = case.stances[actor][issue]
            assert stance.position == Quantity(position, position)
            assert stance.salience.middle == pytest.approx(salience, abs=1e-12)
            assert stance.capability == Quantity(capability, capability)
    levels = tertius.settle(case).levels
    with (data / "ktab" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = [[float(cell) for cell in row[2:] if cell.strip()] for row in list(csv.reader(file))[2:]]
    for place, issue in enumerate(case.issues):
        weights = [row[0] * row[2 + 2 * place] for row in rows]
        mean = sum(w * row[1 + 2 * place] for w, row in zip(weights, rows, strict=True)) / sum(weights)
        assert levels[issue] == pytest.approx(mean, abs=1e-9)


def test_the_published_table_is_the_gallerys_case(data: Path) -> None:
    table = tertius.load_table(data / "emission_1994" / "emission_actors.csv", (4, 10), "years", 1)
    told, shipped = (tertius.settle(case) for case in (table, tertius.load("ec-emission-1994")))
    assert told.levels["issue"] == pytest.approx(shipped.levels["delay"], abs=1e-12)


def test_theories_and_rules_that_do_not_apply_are_refused(tmp_path: Path) -> None:
    case = tertius.load_table(write(tmp_path, TABLE), (4, 10), "", 1)
    assert list(tertius.settle_theories(case).settlements) == ["weighted-mean"]
    with pytest.raises(tertius.UsageError, match="'hold' does not apply to table: those that do are weighted-mean"):
        tertius.settle(case, rule="hold")
    with pytest.raises(
        tertius.UsageError, match=r"does not apply to korea-2019: those that do are renegotiate, .*hold"
    ):
        tertius.settle_theories(tertius.load("korea-2019"), "weighted-mean")


def test_a_row_without_an_issue_is_a_mistake_and_sources_are_kept(tmp_path: Path) -> None:
    text = "actor,issue,position,salience,power,source\na,Tax,0,50,1,The Gazette\nb,Tax,100,50,3,\n"
    case = tertius.load_table(write(tmp_path, text), (0, 100), "", 100)
    assert case.sources[case.stances["a"]["tax"].source[0]].title == "The Gazette"
    said = problems(write(tmp_path, text + "c,,10,10,1,\n"), scale=(0, 100), salience_max=100)
    assert said == ["table.csv:4, column issue: the row of 'c' names no issue"]
