"""What the levels of one talk are worth, for many types at once: against the payoffs term by term, and the kernel's."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.rules import RULES
from tertius.rules.arrays import Numbers
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.chances.curve import gains_at
from tertius.rules.bargaining.chances.talk import Settled
from tertius.rules.bargaining.chances.types import types_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.network_rule import NetworkRule
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.payoffs import chances_of, on_scale, payoff_of
from tests.rules.test_luck import TABLES, random_case

ONE = slice(0, 1)


@pytest.mark.parametrize("seed", range(40))
def test_gains_are_the_payoffs_term_by_term_with_demands_and_broken_words(seed: int) -> None:
    case, rng = random_case(seed), np.random.default_rng(seed + 1000)
    network = network_of(case)
    levels, agreed = rng.uniform(size=(1, len(network.issues))), int(rng.integers(0, 8))
    talks, actors = network.structure.party.shape
    answers = Answers(
        levels, np.array([agreed]), np.zeros((1, actors)), np.zeros((1, talks, actors)), np.empty((0, talks, actors)),
        np.ones((1, actors)), np.zeros(1, np.int64), np.zeros(1), np.ones((1, talks)),
        np.zeros((1, talks, actors)), np.zeros(1, np.int64), np.zeros(1, np.int64),
    )  # fmt: skip
    numbers = Numbers(*(np.asarray(array)[None] for array in network.numbers))
    settled = Settled.of(network.structure, numbers, answers)
    for t, talk in enumerate(network.talks):
        here = np.flatnonzero(network.structure.issue_talk == t)
        points = rng.uniform(size=(9, len(here)))
        for i, actor in enumerate(network.actors):
            gains = gains_at(settled, t, i, points, ONE)[0]
            for point, gain in zip(points, gains, strict=True):
                whole = levels[0].copy()
                whole[here] = point
                told = {k: on_scale(case, k, float(x)) for k, x in zip(network.issues, whole, strict=True)}
                agreements = {name: bool(agreed >> u & 1) or u == t for u, name in enumerate(network.talks)}
                assert gain == pytest.approx(payoff_of(case, told, agreements, actor, chances_of(case)), abs=1e-9)
        assert [network.issues[k] for k in here] == TABLES[talk]


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
@pytest.mark.parametrize("name", ["korea-2019", "black-sea-grain-2022", "two-patrons"])
def test_at_the_levels_settled_gains_are_those_of_the_kernel_for_every_type(name: str, rule: str) -> None:
    case = tertius.load(name)
    network, settles = network_of(case), RULES[rule]
    assert isinstance(settles, NetworkRule)
    types = types_of(case, {((actor, 1.0),): 16 for actor in case.actors})
    batch = batch_of(case, network, types.paths, types.values)
    structure = network.structure._replace(unsure=np.zeros(len(network.talks), np.int64))
    answers = settles.settle_draws(structure, batch, (1 << len(network.talks)) - 1, 1, False)
    settled = Settled.of(structure, batch, answers)
    for t, i in zip(*np.nonzero(network.structure.party), strict=True):
        here = network.structure.issue_talk == t
        for d in np.flatnonzero(answers.agreed >> t & 1).tolist():
            told = (answers.payoffs[d, i] - answers.walk[d, t, i]) * answers.units[d, i]
            gain = gains_at(settled, int(t), int(i), answers.levels[d : d + 1, here], slice(d, d + 1))
            assert gain[0, 0] == pytest.approx(told, abs=1e-9)
