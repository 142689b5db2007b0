"""How a talk ends at the middles: in a word, with the probability that the forecast of a case without ranges gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

import tertius
from tertius.analysis.at_once import Ending, at_once
from tertius.case.model import Case
from tertius.draws import fix, uncertain_of
from tertius.rules.settlement import Status


def sure(name: str) -> Case:
    case = tertius.load(name)
    return fix(case, {number.path: number.middle for number in uncertain_of(case)})


@pytest.mark.parametrize("name", ["korea-2019", "nile-dam-2020", "black-sea-grain-2022", "two-patrons"])
def test_the_probability_is_that_of_a_forecast_with_every_number_at_its_middle(name: str) -> None:
    case = sure(name)
    theory = tertius.settle(case).theory
    told = at_once(tertius.settle(case))
    drawn = tertius.forecast(case, draws=2, theories=theory).headline
    for talk, one in told.items():
        assert one.basis == drawn[talk].basis
        assert one.probability == pytest.approx(drawn[talk].probability, abs=1e-9)


def test_chances_that_are_left_out_give_way_to_recorded_talks() -> None:
    case = tertius.load("korea-2019")
    assert {one.basis for one in at_once(tertius.settle(case)).values()} == {"model"}
    rough = at_once(tertius.settle(case, chances=False))
    assert {one.basis for one in rough.values()} == {"measured"}
    assert all(0 < (one.probability or 0) < 1 for one in rough.values())


def test_each_ending_has_its_word() -> None:
    settled = tertius.settle(tertius.load("two-patrons"))
    talk, other = settled.case.talks
    assert at_once(settled)[talk].ending is Ending.DEAL
    failed = replace(settled, agreements={**settled.agreements, talk: False})
    assert at_once(failed)[talk].ending is Ending.NO_DEAL
    assert at_once(failed)[talk].probability == 0
    two = replace(settled, alternatives=(failed,), status=Status.SEVERAL)
    assert [at_once(two)[one].ending for one in (talk, other)] == [Ending.SEVERAL, Ending.DEAL]
    [issue] = settled.case.talks[talk].issues[:1]
    low, high = settled.case.issues[issue].scale
    near, far = (
        replace(settled, levels={**settled.levels, issue: settled.levels[issue] - part * (high - low)})
        for part in (0.005, 0.02)
    )
    assert at_once(replace(settled, alternatives=(near,)))[talk].ending is Ending.DEAL
    assert at_once(replace(settled, alternatives=(far,)))[talk].ending is Ending.SEVERAL
    korea = tertius.settle(tertius.load("korea-2019"))
    doubtful = {**korea.chances, "us-dprk": replace(korea.chances["us-dprk"], deal=0.4)}
    assert at_once(replace(korea, chances=doubtful))["us-dprk"].ending is Ending.LIKELY_TO_FAIL
