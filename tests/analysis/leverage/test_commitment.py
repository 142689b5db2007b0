"""Links and threats: their worth is a difference of edited cases, their credibility that of the settlement."""

from __future__ import annotations

import pytest

import tertius
from tertius.draws import draw_at, fix
from tests.reference.edits import without_commitments


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_the_worth_is_the_difference_that_it_makes(rule: str) -> None:
    case = tertius.load("black-sea-grain-2022")
    told, lev = tertius.settle(case, rule=rule), tertius.leverage(case, rule=rule, threads=1)
    assert list(lev.commitments) == [*case.links, *case.threats]
    for name, one in lev.commitments.items():
        # what the others do not know stays as it is, so the chance that a deal is made stays the case's own
        without = tertius.RULES[rule].settle(without_commitments(case, [name]), base=case)
        for actor in case.actors:
            worth = told.payoffs[actor] - without.payoffs[actor]
            assert one.worth[actor].middle == pytest.approx(worth, abs=1e-3)
        assert one.carrying_out.middle == pytest.approx(told.commitments[name])
        assert one.credible == (told.commitments[name] >= 0)


def test_whom_they_are_aimed_at_and_whom_they_protect() -> None:
    lev = tertius.leverage(tertius.load("black-sea-grain-2022"), threads=1)
    link = lev.commitments["no-corridor-no-memorandum"]
    assert (link.holder, link.targets, link.protects) == ("west", ("un", "russia"), ("ukraine", "turkiye"))
    threat = lev.commitments["strikes-on-ports"]
    assert (threat.holder, threat.targets, threat.protects) == ("russia", ("ukraine",), ())
    assert threat.credible == 0  # it costs its holder


def test_over_draws_it_is_the_share_of_those_in_which_it_is_credible() -> None:
    case = tertius.load("black-sea-grain-2022")
    lev = tertius.leverage(case, draws=3, seed=2, threads=1)
    brings = [
        tertius.RULES["renegotiate"].settle(fix(case, draw_at(case, 2, d)), base=case).commitments for d in range(3)
    ]
    for name, one in lev.commitments.items():
        assert one.credible == pytest.approx(sum(told[name] >= -1e-6 for told in brings) / 3)
        assert one.carrying_out.middle == pytest.approx(sorted(told[name] for told in brings)[1], abs=1e-6)


def test_a_case_without_any_has_none() -> None:
    assert tertius.leverage(tertius.load("two-patrons"), threads=1).commitments == {}
