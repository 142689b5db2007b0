"""What a warning says to change nothing changes nothing, in any case and under every rule."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.case import warn_case
from tertius.case.check.warning_texts import IDLE
from tertius.case.model import Case
from tertius.rules import settle
from tertius.rules.arrays import Network
from tertius.rules.bargaining.hold import hold
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.renegotiate import renegotiate
from tests.examples import few
from tests.reference.cases import entries_of_network
from tests.reference.networks import networks, random_network
from tests.rules.idle_plants import PLANTS, STILL, Entries, Plant, still_salience

VALUES = st.sampled_from([None, 0.0, 0.5, 7.0, 40.0, 100.0])
POSITIVE = st.floats(0.5, 100.0)


@dataclass(frozen=True)
class Answer:
    """What every set of talks comes to (`renegotiate`), and every start (`hold`), by name."""

    levels: dict[str, np.ndarray]
    payoffs: dict[str, np.ndarray]
    agreed: list[int]


def planted(network: Network, plant: Plant, value: float | None) -> Case:
    entries: Entries = copy.deepcopy(entries_of_network(network))
    plant(entries, value)
    return Case.model_validate(entries)


def answer(case: Case, ranges: dict[str, float] | None = None) -> Answer:
    """The answers to a case; in units of the ranges given, if they are."""
    network = network_of(case)
    numbers = network.numbers
    if ranges is not None:
        numbers = numbers._replace(range=np.array([ranges[actor] for actor in network.actors]))
    network = Network(**{**vars(network), "numbers": numbers})
    outcomes, held = renegotiate(network)[0], hold(network)
    levels = np.vstack([outcomes.levels, *(run.levels for run in held)])
    return Answer(
        levels=dict(zip(network.issues, levels.T, strict=True)),
        payoffs=dict(zip(network.actors, (outcomes.payoffs * outcomes.units).T, strict=True)),
        agreed=[*map(int, outcomes.agreed), *(int(run.agreed) for run in held)],
    )


def ranges_in(case: Case) -> dict[str, float]:
    network = network_of(case)
    return dict(zip(network.actors, map(float, network.numbers.range), strict=True))


def kinds_of(case: Case) -> list[str]:
    """The kinds of idle numbers that the warnings of a case name."""
    said = [problem.suggestion for problem in warn_case(case)]
    return [kind for kind, caution in IDLE.items() if any(caution.advice.split("{")[0] in each for each in said)]


@pytest.mark.parametrize("kind", PLANTS)
@settings(max_examples=few(5, 25))
@given(network=networks(), first=VALUES, second=POSITIVE)
def test_an_idle_number_changes_nothing(kind: str, network: Network, first: float | None, second: float) -> None:
    cases = [planted(network, PLANTS[kind], value) for value in (first, second)]
    assert kind in kinds_of(cases[1])
    before, after = map(answer, cases)
    assert before.agreed == after.agreed
    for name in before.levels.keys() & after.levels.keys() - {"new-issue"}:
        assert np.allclose(before.levels[name], after.levels[name], rtol=0, atol=1e-9)
    for name in before.payoffs.keys() & after.payoffs.keys():
        assert np.allclose(before.payoffs[name], after.payoffs[name], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("kind", "plant"), STILL)
@settings(max_examples=few(5, 25))
@given(network=networks(), first=POSITIVE, second=POSITIVE)
def test_what_stands_still_shifts_a_payoff_by_a_constant(
    kind: str, plant: Plant, network: Network, first: float, second: float
) -> None:
    cases = [planted(network, plant, value) for value in (first, second)]
    assert kind in kinds_of(cases[1])
    ranges = ranges_in(cases[0])
    before, after = (answer(case, ranges) for case in cases)
    assert before.agreed == after.agreed
    for name, levels in before.levels.items():
        assert np.allclose(levels, after.levels[name], rtol=0, atol=1e-6)
    for name, payoffs in before.payoffs.items():
        shift = after.payoffs[name] - payoffs
        assert np.allclose(shift, shift[0], rtol=0, atol=1e-4)


def test_the_range_that_such_a_salience_widens_can_decide_which_talk_fails() -> None:
    """Why the warning does not say that it changes nothing: talks that lack a zone are compared in ranges."""
    network = random_network(np.random.default_rng(269))
    little, much = (settle(planted(network, still_salience, salience)).agreements for salience in (1.0, 90.0))
    assert little != much


@settings(max_examples=few(8, 50))
@given(network=networks(), level=st.floats(0.0, 100.0))
def test_an_issue_that_no_party_cares_about_stays_where_it_is(network: Network, level: float) -> None:
    case = planted(network, PLANTS["still issue"], level)
    assert np.all(answer(case).levels["new-issue"] == case.reference("new-issue"))


@settings(max_examples=few(8, 50))
@given(network=networks(), level=st.floats(0.0, 1.0), salience=POSITIVE)
def test_no_level_moves_if_those_whom_it_touches_have_no_power(network: Network, level: float, salience: float) -> None:
    entries = copy.deepcopy(entries_of_network(network))
    one, other = list(entries["actors"])[:2]
    talk = {"parties": [one, other], "power": {one: 0, other: 1}, "without_agreement": {"new-issue": level}}
    entries["issues"]["new-issue"] = {"scale": [0, 1]}
    entries["talks"]["new-talk"] = talk
    entries["stances"][one]["new-issue"] = {"position": 1, "salience": salience}
    case = Case.model_validate(entries)
    assert "no say" in kinds_of(case)
    assert np.all(answer(case).levels["new-issue"] == level)


def test_every_kind_is_proven() -> None:
    assert {*PLANTS, *(kind for kind, _ in STILL), "no say"} == set(IDLE)
