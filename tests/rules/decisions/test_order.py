"""The order of the rows of a table must not matter, least of all where offers or trades are worth the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tertius.analysis.decide.pool import pool_decision
from tertius.case.model import Case
from tertius.rules import decision_rules
from tertius.rules.decisions.challenge.challenge import Challenge, challenge
from tertius.rules.decisions.challenge.rounds import play
from tertius.rules.decisions.exchange.exchange import exchange
from tertius.rules.decisions.order import order_of, orders_of
from tertius.rules.decisions.spatial.spatial import Options, Spatial, spatial
from tertius.rules.decisions.stances import Stances
from tertius.rules.decisions.weighted_median import weighted_median, weighted_medians
from tests.examples import few

Table = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

VARIANTS = ("printed", "code")

ROUND = st.sampled_from([0.0, 20.0, 50.0, 80.0, 100.0])
"""Few places: offers tie, and stand as far to the left as others to the right."""


@st.composite
def tied(draw: st.DrawFn, issues: int = 1) -> tuple[Table, list[int]]:
    """A table in which much is equal, and an order of its rows."""
    actors = draw(st.integers(2, 8))

    def column(values: st.SearchStrategy[float]) -> NDArray[np.float64]:
        rows = draw(st.lists(values, min_size=actors * issues, max_size=actors * issues))
        return np.array(rows).reshape(actors, issues)

    table = (column(ROUND), column(st.sampled_from([0.2, 0.5, 1.0])), column(st.sampled_from([1.0, 2.0, 1 / 3])))
    return table, draw(st.permutations(range(actors)))


def of_one(table: Table) -> Table:
    """The columns of a table with one issue."""
    return tuple(column[:, 0] for column in table)  # type: ignore[return-value]


@settings(max_examples=few(40, 2000), deadline=None)
@given(tied())
def test_who_is_first_is_told_by_what_actors_are(made: tuple[Table, list[int]]) -> None:
    table, rows = made
    x, s, c = of_one(table)
    here, there = order_of(x, s, c), order_of(x[rows], s[rows], c[rows])
    assert sorted(here) == list(range(len(x)))
    for column in (x, s, c):
        assert np.array_equal(column[here], column[rows][there])
    weights = (c * s)[here]
    assert (np.diff(weights) <= 0).all()


@pytest.mark.parametrize("variant", VARIANTS)
@settings(max_examples=few(60, 5000), deadline=None)
@given(made=tied())
def test_rounds_are_the_same_to_the_bit(variant: Any, made: tuple[Table, list[int]]) -> None:
    table, rows = made
    x, s, c = of_one(table)
    one, other = challenge(x, s, c, variant), challenge(x[rows], s[rows], c[rows], variant)
    assert np.array_equal(one.positions[:, rows], other.positions)
    assert np.array_equal(one.kinds[:, rows], other.kinds)
    assert np.array_equal(one.risks[:, rows], other.risks)
    assert np.array_equal(one.medians, other.medians)
    assert np.array_equal(one.means, other.means)
    assert one.status is other.status


def test_four_actors_turned_round_settle_alike() -> None:
    """Two offers that are worth the same to the one in the middle; by rows this was 100 or 20."""
    found = set()
    rng = np.random.default_rng(3)
    for _ in range(300):  # by rows a part of such tables differed
        x, s, c = rng.choice([0.0, 20, 100], 4), rng.choice([0.5, 1.0], 4), rng.choice([1.0, 2.0], 4)
        for variant in VARIANTS:
            here = challenge(x, s, c, variant).medians[-1]
            found.add(bool(here == challenge(x[::-1], s[::-1], c[::-1], variant).medians[-1]))
    assert found == {True}


@settings(max_examples=few(15, 500), deadline=None)
@given(tied())
def test_what_lies_behind_the_rounds_is_that_of_the_rounds(made: tuple[Table, list[int]]) -> None:
    table, rows = made
    x, s, c = of_one(table)
    one, other = play(x, s, c), play(x[rows], s[rows], c[rows])
    for here, there in zip(one.rounds, other.rounds, strict=True):
        assert np.array_equal(here.map.own[np.ix_(rows, rows)], there.map.own)
        assert np.array_equal(here.map.risk[rows], there.map.risk)
        assert len(here.offers) == len(there.offers)


@settings(max_examples=few(25, 1000), deadline=None)
@given(tied(2), st.builds(Options, view=st.sampled_from(["initiator", "both", "compromise"])))
def test_places_of_turns_are_the_same_to_the_bit(made: tuple[Table, list[int]], options: Options) -> None:
    """Of actors who agree in everything one may be challenged and the other not: they are told apart by nothing."""
    (x, s, c), rows = made
    one, other = spatial(x, s, c[:, 0], options=options), spatial(x[rows], s[rows], c[rows, 0], options=options)
    assert np.array_equal(one.places, other.places)
    assert np.array_equal(one.chances, other.chances)
    assert one.status is other.status


@settings(max_examples=few(25, 1000), deadline=None)
@given(tied(3))
def test_trades_lead_to_the_same_outcomes(made: tuple[Table, list[int]]) -> None:
    (x, s, c), rows = made
    one, other = exchange(x, s, c), exchange(x[rows], s[rows], c[rows])
    assert np.array_equal(one.outcomes, other.outcomes)
    assert np.array_equal(one.gains, other.gains)


def case_of(table: Table, rows: list[int]) -> Case:
    """A table as a case, its actors in an order; each keeps its name."""
    x, s, c = table
    stances = {
        f"a{n}": {
            f"issue-{k}": {"position": float(x[n, k]), "salience": float(100 * s[n, k])} for k in range(x.shape[1])
        }
        for n in rows
    }
    return Case.model_validate(
        {
            "case": "tied",
            "title": "Much is equal",
            "as_of": "2024-05-01",
            "issues": {f"issue-{k}": {"reference": 50} for k in range(x.shape[1])},
            "actors": {f"a{n}": {"capability": float(c[n, 0])} for n in rows},
            "stances": stances,
        }
    )


RULES: dict[str, Any] = decision_rules()


@pytest.mark.parametrize("key", RULES)
@settings(max_examples=few(12, 500), deadline=None)
@given(made=tied(2))
def test_every_rule_says_the_same_of_a_table_in_any_order(key: str, made: tuple[Table, list[int]]) -> None:
    table, rows = made
    endings: Callable[[Case], Any] = RULES[key].endings
    one, other = endings(case_of(table, sorted(rows))), endings(case_of(table, rows))
    for issue, ending in one.items():
        assert other[issue].level == pytest.approx(ending.level, abs=1e-6)  # some rules iterate
        assert other[issue].status is ending.status
        assert dict(other[issue].chances) == pytest.approx(dict(ending.chances), abs=1e-6)


@settings(max_examples=few(25, 500), deadline=None)
@given(tied())
def test_the_pool_says_the_same_of_a_table_in_any_order(made: tuple[Table, list[int]]) -> None:
    table, rows = made
    x, s, c = of_one(table)
    roles = ["member", "parliament", *["member"] * (len(x) - 2)]
    one = pool_decision(x, 100 * s, c, roles=roles)
    other = pool_decision(x[rows], 100 * s[rows], c[rows], roles=[roles[n] for n in rows])
    assert other.chances == pytest.approx(one.chances, abs=1e-9)


@st.composite
def many_tied(draw: st.DrawFn) -> list[dict[str, Stances]]:
    """Draws of one table with two issues; some nobody cares about, some in which all stand at one place."""
    actors, count = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    column = st.lists(ROUND, min_size=actors, max_size=actors).map(np.array)
    few_numbers = st.sampled_from([0.0, 20.0, 50.0, 100.0])
    weights = st.lists(few_numbers, min_size=actors, max_size=actors).map(np.array)
    names = tuple(f"a{n}" for n in range(actors))
    return [
        {k: Stances(draw(column), draw(weights), draw(weights), names) for k in ("one", "two")} for _ in range(count)
    ]


@pytest.mark.parametrize(
    "model", [Challenge("code"), Challenge("printed", 3), Spatial()], ids=["code", "printed", "spatial"]
)
@settings(max_examples=few(25, 1000), deadline=None)
@given(draws=many_tied())
def test_many_draws_at_once_end_as_each_alone(model: Any, draws: list[dict[str, Stances]]) -> None:
    together = model.decide_many(draws, threads=2)
    for stances, found in zip(draws, together, strict=True):
        try:
            alone = model.decide_all(stances)
        except ValueError:
            assert found is None
            continue
        assert found is not None
        for issue, ending in alone.items():
            assert found[issue].level == ending.level
            assert found[issue].status.converged == ending.status.converged


@given(st.lists(st.tuples(ROUND, ROUND, ROUND), min_size=6, max_size=6))
def test_orders_and_medians_of_many_tables_are_those_of_each(rows: list[tuple[float, float, float]]) -> None:
    x, s, c = (np.array(column).reshape(2, 3) for column in zip(*rows, strict=True))
    together = orders_of(x, s, c)
    medians = weighted_medians(x, c * s)
    for n in range(2):
        assert np.array_equal(together[n], order_of(x[n], s[n], c[n]))
        if (c[n] * s[n]).any():
            assert medians[n] == weighted_median(x[n], c[n] * s[n])
        else:
            assert np.isnan(medians[n])
