"""Known answers for `kalai-smorodinsky-decision`: closed forms of one decision."""

from __future__ import annotations

import pytest

import tertius
from tests.published.decisions import LOGROLLING, decision

KEY = "kalai-smorodinsky-decision"


def test_unequal_issues_are_traded() -> None:
    """The two are mirror images: as under every symmetric solution each has .75."""
    settlement = tertius.settle(LOGROLLING, rule=KEY)
    assert settlement.status is tertius.Status.SETTLED
    assert list(settlement.payoffs.values()) == pytest.approx([75, 75], abs=1e-3)


@pytest.mark.parametrize(("powers", "level"), [((1, 1), 200 / 3), ((1, 2), 80), ((2, 1), 50)])
def test_each_goes_the_same_share_of_the_way_to_its_best(powers: tuple[float, float], level: float) -> None:
    """Linear losses, wishes at 50 and 100, nothing there yet: gains 100 - x and x, at best 50 and 100.

    Shares as the powers: (100 - x) / 50 / c_1 = x / 100 / c_2, that is x = 200 c_2 / (c_1 + 2 c_2). With powers 2 and 1
    that is 50, where the first has all it wants.
    """
    case = decision({"a": (50, 40), "b": (100, 70)}, 0, powers, curvature=1)
    assert tertius.settle(case, rule=KEY).levels["x"] == pytest.approx(level, abs=0.2)
