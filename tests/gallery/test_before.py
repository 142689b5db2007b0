"""A case that says nothing of why talks fail gives the answers of the time when none could: our own numbers.

`before.json` holds them, as they were before `unless`, `doubt`, `keeps`, `firm`, `ratified_by`, `patience`,
`deadline` and `drift`: means over 2,000 draws of seed 1, and the levels at the middles. Of Korea's Council nobody had
said how its members lean, only how likely it passes further sanctions.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tertius
from tertius.case.parse.quantity import read_ranged
from tertius.draws import sample, uncertain_of
from tertius.rules import theory_named
from tests.before import as_before

STATED = {"korea-2019": {"security-council": read_ranged("4% to 20%, likely 10%").of(1)}}
"""What bodies of the gallery said of how likely they pass a measure."""

HELD = json.loads(Path(__file__).with_name("before.json").read_text("utf-8"))


@pytest.mark.parametrize("held", HELD)
def test_with_none_of_the_new_fields_a_case_of_the_gallery_gives_the_old_answer(held: str) -> None:
    name, rule = held.split()
    case = as_before(tertius.load(name))
    bodies = dict(case.bodies)
    for ident, passes in STATED.get(name, {}).items():
        quiet = {who: one.model_copy(update={"yes": None, "no": None}) for who, one in bodies[ident].members.items()}
        bodies[ident] = bodies[ident].model_copy(update={"members": quiet, "passes": passes})
        bodies[ident].model_fields_set.add("passes")
    case = case.model_copy(update={"bodies": bodies})
    uncertain = uncertain_of(case)
    paths, values = [number.path for number in uncertain], sample(uncertain, 0, 2000, seed=1)
    many = theory_named(rule).settle_many(case, paths, values)
    for field in ("levels", "agreed", "payoffs"):
        assert getattr(many, field).mean(axis=0).tolist() == pytest.approx(HELD[held][field], abs=1e-7), field
    settled = tertius.settle(case, rule=rule)
    assert list(settled.levels.values()) == pytest.approx(HELD[held]["middle"], abs=1e-7)
    assert not settled.chances


def test_what_is_taken_away_is_all_that_says_why_talks_fail() -> None:
    case = tertius.load("nile-dam-2020")
    before = as_before(case)
    assert before.talks["dam"].without_agreement["filling"].drift is None
    assert before.talks["dam"].deadline is None
    assert not before.groups
    assert not any(talk.doubt or talk.keeps or talk.firm or talk.patience for talk in before.talks.values())
    assert not any(entry.unless for entry in (*before.links.values(), *before.threats.values()))
    assert case.talks["dam"].deadline == 4
