"""Known answers for a client and its patrons: five concepts on worths that are given."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.analysis.patrons import PATRON_CONCEPTS, Patrons
from tertius.rules.worths.division import best_of_subsets
from tertius.rules.worths.menu_auction import menu_auction
from tertius.rules.worths.sets import members

TWO = {"first": 10, "second": 8, ("first", "second"): 10}


def clients(found: Patrons) -> dict[str, float]:
    return {key: divided.client.middle for key, divided in found.concepts.items()}


def test_a_client_with_patrons_worth_ten_and_eight() -> None:
    """Rivals, equal power: 5, 6.33, 8, 8 and 9."""
    found = tertius.patrons(worths=TWO)
    expected = (5, 19 / 3, 8, 8, 9)
    assert clients(found) == pytest.approx(dict(zip(PATRON_CONCEPTS, expected, strict=True)))
    assert found.rivalry["first", "second"].middle == 8
    assert found.relation("second", "first") == "rivals"
    assert found.pays == 1


def test_the_balanced_outcome_is_that_of_the_star() -> None:
    random = np.random.default_rng(1)
    for _ in range(10):
        first, second = random.uniform(0, 10, 2)
        power = {"client": 2.0, "first": float(random.uniform(0.1, 3)), "second": 1.0}
        worths = {"first": first, "second": second, ("first", "second"): max(first, second)}
        found = tertius.patrons(worths=worths, power=power).concepts["balanced"]
        star = tertius.balanced([("client", "first", first), ("client", "second", second)], power=power)
        assert found.client.middle == pytest.approx(star.shares["client"])
        assert found.patrons["second"].middle == pytest.approx(star.shares["second"])


def test_complements_hold_the_client_to_what_it_has_alone() -> None:
    """Laussel and Le Breton 2001."""
    found = tertius.patrons(worths={(): 3, "a": 4, "b": 5, ("a", "b"): 20})
    assert clients(found)["menu_auction"] == 0
    assert found.relation("a", "b") == "complements"
    assert found.pays == 0
    # A patron could have up to 16 and 15 of the 17 alone; raised together both have 8.5.
    assert found.concepts["menu_auction"].patrons["a"].middle == pytest.approx(8.5)


def test_two_bidders_in_closed_form() -> None:
    """Bernheim and Whinston 1986: the client has max(W(1) + W(2) - W(12), W(0))."""
    random = np.random.default_rng(2)
    for _ in range(50):
        worths = best_of_subsets(random.uniform(0, 10, 4) + np.array([0, 0, 0, 5]))
        client = menu_auction(worths, random.random(2)).client
        assert client == pytest.approx(max(worths[1] + worths[2] - worths[3], worths[0]))


def test_bids_of_many_end_on_the_frontier() -> None:
    """No set of patrons has more than it adds, and no patron could have more; the ends hold what is given."""
    random, open_ends = np.random.default_rng(3), 0
    for trial in range(30):
        n = 3 + trial % 2
        sizes = members(n).sum(axis=1)
        worths = best_of_subsets(random.random(1 << n) * sizes ** (1 + trial % 3 / 2))
        found = menu_auction(worths, random.uniform(0.2, 0.8, n))
        everyone = np.arange(1 << n)
        room = worths[-1] - worths[everyone ^ everyone[-1]] - members(n) @ found.patrons
        assert (found.patrons >= 0).all()
        assert room.min() > -1e-8
        assert all(room[members(n)[:, i]].min() < 1e-8 for i in range(n))
        assert found.low - 1e-8 <= found.client <= found.high + 1e-8
        open_ends += found.high - found.low > 1e-6
    assert 0 < open_ends < 30


def test_substitutes_have_what_each_adds_and_exact_rivals_the_glove() -> None:
    """One left glove, two right ones: Shapley 2/3, bids 1."""
    found = tertius.patrons(worths={"a": 1, "b": 1, ("a", "b"): 1})
    assert clients(found) == pytest.approx(
        {"nash_in_nash": 0.5, "shapley": 2 / 3, "threat_of_replacement": 1, "menu_auction": 1, "balanced": 1}
    )


def test_power() -> None:
    """All of it to one side is the limit of much of it; where deals are independent each splits by power."""
    independent = {"a": 4, "b": 6, ("a", "b"): 10}
    for key in ("nash_in_nash", "shapley"):
        divided = tertius.patrons(worths=independent, power={"a": 3}).concepts[key]
        assert divided.patrons["a"].middle == pytest.approx(3)
        assert divided.client.middle == pytest.approx(4)
    assert clients(tertius.patrons(worths=TWO, power={"client": 0}))["shapley"] == pytest.approx(0, abs=1e-5)
    assert clients(tertius.patrons(worths=TWO, power={"first": 0, "second": 0}))["shapley"] == pytest.approx(10)


def test_shapley_is_the_value_of_the_game_with_the_client() -> None:
    from tertius.analysis.leverage.shapley import shapley

    random = np.random.default_rng(5)
    worths = best_of_subsets(np.append(0, random.uniform(1, 10, 7)))
    names = ("a", "b", "c")
    given = {tuple(n for i, n in enumerate(names) if s >> i & 1): float(worths[s]) for s in range(8)}
    found = tertius.patrons(worths=given).concepts["shapley"]
    value = shapley(np.append(np.zeros(8), worths))  # the client is the last player
    assert [*(band.middle for band in found.patrons.values()), found.client.middle] == pytest.approx(value)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"worths": {"a": 1, "b": 2}}, ["the worth of a+b is missing"]),
        ({"worths": {"a": "1", ("a", "b"): float("nan")}}, ["the worth of a is '1'", "the worth of a+b is nan"]),
        ({"worths": {}}, ["no patron is named"]),
        ({"worths": {("a", "b"): 1, ("b", "a"): 1, "a": 1, "b": 1}}, ["the worth of a+b is given twice"]),
        ({"worths": TWO, "power": {"frst": 2}}, ["did you mean 'first'?"]),
        ({"worths": TWO, "power": {"client": 0, "first": 0}}, ["neither client nor first has any power"]),
        ({"worths": TWO, "draws": 5}, ["in the place of a case"]),
        ({}, ["give a case, or worths"]),
    ],
)
def test_what_is_wrong_with_worths_is_said(arguments: dict[str, object], told: list[str]) -> None:
    with pytest.raises(tertius.UsageError) as mistake:
        tertius.patrons(**arguments)  # type: ignore[arg-type]
    assert all(words in str(mistake.value) for words in told)
