"""The arrays of the kernels: every field where its name says, and nothing of one draw left in the next."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.settle import jittered

from tertius.rules.bargaining.kernels import layout
from tertius.rules.bargaining.many import no_answers
from tertius.rules.bargaining.workspace import Workspace, settle_draws
from tests.reference.networks import random_network


def test_every_constant_is_the_place_of_its_field() -> None:
    assert [getattr(layout, name.upper()) for name in layout.FIELDS] == list(range(len(layout.FIELDS)))


def test_fields_lie_one_behind_the_other_and_share_nothing() -> None:
    structure = random_network(np.random.default_rng(5), talks=3, most_issues=3).structure
    space = Workspace.of(structure, layout.RENEGOTIATE)
    for number, name in enumerate((*layout.FLOATS, *layout.INTS), 1):
        space[name][...] = number
    for number, name in enumerate((*layout.FLOATS, *layout.INTS), 1):
        assert (space[name] == number).all(), name
    assert space.w.all()
    assert space.v[len(layout.FIELDS) :].all()


@pytest.mark.parametrize("mode", [layout.RENEGOTIATE, layout.HELD_AS_IS])
def test_a_draw_leaves_nothing_for_the_next(mode: int) -> None:
    """Bits of a draw are the same wherever its batch begins."""
    for seed in range(40):
        network = random_network(np.random.default_rng(seed), talks=1 + seed % 4, most_issues=3)
        batch = jittered(network, 5)
        every = (1 << len(network.talks)) - 1
        whole = no_answers(network.structure, batch, hands=True)
        settle_draws(mode, network.structure, batch, every, 0, 5, whole)
        for first in range(5):
            alone = no_answers(network.structure, batch, hands=True)
            settle_draws(mode, network.structure, batch, every, first, 5, alone)
            np.testing.assert_array_equal(whole.levels[first:], alone.levels[first:])
            np.testing.assert_array_equal(whole.hand[first:], alone.hand[first:])
