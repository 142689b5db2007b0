"""A difference between two settlements is told as the effect of a change only if both are of one branch."""

from __future__ import annotations

import math
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

import tertius
from tertius.analysis.moves import what_if
from tertius.case import Case, Change, read_text
from tertius.report.charts.leverage import stakes_chart
from tertius.report.terminal.comparison import comparison_of
from tertius.report.terminal.leverage import attribution_of, leverages_of
from tertius.report.text.appendix.reliance import reliance_sentences
from tertius.report.text.leverage import attribution_sentences, leverage_sentences
from tertius.report.text.limits.branches import branch_sentence, open_leverage_sentences, open_sentence
from tertius.report.text.settlement import settlement_sentences
from tertius.rules import theory_named
from tertius.rules.settlement import Branch, Status
from tertius.scenarios.branches import branch_of
from tests.reference.cases import entries_of_network
from tests.reference.networks import random_network
from tests.rules.bargaining.test_renegotiate import TWO_WAYS

SWITCHING, PLAIN, OPEN_TALK, OPEN_THREAT = 388, 1, 25, 19
"""Seeds of random networks of three talks: a change makes one settle elsewhere; nothing; a talk, a threat is open."""


def random_case(seed: int) -> Case:
    return Case.model_validate(entries_of_network(random_network(np.random.default_rng(seed), talks=3)))


def caring_more(case: Case, factor: float = 1.3) -> Change:
    """The first stance of the case with a larger salience."""
    actor = next(iter(case.stances))
    issue, stance = next(iter(case.stances[actor].items()))
    return Change(set=f"stances.{actor}.{issue}.salience", to=factor * stance.salience.middle)


def printed(told: object) -> str:
    return "\n".join(str(part) for part in comparison_of(told))  # type: ignore[arg-type]


def test_a_switch_between_two_settlements_gives_no_number() -> None:
    case = random_case(SWITCHING)
    told = what_if(case, caring_more(case), "renegotiate")
    pair = told.theories["renegotiate"]
    assert pair.branch is Branch.SWITCH
    # From the settlement before, the version settles elsewhere: three talks agree and not two.
    followed = theory_named("renegotiate").follow(pair.after.case, pair.before.levels)
    assert followed.status is pair.after.status is Status.SETTLED
    assert (sum(pair.after.agreements.values()), sum(followed.agreements.values())) == (2, 3)
    assert max(abs(followed.payoffs[i] - pair.after.payoffs[i]) for i in case.actors) > 1
    assert all(pair.change(actor) is None for actor in case.actors)
    assert told.to_frame()["change"].isna().all()
    assert told.to_dict()["theories"]["renegotiate"]["branch"] == "switch"
    assert branch_sentence(pair.branch) in printed(told)


def test_where_there_is_one_settlement_the_change_is_told() -> None:
    case = random_case(PLAIN)
    pair = what_if(case, caring_more(case), "renegotiate").theories["renegotiate"]
    assert pair.before.status is pair.after.status is Status.SETTLED
    assert pair.branch is Branch.ONE
    for actor in case.actors:
        assert pair.change(actor) == pair.after.payoffs[actor] - pair.before.payoffs[actor]


def test_a_case_with_two_settlements_is_told_as_two() -> None:
    case = read_text(TWO_WAYS, "two-ways.yaml")
    settlement, theory = tertius.settle(case), theory_named("renegotiate")
    assert branch_of(theory, settlement, tertius.settle(case, without=("first",))) is Branch.BEFORE
    sentences = settlement_sentences(settlement)
    ways = 1 + len(settlement.alternatives)
    assert [one for one in sentences if one.startswith("Settlement ")][ways - 1 :]
    assert any(one.startswith("The talks can settle in") for one in sentences)
    lev = tertius.leverage(case)
    assert lev.several
    assert not any(one.points.known for i, j in lev.open.pairs for one in [lev.reliance[i][j]])
    assert not any(band.known for talk in case.talks for band in lev.upper_hand[talk].values())
    assert "cannot be told" in open_leverage_sentences(lev)[0]
    assert leverage_sentences(lev) == reliance_sentences(lev) == []
    for of in (None, "first"):
        console = Console(file=StringIO(), width=80)
        for part in leverages_of(lev, of):
            console.print(part)
        text = console.file.getvalue()  # type: ignore[attr-defined]
        assert "cannot be told" in text
        assert "nan" not in text.split()
    assert "nan" not in str(stakes_chart(lev))


def test_what_a_talk_brings_is_open_where_the_others_settle_elsewhere_without_it() -> None:
    case = random_case(OPEN_TALK)
    settlement, lev = tertius.settle(case), tertius.leverage(case)
    assert settlement.open_without == lev.open.talks == ("talk-0",)
    assert "cannot be told" in open_sentence(settlement, "talk-0")
    assert open_sentence(settlement, "talk-1") == ""
    assert math.isnan(lev.walk_away["talk-0"][case.talks["talk-0"].parties[0]].value)
    assert lev.stakes["talk-1"][case.talks["talk-1"].parties[0]].points.known


def test_what_a_threat_brings_is_open_where_the_talks_settle_elsewhere_without_it() -> None:
    lev = tertius.leverage(random_case(OPEN_THREAT))
    assert lev.open.features == ("threat:threat-0",)
    assert not any(band.known for band in lev.commitments["threat-0"].worth.values())
    assert lev.to_dict()["open"]["features"] == ["threat:threat-0"]


@pytest.mark.parametrize("name", ["korea-2019", "black-sea-grain-2022"])
def test_nothing_is_open_in_the_cases_of_the_gallery(name: str) -> None:
    settlement = tertius.settle(tertius.load(name))
    assert settlement.status is Status.SETTLED
    assert settlement.open_without == ()


def test_where_a_payoff_comes_from_is_open_where_a_feature_switches_the_settlement() -> None:
    lev = tertius.leverage(random_case(OPEN_THREAT))
    actor = next(iter(lev.case.actors))
    told = lev.attribution(actor)
    assert told.open == ("threat:threat-0",)
    assert told.parts == told.necessary == {}
    assert told.to_dict()["open"] == ["threat:threat-0"]
    assert "cannot be told: without one of the features" in attribution_sentences(told)[0]
    console = Console(file=StringIO(), width=80)
    for part in attribution_of(told):
        console.print(part)
    assert "Part" not in console.file.getvalue()  # type: ignore[attr-defined]
    assert tertius.leverage(random_case(PLAIN)).attribution("actor-0").open == ()
