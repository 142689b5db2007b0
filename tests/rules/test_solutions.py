"""Solutions: the kernel against the slow reference, what a talk may choose, and theories by name."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.entries import Talk
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.rules import CONCEPTS, RULES, settle, settle_theories, theories_for, theory_named
from tertius.rules.arrays import CODES, Network
from tertius.rules.bargaining.hold import hold
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import renegotiate
from tests.before import as_before
from tests.examples import few
from tests.reference.networks import random_network, solved_by
from tests.reference.slow_hold import hold_slowly
from tests.rules.comparison import compare

OTHERS = [key for key in CODES if key != "nash"]


def near(network: Network) -> float:
    """How closely levels agree: on the flat top of a cubic curve a gain of 1e-11 is 2e-4 of the scale wide."""
    return 1e-4 if network.structure.curvature <= 2 else 1e-3


def check_networks(seeds: range, solution: str) -> int:
    """Compares kernel and reference where no verdict is on the edge; returns how many those were."""
    fair = 0
    for seed in seeds:
        network = solved_by(random_network(np.random.default_rng(seed), talks=1 + seed % 3), solution)
        slow, fast = hold_slowly(network), hold(network)[0]
        if not slow.converged or slow.margin <= 1e-7 or fast.flags & (CYCLING | LIMIT):
            continue
        fair += 1
        agreed = (fast.agreed >> np.arange(len(network.talks))) & 1 == 1
        assert np.array_equal(agreed, slow.agreed), f"seed {seed}"
        assert fast.levels == pytest.approx(slow.levels, abs=near(network)), f"seed {seed}"
    return fair


@pytest.mark.parametrize("solution", OTHERS)
def test_eight_networks_against_the_slow_reference(solution: str) -> None:
    assert check_networks(range(8), solution) >= 4


@pytest.mark.long
@pytest.mark.parametrize("solution", OTHERS)
def test_two_hundred_networks_against_the_slow_reference(solution: str) -> None:
    assert check_networks(range(216), solution) >= 107


@pytest.mark.long
@pytest.mark.parametrize("solution", OTHERS)
def test_renegotiating_networks_against_the_slow_reference(solution: str) -> None:
    fair = 0
    for seed in range(60):
        network = solved_by(random_network(np.random.default_rng(seed), talks=1 + seed % 3), solution)
        told = compare(network)
        if told.fair:
            fair += 1
            assert told.same_agreements, f"seed {seed}\n{told.told}"
            assert told.levels_apart < near(network), f"seed {seed}\n{told.told}"
    assert fair >= 30


@given(st.integers(0, 10**6), st.sampled_from(OTHERS))
@settings(max_examples=few(15, 30), deadline=None)
def test_whether_a_single_talk_has_a_zone_does_not_hang_on_the_solution(seed: int, solution: str) -> None:
    network = random_network(np.random.default_rng(seed), talks=1)
    assert renegotiate(network)[0].agreed[1] == renegotiate(solved_by(network, solution))[0].agreed[1]


@pytest.fixture(scope="module")
def korea() -> Case:
    return tertius.load("korea-2019")


def with_own(case: Case, **own: str) -> Case:
    """The case with solutions of their own for some talks."""
    talks = {
        name: talk.model_copy(update={"solution": own.get(name.replace("-", "_"))}) for name, talk in case.talks.items()
    }
    return case.model_copy(update={"talks": talks})


def test_every_solution_is_one_that_a_talk_may_name() -> None:
    named = [name for kind in get_args(Talk.model_fields["solution"].annotation) for name in get_args(kind)]
    assert named == list(CONCEPTS) == list(CODES)


def test_a_run_chooses_for_the_talks_that_do_not(korea: Case) -> None:
    plain = settle(korea, solution="egalitarian")
    assert plain.theory == "renegotiate+egalitarian"
    assert plain.settings["solution"] == "egalitarian"
    assert plain.levels != settle(korea).levels
    every = {name.replace("-", "_"): "nash" for name in korea.talks}
    own = with_own(korea, **every)
    assert settle(own).levels == settle(korea).levels
    assert set(settle(own).settings["solutions"].values()) == {"nash"}
    with pytest.raises(UsageError, match=r"'renegotiate\+egalitarian' does not apply"):
        settle(own, solution="egalitarian")


def test_one_talk_may_differ(korea: Case) -> None:
    mixed = settle(with_own(as_before(korea), us_dprk="kalai-smorodinsky"))
    hands = mixed.upper_hand["us-dprk"]
    assert hands["usa"] == pytest.approx(hands["dprk"], abs=1e-5)
    other = mixed.upper_hand["us-china"]
    assert other["usa"] != pytest.approx(other["china"], abs=1e-3)


def test_theories_are_rules_with_solutions(korea: Case) -> None:
    names = [theory.name for theory in theories_for(korea)]
    assert names == [
        "renegotiate", "renegotiate+kalai-smorodinsky", "renegotiate+egalitarian",
        "hold", "hold+kalai-smorodinsky", "hold+egalitarian",
    ]  # fmt: skip
    assert list(settle_theories(korea, ["hold+egalitarian", "hold"]).settlements) == ["hold+egalitarian", "hold"]
    assert all(theory_named(name).name == name for name in names)
    own = with_own(korea, **{name.replace("-", "_"): "egalitarian" for name in korea.talks})
    assert [theory.name for theory in theories_for(own)] == ["renegotiate", "hold"]


def test_bad_names_say_what_there_is(korea: Case) -> None:
    with pytest.raises(UsageError, match="no solution 'egalitarain': did you mean 'egalitarian'"):
        settle(korea, solution="egalitarain")
    with pytest.raises(UsageError, match="no solution 'kalai'"):
        settle_theories(korea, "hold+kalai")
    with pytest.raises(UsageError, match="settles no talks"):
        theory_named("weighted-mean+egalitarian")
    decision = tertius.load("ec-emission-1994")
    with pytest.raises(UsageError, match="has no talks"):
        settle(decision, solution="nash")
    assert [theory.name for theory in theories_for(decision)] == ["weighted-mean"]
    assert "weighted-mean" in RULES
