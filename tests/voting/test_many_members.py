"""Bodies of hundreds of members with leanings: worked out in seconds, or refused before the work."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case import read_text
from tertius.case.model import Case
from tertius.errors import LimitError
from tertius.voting.ballots import ballots_of, chance_of_passing, pivots_of

HEAD = "case: many\ntitle: Many\nas_of: 2024-01-01\nactors: {a: A}\nbodies:\n  house:\n"


def house(members: int, weight: int, quota: int, vetoes: str = "[]") -> Case:
    lines = [f"    quota: {quota}", f"    vetoes: {vetoes}", "    members:"]
    for k in range(members):
        lines.append(f"      m{k}: {{weight: {weight + k % 7}, yes: {30 + k % 40}%, abstain: 10%}}")
    return read_text(HEAD + "\n".join(lines) + "\n")


@pytest.mark.parametrize("vetoes", ["[]", "[m0, m3]"])
def test_whose_vote_decides_is_what_passing_with_and_without_it_says(vetoes: str) -> None:
    ballots = ballots_of(house(9, 1, 14, vetoes).bodies["house"])
    pivots = pivots_of(ballots)
    for voter in range(9):
        for found, vote in ((pivots.if_yes, (1, 0)), (pivots.if_abstains, (0, 1)), (pivots.if_no, (0, 0))):
            yes, abstain = ballots.yes.copy(), ballots.abstain.copy()
            yes[voter], abstain[voter] = vote
            chance = chance_of_passing(ballots.weights, ballots.quotas, ballots.veto, yes, abstain)
            assert found[voter] == pytest.approx(chance[0], abs=1e-12)


def test_three_hundred_members_with_leanings_are_worked_out() -> None:
    told = tertius.power(house(300, 1, 600), "house")
    assert sum(member.shapley_shubik for member in told.members) == pytest.approx(1)
    assert all(0 <= member.decides <= 1 for member in told.members)
    assert np.isfinite([member.decides for member in told.members]).all()


def test_three_hundred_members_with_large_weights_are_refused_before_the_work() -> None:
    with pytest.raises(LimitError, match=r"300 members takes .* steps, .*: round the weights to fewer digits"):
        tertius.power(house(300, 1_000, 200_000), "house")
