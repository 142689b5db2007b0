"""Which numbers are drawn, on which scale, and from which column."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import tertius
from tertius.case import read_text
from tertius.case.parse.quantity import Quantity
from tertius.draws import dimensions_of, uncertain_of


def paths(case: tertius.Case) -> list[str]:
    return [".".join(map(str, number.path)) for number in uncertain_of(case)]


def test_every_kind_of_number_that_touches_a_settlement(small: str) -> None:
    assert paths(read_text(small)) == [
        "issues.loan.level",
        "talks.passage.without_agreement.grain.level",
        "talks.alliance.power.far.power",
        "stances.north.toll.salience",
        "stances.south.toll.salience",
        "needs.food.weight",
        "needs.food.covered_by.grain.share",
        "links.patron.probability",
        "threats.closure.damage",
        "threats.closure.credibility",
        "bodies.council.passes",
    ]


def test_percent_of_a_scale_is_a_level_on_it(damage: Callable[..., str]) -> None:
    case = read_text(damage(("position: 10\n", "position: 40% to 80%, likely 50%, normal\n")))
    number = next(number for number in uncertain_of(case) if number.path[-1] == "position")
    assert number.quantity == Quantity(4, 8, 5, shape="normal")
    assert number.label == "position of Southland on Toll per ship"
    assert number.unit == "thousand euros, 0 to 10"
    assert number.number.sources == ("gazette-2023",)


def test_capabilities_of_actors_and_of_stances_are_numbers_of_their_own(damage: Callable[..., str]) -> None:
    case = read_text(
        damage(
            ("  north: Northland\n", "  north:\n    name: Northland\n    capability: 10 to 20\n"),
            ("      position: 10\n", "      position: 10\n      capability: 5 to 6\n"),
        )
    )
    assert "actors.north.capability" in paths(case)
    assert "stances.south.toll.capability" in paths(case)


def test_numbers_of_moves_and_the_leanings_of_members_are_not_drawn(damage: Callable[..., str]) -> None:
    members = "members:\n      north:\n        yes: 10% to 20%\n      south:\n      neutral:"
    case = read_text(damage(("members: [north, south, neutral]", members)))
    assert not [path for path in paths(case) if path.startswith(("moves", "bodies.council.members"))]


def test_a_group_shares_a_column_and_the_others_have_their_own(damage: Callable[..., str]) -> None:
    groups = (
        "groups:\n  south:\n    together: [stances.south.toll.salience, talks.alliance.power.far]\n"
        "    against: [needs.food.weight]\n  one:\n    together: [links.patron.probability]\n"
    )
    case = read_text(damage(("events:\n", f"{groups}events:\n")))
    uncertain = uncertain_of(case)
    grouped = {str(number.path[0]): number for number in uncertain if number.group == "south"}
    assert set(grouped) == {"stances", "talks", "needs"}
    assert len({number.dimension for number in grouped.values()}) == 1
    assert [kind for kind, number in grouped.items() if number.reversed] == ["needs"]
    assert dimensions_of(uncertain) == len(uncertain) - 2
    assert {number.dimension for number in uncertain} == set(range(dimensions_of(uncertain)))


def test_a_group_survives_the_loss_of_what_it_names(damage: Callable[..., str]) -> None:
    groups = "groups:\n  south:\n    together: [needs.food.weight, links.patron.probability]\n"
    case = read_text(damage(("events:\n", f"{groups}events:\n")))
    without = case.model_copy(update={"links": {}})
    assert "needs.food.weight" in paths(without)


@pytest.mark.parametrize("name", ["ec-emission-1994", "two-patrons"])
def test_certain_cases_have_no_uncertain_numbers(name: str) -> None:
    assert uncertain_of(tertius.load(name)) == ()
    assert dimensions_of(()) == 0
