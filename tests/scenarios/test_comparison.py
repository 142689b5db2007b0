"""Two versions side by side: settled as they would be alone, and held against each other in the same draws."""

from __future__ import annotations

import json

import numpy as np
import pytest

import tertius
from tertius.analysis.moves import compare, effect_of, what_if
from tertius.case import Change, read_text
from tertius.errors import UsageError

BRIDGE = """\
case: bridge
title: A bridge
as_of: 2024-01-01
actors: {a: Alder, b: Birch}
issues: {toll: Toll}
talks:
  passage:
    parties: [a, b]
    without_agreement: {toll: 10 to 20}
stances:
  a: {toll: {position: 100, salience: 30 to 50}}
  b: {toll: {position: 40, salience: 20 to 40}}
needs:
  grain: {actor: a, weight: 10 to 30, covered_by: {toll: 50%}}
"""
CASE = read_text(BRIDGE, "bridge.yaml")
DEARER = Change(set="talks.passage.without_agreement.toll.level", to="20 to 30")


def test_each_version_settles_as_it_would_alone() -> None:
    told = what_if(CASE, DEARER)
    assert list(told.theories) == ["renegotiate", "hold"]
    for rule, pair in told.theories.items():
        assert pair.before == tertius.settle(CASE, rule=rule)
        assert pair.after == tertius.settle(tertius.apply_changes(CASE, DEARER), rule=rule)
        assert pair.change("a") == pair.after.payoffs["a"] - pair.before.payoffs["a"]
    assert told.converged
    assert told.effects == {}


def test_more_power_helps_its_owner_in_every_draw() -> None:
    """In a single talk that is a law, and shared draws show it without noise."""
    stronger = Change(add="talks.passage.power.a", value=3)
    told = what_if(CASE, stronger, "renegotiate", draws=64, threads=1)
    effects = told.effects["renegotiate"]
    assert effects.payoffs["a"].helps == 1
    assert effects.payoffs["a"].worst > 0
    assert effects.payoffs["b"].hurts == 1
    assert effects.levels["toll"].draws == 64
    assert effects.agreements == {"passage": (1.0, 1.0)}
    assert effects.unsettled == 0


def test_nothing_changed_is_no_effect_at_all() -> None:
    told = compare(CASE, CASE, "renegotiate", draws=32, threads=1)
    assert told.edits == ()
    effect = told.effects["renegotiate"].payoffs["a"]
    assert (effect.low, effect.high, effect.helps, effect.hurts) == (0, 0, 0, 0)


def test_a_talk_that_is_gone_is_in_no_agreement_and_its_level_stays() -> None:
    told = what_if(CASE, Change(remove="talks.passage"), "hold", draws=16, threads=1)
    assert told.effects["hold"].agreements == {"passage": (1.0, 0.0)}
    frame = told.to_frame()
    assert np.isnan(frame.loc[("hold", "agreement", "passage"), "after"])
    assert frame.loc[("hold", "level", "toll"), "after"] == 15


def test_payoffs_measured_by_other_wants_are_named() -> None:
    told = what_if(CASE, Change(set="stances.b.toll.position", to=60), "hold")
    assert told.reworded == ("b",)
    assert what_if(CASE, DEARER, "hold").reworded == ()


def test_the_result_is_plain_json() -> None:
    told = what_if(CASE, Change(remove="talks.passage"), "hold", draws=8, threads=1).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_a_theory_must_apply_to_both() -> None:
    with pytest.raises(UsageError, match="no theory applies to bridge and ec-emission-1994 alike"):
        compare(CASE, tertius.load("ec-emission-1994"))
    with pytest.raises(UsageError, match="those that do are renegotiate"):
        compare(CASE, CASE, "weighted-mean")


def test_an_effect_of_no_draw_says_nothing() -> None:
    effect = effect_of(np.array([np.nan]), np.array([1.0]))
    assert effect.draws == 0
    assert effect.to_dict()["median"] is None
