"""Shapes that are legal, but that a reader must know about."""

from __future__ import annotations

from collections.abc import Callable

from tertius.case import read_text, warn_case


def warnings(text: str) -> list[str]:
    return [str(problem).removeprefix("k.yaml:") for problem in warn_case(read_text(text, "k.yaml"))]


def test_the_small_case_has_no_warnings(small: str) -> None:
    assert warnings(small) == []


def test_two_sources_of_one_need_in_one_talk(damage: Callable[..., str]) -> None:
    text = damage(("      grain: 60% to 90%\n", "      grain: 60% to 90%\n      toll: 5%\n"))
    assert warnings(text) == [
        "52: need 'food', covered_by, grain and toll cover this need and are both in the talk 'passage': "
        "such a talk can have several best deals: merge the issues, or look at the alternatives"
    ]


def test_two_talks_with_the_same_parties_are_no_cycle_besides(damage: Callable[..., str]) -> None:
    text = damage(("parties: [north, far]\n    power:\n      far: 1 to 2\n", "parties: [south, north]\n"))
    assert warnings(text) == [
        "31: talk 'alliance', it has the same parties as 'passage': talks between the same parties belong "
        "together: put their issues at one table"
    ]


def test_a_cycle_is_named_from_the_first_talk_on(damage: Callable[..., str]) -> None:
    text = damage(("stances:\n", "  credit:\n    parties: [far, south]\nstances:\n"))
    [warning] = warnings(text)
    assert warning.startswith("25: talk 'passage', it closes a cycle of talks and parties: passage - ")
    assert {*warning.split(": ")[2].split(" - ")} == {
        "passage",
        "north",
        "alliance",
        "far",
        "credit",
        "south",
    }


def test_curvature_one(damage: Callable[..., str]) -> None:
    text = damage(("as_of: 2024-03-01\n", "as_of: 2024-03-01\ncurvature: 1\n"))
    assert warnings(text) == [
        "5: curvature, with curvature 1 the best levels need not be unique: the levels nearest to the "
        "references are reported"
    ]
