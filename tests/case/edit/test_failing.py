"""Why talks may fail: named, drawn, changed, told as edits, and gone with what it belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tertius.case import Case, Change, apply_changes, check_case, diff_cases, numbers_of, read_text
from tertius.draws import uncertain_of
from tertius.errors import CaseError

SAID = (
    ("  far: Farland\n", "  far: Farland\n  guilds: The guilds\n"),
    (
        "    parties: [north, south]\n",
        "    parties: [north, south, far]\n"
        "    doubt: {north: 50%, far: 100%}\n"
        "    keeps: {south: 60% to 80%, far: 70% to 90%}\n"
        "    firm: {north: 10% to 20%, far: 10%}\n"
        "    ratified_by: {north: guilds, south: council, far: council}\n"
        "    patience: {north: 0.8 to 0.9, south: 0.7, far: 0.9}\n"
        "    deadline: 3\n",
    ),
    ("      toll: 8\n", "      toll: {level: 8, drift: 0.1 to 0.2}\n"),
    ("    authorised_by: council\n", "    unless: {toll: 9 to 10}\n"),
    ("    probability: 10% to 30%\n", "    probability: 10% to 30%\n    unless: {grain: 40 to 60}\n"),
    ("stances:\n", "stances:\n  guilds:\n    grain: {position: 0, salience: 20 to 30}\n"),
)


@pytest.fixture(scope="module")
def case(damage: Callable[..., str]) -> Case:
    return read_text(damage(*SAID), "strait.yaml")


def test_each_number_has_a_name_and_a_unit_and_doubt_is_none(case: Case) -> None:
    """Doubt says how much of the ranges is known to others; it is not a number with a range of its own."""
    said = {".".join(map(str, number.path)): (number.label, number.unit) for number in numbers_of(case)}
    ours = {path: words for path, words in said.items() if path.startswith("talks.passage") or "unless" in path}
    assert ours == {
        "talks.passage.without_agreement.toll.level": (
            "level of Toll per ship without an agreement in passage",
            "thousand euros, 0 to 10",
        ),
        "talks.passage.without_agreement.toll.drift": (
            "drift of Toll per ship without an agreement in passage, each season",
            "thousand euros, each season",
        ),
        "talks.passage.without_agreement.grain.level": (
            "level of Grain deliveries without an agreement in passage",
            "on the scale 0 to 100",
        ),
        **{
            f"talks.passage.keeps.{party}.probability": (
                f"probability that {name} delivers what it owes in passage",
                "probability",
            )
            for party, name in (("south", "Southland"), ("far", "Farland"))
        },
        **{
            f"talks.passage.firm.{party}.probability": (
                f"probability that {name} cannot take its demand in passage back",
                "probability",
            )
            for party, name in (("north", "Northland"), ("far", "Farland"))
        },
        **{
            f"talks.passage.patience.{party}.discount": (f"patience of {name} in passage", "discount factor")
            for party, name in (("north", "Northland"), ("south", "Southland"), ("far", "Farland"))
        },
        "links.patron.unless.grain.level": ("level of Grain deliveries that stills 'patron'", "on the scale 0 to 100"),
        "threats.closure.unless.toll.level": (
            "level of Toll per ship that stills 'closure'",
            "thousand euros, 0 to 10",
        ),
    }


def test_those_with_a_range_are_drawn(case: Case) -> None:
    drawn = {number.path[-3:] for number in uncertain_of(case)}
    assert {
        ("keeps", "south", "probability"),
        ("firm", "north", "probability"),
        ("patience", "north", "discount"),
        ("without_agreement", "toll", "drift"),
        ("unless", "toll", "level"),
        ("unless", "grain", "level"),
    } <= drawn
    assert not any("doubt" in path or ("south" in path and "patience" in path) for path in drawn)


def test_each_can_be_changed_and_the_change_is_told(case: Case) -> None:
    after = apply_changes(
        case,
        [
            Change(set="talks.passage.keeps.south", to="50%"),
            Change(add="talks.passage.keeps.north", value="90%"),
            Change(set="threats.closure.unless.toll", to="9"),
            Change(remove="talks.passage.firm.far"),
            Change(remove="links.patron.unless"),
        ],
    )
    assert [str(edit) for edit in diff_cases(case, after)] == [
        "probability that Southland delivers what it owes in passage: 50%, was 60% to 80%",
        "probability that Farland cannot take its demand in passage back: gone, was 10%",
        "probability that Northland delivers what it owes in passage: new, 90%",
        "level of Grain deliveries that stills 'patron': gone, was 40 to 60",
        "level of Toll per ship that stills 'closure': 9, was 9 to 10",
    ]


def test_a_party_that_is_gone_takes_what_was_said_of_it(case: Case) -> None:
    after = apply_changes(case, Change(remove="actors.far"))
    talk = after.talks["passage"]
    assert talk.parties == ("north", "south")
    for field in ("doubt", "keeps", "firm", "ratified_by", "patience"):
        assert "far" not in getattr(talk, field)
        assert set(getattr(talk, field)) == set(getattr(case.talks["passage"], field)) - {"far"}
    assert check_case(after) == []


@pytest.mark.parametrize(("gone", "left"), [("actors.guilds", ["south", "far"]), ("bodies.council", ["north"])])
def test_who_is_gone_ratifies_nothing(case: Case, gone: str, left: list[str]) -> None:
    after = apply_changes(case, Change(remove=gone))
    assert list(after.talks["passage"].ratified_by) == left
    assert check_case(after) == []


def test_an_issue_that_leaves_the_table_takes_the_demands_on_it(case: Case) -> None:
    for change in (Change(remove="issues.toll"), Change(remove="talks.passage.without_agreement.toll")):
        after = apply_changes(case, change)
        assert not after.threats["closure"].unless
        assert list(after.links["patron"].unless) == ["grain"]
        assert check_case(after) == []


def test_a_talk_that_is_gone_takes_what_hangs_on_it(case: Case) -> None:
    after = apply_changes(case, Change(remove="talks.passage"))
    assert not after.links
    assert not after.threats
    assert check_case(after) == []


def test_a_new_party_must_say_how_patient_it_is(case: Case) -> None:
    with pytest.raises(CaseError, match=r"nothing is said of guilds: add a line such as `guilds: 0\.9`"):
        apply_changes(case, Change(set="talks.passage.parties", to=["north", "south", "far", "guilds"]))
