"""Known answers for `hold`: Nash-in-Nash by hand, and the answers of the design."""

from __future__ import annotations

import numpy as np
import pytest

from tertius.rules.arrays import Network
from tertius.rules.bargaining.hold import hold
from tertius.rules.bargaining.workspace import Held, stand_at
from tests.published.test_renegotiate import patrons
from tests.reference.networks import make_network


def settled(network: Network) -> tuple[Held, np.ndarray]:
    """The settlement from the references, and payoffs in points."""
    held = hold(network)[0]
    standing = stand_at(network.structure, network.numbers, held.levels, held.agreed)
    return held, standing.payoffs * standing.units


def test_two_identical_talks_settle_at_75_and_leave_each_65() -> None:
    talks = {f"t{n}": {"parties": ["a", "b"], "without_agreement": {f"x{n}": 0.0, f"y{n}": 0.0}} for n in (1, 2)}
    a = {"x1": (0.0, 10), "y1": (1.0, 30), "x2": (0.0, 10), "y2": (1.0, 30)}
    b = {"x1": (1.0, 30), "y1": (0.0, 10), "x2": (1.0, 30), "y2": (0.0, 10)}
    held, payoffs = settled(make_network(["a", "b"], talks, {"a": a, "b": b}))
    assert held.agreed == 0b11
    assert held.levels == pytest.approx([0.75, 0.75, 0.75, 0.75], abs=1e-6)
    assert payoffs == pytest.approx([65, 65], abs=1e-4)


@pytest.mark.parametrize(("worths", "client", "agreed"), [((10.0,), 5.0, 0b1), ((10.0, 8.0), 5.0, 0b01)])
def test_a_rival_patron_that_adds_nothing_is_no_help(worths: tuple[float, ...], client: float, agreed: int) -> None:
    """The second patron has nothing to add to the first, who is not afraid of it: the agreements hold."""
    held, payoffs = settled(patrons(*worths))
    assert held.agreed == agreed
    assert payoffs[0] - 20.0 * len(worths) == pytest.approx(client, abs=1e-4)


def test_rival_patrons_share_what_they_add() -> None:
    """Nash-in-Nash with lump sums: t = beta (D_i + D_j) - D_i; patrons worth 6 each add 10 (1 - 0.4^2) - 6 = 2.4."""
    held, payoffs = settled(patrons(6.0, 6.0))
    assert held.agreed == 0b11
    assert payoffs[1:] == pytest.approx([1.2, 1.2], abs=1e-4)
    assert payoffs[0] - 40.0 == pytest.approx(8.4 - 2.4, abs=1e-4)


def test_links_of_a_failed_talk_strike_the_agreements_that_hold() -> None:
    """Two cakes, each lost if its talk fails. Failing the first brings the second down with probability 1/2.

    Gains in the first: x1 + 0.5 x2 for a, (1 - x1) + 0.5 (1 - x2) for b, with x2 = 1/2 by symmetry.
    """
    talks = {f"t{n}": {"parties": ["a", "b"], "without_agreement": {f"x{n}": 0.0}} for n in (1, 2)}
    stances = {"a": {"x1": (1.0, 1.0), "x2": (1.0, 1.0)}, "b": {"x1": (0.0, 1.0), "x2": (0.0, 1.0)}}
    threats = [{"if_fails": t, "holder": "c", "target": "b", "damage": 1.0} for t in ("t1", "t2")]
    links = [("t1", "t2", 0.5)]
    network = make_network(["a", "b", "c"], talks, stances, threats=threats, links=links, curvature=1.0)
    held, _ = settled(network)
    standing = stand_at(network.structure, network.numbers, held.levels, held.agreed)
    gains = (standing.payoffs - standing.walk[0])[:2] * standing.units[:2]
    assert held.levels == pytest.approx([0.5, 0.5], abs=1e-6)
    assert gains == pytest.approx([0.75, 0.75], abs=1e-5)
