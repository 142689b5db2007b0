"""Beliefs in a case: what keeps them from meaning anything, what becomes of them, and how signals add to them."""

from __future__ import annotations

from typing import Any

import pytest

from tertius.case import Case, Change, apply_changes, check_case, diff_cases, load, numbers_of, read_text, warn_case
from tertius.case.beliefs import about_of, prior_of, propagate_beliefs, signals_on
from tertius.case.edit.changes import apply_steps
from tertius.case.edit.moves import changes_of_move
from tertius.case.files.write import yaml_of
from tertius.case.plain import plain_of
from tertius.draws import fix, uncertain_of
from tertius.errors import CaseError
from tertius.report.text.sensitivity import beliefs_at
from tests.case.conftest import SMALL

HEARD = {"above": "20%", "if_true": "90%", "if_false": "30%"}
SHOWN = {"about": "links.patron.probability", "talks": ["passage"], "signals": [HEARD]}


def believing(*, moves: dict[str, Any] | None = None, **beliefs: dict[str, Any]) -> Case:
    raw = plain_of(read_text(SMALL))
    raw |= {"beliefs": beliefs, "moves": moves or {}}
    raw.pop("claims", None)
    return Case.model_validate(raw)


def problems_of(case: Case) -> list[str]:
    return [str(problem) for problem in check_case(case)]


MISTAKES: list[tuple[dict[str, Any], str]] = [
    (
        {"about": "links.patrn.probability"},
        "belief 'it', about, there is no 'patrn' in the path 'links.patrn.probability': did you mean 'patron'? (known: "
        "patron)",
    ),
    (
        {"about": "talks.passage.power.south"},
        "belief 'it', about, 'talks.passage.power.south' is no number that can be believed: a belief is about a "
        "stance's position or salience, a need's weight or share, a link's probability, or a threat's damage, cost or "
        "credibility",
    ),
    (
        {"about": "bodies.council.passes"},
        "belief 'it', about, 'bodies.council.passes' is no number that can be believed: a belief is about a stance's "
        "position or salience, a need's weight or share, a link's probability, or a threat's damage, cost or "
        "credibility",
    ),
    ({"talks": []}, "belief 'it', talks, it names no talk: a belief is shared in one talk or more"),
    (
        {"talks": ["passge"]},
        "belief 'it', talks, item 1, 'passge' is not a talk of this case: did you mean 'passage'? (talks: passage, "
        "alliance)",
    ),
    (
        {"talks": ["passage", "passage"]},
        "belief 'it', talks, item 2, what 'passage' takes links.patron.probability to be is told in the belief 'it' "
        "already: join the two, or take the talk out (a talk has one belief about a number)",
    ),
    (
        {"signals": []},
        "belief 'it', a belief without a number and without signals, so nothing is believed: give it a `number`, or "
        "`signals`",
    ),
    (
        {"number": "140%"},
        "belief 'it', number, 140% cannot be what links.patron.probability is taken to be: a probability is between 0 "
        "and 1, or 0% and 100%",
    ),
    (
        {"signals": [{**HEARD, "above": "20% to 25%"}]},
        "belief 'it', signal 1, above, 20% to 25% is a range: a signal says that a number is above a point, and a "
        "point is certain",
    ),
    (
        {"signals": [{**HEARD, "if_true": "0% to 10%", "if_false": 0}]},
        "belief 'it', signal 1, if_true, it may be that the signal is never sent, true or not, and then nothing "
        "follows from it: one of `if_true` and `if_false` is above 0 over its whole range",
    ),
    (
        {"signals": [{**HEARD, "if_false": 0}, {**HEARD, "above": "15%", "if_true": 0}]},
        "belief 'it', signal 2, signal 2 cannot have been sent if what was heard before it is true: leave one out "
        "(signals leave something that can be true)",
    ),
    (
        {"about": "stances.south.toll.salience", "talks": ["alliance"]},
        "belief 'it', talks, item 1, stances.south.toll.salience is in the payoff of nobody at the table of 'alliance'"
        ": take the talk out (parties: north, far)",
    ),
]


@pytest.mark.parametrize(("part", "said"), MISTAKES)
def test_a_belief_that_means_nothing_is_a_mistake(part: dict[str, Any], said: str) -> None:
    assert problems_of(believing(it={**SHOWN, **part})) == [said]


def test_a_number_is_believed_once_in_a_talk() -> None:
    said = problems_of(believing(one=SHOWN, two={**SHOWN, "about": "links.patron.probability", "talks": "passage"}))
    assert said == [
        "belief 'two', talks, item 1, what 'passage' takes links.patron.probability to be is told in the belief 'one' "
        "already: join the two, or take the talk out (a talk has one belief about a number)"
    ]


def test_where_a_rule_decides_nothing_is_believed() -> None:
    raw = plain_of(believing(one=SHOWN))
    raw["talks"]["passage"]["rule"] = "median"
    raw["talks"]["passage"].pop("power", None)
    said = problems_of(Case.model_validate(raw))
    assert any("the rule 'median' decides 'passage', by the stances as they are" in problem for problem in said)


def test_a_belief_is_in_no_group() -> None:
    raw = plain_of(believing(one={**SHOWN, "number": "20% to 40%"}))
    raw["groups"] = {"both": {"together": ["beliefs.one.number", "needs.food.weight"]}}
    assert problems_of(Case.model_validate(raw)) == [
        "group 'both', together, item 1, 'beliefs.one.number' is a belief, which moves with the number that it is "
        "about: name that number in its place"
    ]


GROUP = {"both": {"together": ["links.patron.probability", "stances.north.toll.salience", "threats.closure.damage"]}}
GROUP["both"]["together"].append("threats.closure.credibility")


def grouped(**beliefs: dict[str, Any]) -> Case:
    raw = plain_of(believing(**beliefs))
    raw["groups"] = GROUP
    case = Case.model_validate(raw)
    assert problems_of(case) == []
    return case


def test_every_number_of_a_group_has_a_belief_of_its_own() -> None:
    every = propagate_beliefs(grouped(one=SHOWN))
    assert {belief.about: belief.talks for belief in every.values()} == {
        "links.patron.probability": ("passage",),
        "stances.north.toll.salience": ("passage",),
        "threats.closure.damage": ("passage",),
        "threats.closure.credibility": ("passage",),
    }


def test_talks_that_have_heard_other_signals_are_told_apart() -> None:
    salience = {"about": "stances.north.toll.salience", "signals": [{**HEARD, "above": 45}]}
    case = grouped(one=SHOWN, two={**salience, "talks": ["passage", "alliance"]})
    heard = {
        (belief.about, talk): [ident for ident, _ in signals_on(case, belief)]
        for belief in propagate_beliefs(case).values()
        for talk in belief.talks
    }
    assert heard["stances.north.toll.salience", "passage"] == ["one", "two"]
    assert heard["stances.north.toll.salience", "alliance"] == ["two"]
    assert heard["links.patron.probability", "passage"] == ["one", "two"]
    assert heard["links.patron.probability", "alliance"] == ["two"]
    assert heard["threats.closure.damage", "passage"] == ["one", "two"]
    drawn = {number.path[1]: len(number.reports) for number in uncertain_of(case) if number.path[-1] == "number"}
    assert sorted(drawn.values()) == [1] * 4 + [2] * 4
    fixed = fix(case, {number.path: number.middle for number in uncertain_of(case)})
    assert all(prior_of(fixed, belief).certain for belief in propagate_beliefs(fixed).values())


def test_a_signal_counts_where_only_what_moves_along_is_felt() -> None:
    case = grouped(one={"about": "stances.south.toll.salience", "talks": ["passage"], "number": 40})
    raw = plain_of(case)
    raw["groups"] = {"both": {"together": ["stances.south.toll.salience", "stances.north.toll.salience"]}}
    raw["beliefs"] = {"one": {"about": "stances.south.toll.salience", "talks": "alliance", "number": "35 to 45"}}
    assert any("in the payoff of nobody" in problem for problem in problems_of(Case.model_validate(raw)))
    raw["beliefs"]["one"]["signals"] = [{**HEARD, "above": 40}]
    heard = Case.model_validate(raw)
    assert problems_of(heard) == []
    assert [belief.about for belief in propagate_beliefs(heard).values()][1:] == ["stances.north.toll.salience"]


def test_a_group_that_cannot_be_believed_as_a_whole_is_told() -> None:
    raw = plain_of(believing(one=SHOWN))
    raw["groups"] = {"both": {"together": ["links.patron.probability", "talks.alliance.power.far"]}}
    said = [str(problem) for problem in warn_case(Case.model_validate(raw))]
    assert (
        "belief 'one', links.patron.probability moves together with talks.alliance.power.far.power, of which nothing "
        "can be believed, so a signal leaves that as it is: bear it in mind, or take the number out of the group"
    ) in said


def test_percent_is_that_of_the_number() -> None:
    about = {"about": "stances.south.toll.position", "talks": ["passage"]}
    case = believing(level={**about, "number": "50% to 60%"}, share={**SHOWN, "number": "50%"})
    assert problems_of(case) == []
    level, share = (prior_of(case, case.beliefs[name]) for name in ("level", "share"))
    assert (level.low, level.high) == (5.0, 6.0)  # the scale goes from 0 to 10
    assert share.low == 0.5
    assert about_of(case, case.beliefs["share"]) == ("links", "patron", "probability")


def test_a_belief_is_written_and_read_back_with_its_evidence() -> None:
    case = believing(one={**SHOWN, "signals": [{**HEARD, "why": "seldom shown in vain", "method": "judgement"}]})
    assert read_text(yaml_of(case)) == case
    labels = {number.label: number.why for number in numbers_of(case) if number.path[0] == "beliefs"}
    assert labels == {
        "likelihood of the signal on the probability of the link 'patron' if true": "seldom shown in vain",
        "likelihood of the signal on the probability of the link 'patron' if not true": "seldom shown in vain",
    }


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"remove": "links.patron"}, []),
        ({"remove": "talks.alliance"}, []),  # the link goes with it
        ({"remove": "threats.closure"}, ["one"]),
    ],
)
def test_a_belief_about_what_is_gone_goes_too(change: dict[str, Any], left: list[str]) -> None:
    after = apply_changes(believing(one=SHOWN), Change(**change))
    assert list(after.beliefs) == left
    assert problems_of(after) == []


def test_a_belief_stays_with_the_talks_that_are_left() -> None:
    case = believing(one={"about": "stances.north.toll.salience", "talks": ["passage", "alliance"], "number": 90})
    assert list(apply_changes(case, Change(remove="talks.alliance")).beliefs["one"].talks) == ["passage"]


def test_a_belief_stays_where_what_moves_along_is_still_felt() -> None:
    heard = [{**HEARD, "above": 45}]
    raw = plain_of(believing(one={"about": "stances.north.toll.salience", "talks": ["passage"], "signals": heard}))
    raw["groups"] = {"both": {"together": ["stances.north.toll.salience", "stances.south.toll.salience"]}}
    after = apply_changes(Case.model_validate(raw), Change(set="talks.passage.parties", to=["south", "far"]))
    assert after.beliefs["one"].talks == ("passage",)
    assert problems_of(after) == []


def signal(**more: Any) -> dict[str, Any]:
    heard = {"path": "links.patron.probability", "receivers": "south", **HEARD}
    return {"show": {"actor": "north", "signal": {**heard, **more}}}


def after_signal(case: Case) -> Case:
    changed = apply_steps(case, changes_of_move(case, "show", case.moves["show"]))
    assert changed.findings == []
    return changed.case


def test_only_talks_at_which_all_have_heard_it_go_by_a_signal() -> None:
    after = after_signal(believing(moves=signal()))
    [belief] = after.beliefs.values()
    assert belief.talks == ("passage",)
    assert beliefs_at(after, "passage") == [
        "they take the probability of the link 'patron' to be 23.3% in the middle, where it is 20%; they have heard a "
        "signal that it is above 20%, sent with 90% if that is so and with 30% if not"
    ]


def test_a_signal_to_all_is_heard_at_every_table_that_feels_it() -> None:
    heard = {**HEARD, "path": "stances.north.toll.salience", "above": 45}
    after = after_signal(believing(moves={"show": {"actor": "far", "signal": heard}}))
    assert [belief.talks for belief in after.beliefs.values()] == [("passage", "alliance")]


def test_a_second_signal_goes_on_top_of_the_first() -> None:
    after = after_signal(believing(moves=signal(above="25%"), one=SHOWN))
    assert [str(heard.above) for heard in after.beliefs["one"].signals] == ["20%", "25%"]


def test_a_signal_that_some_have_not_heard_parts_those_who_believed_the_same() -> None:
    both = {**SHOWN, "talks": ["passage", "alliance"]}
    after = after_signal(believing(moves=signal(above="25%"), one=both))
    told = {ident: (belief.talks, len(belief.signals)) for ident, belief in after.beliefs.items()}
    assert told == {"one": (("alliance",), 1), "one-north": (("passage",), 2)}
    assert problems_of(after) == []


def test_an_assumption_takes_the_place_of_what_was_heard() -> None:
    raw = {"path": "links.patron.probability", "receivers": "south", "to": "50% to 60%"}
    after = after_signal(believing(moves={"show": {"actor": "north", "signal": raw}}, one=SHOWN))
    assert after.beliefs["one"].signals == ()
    assert str(after.beliefs["one"].number) == "50% to 60%"


MISUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"receivers": "sout"},
        "move 'show', signal, receivers, item 1, 'sout' is not an actor of this case: did you mean 'south'? (actors: "
        "north, south, far)",
    ),
    (
        {"path": "bodies.council.passes"},
        "move 'show', signal, path, 'bodies.council.passes' is no number that can be believed: a belief is about a "
        "stance's position or salience, a need's weight or share, a link's probability, or a threat's damage, cost or "
        "credibility",
    ),
    (
        {"path": "links.patron.chance"},
        "move 'show', signal, path, unknown field 'chance' in the path 'links.patron.chance': legal here: name, "
        "holder, if_fails, then_falls, probability, unless, refused_by, why, source, as_of, known_since, method",
    ),
    (
        {"above": "40%"},
        "move 'show', signal, above, 40% is not inside the range 10% to 30%, so the signal would tell nothing: a "
        "signal says in which part of its range a number is",
    ),
    (
        {"path": "threats.closure.cost"},
        "move 'show', signal, path, 'threats.closure.cost' is certain, so no signal can change what is believed of it: "
        "give the number a range (only what is uncertain can be signalled)",
    ),
]


@pytest.mark.parametrize(("part", "said"), MISUSED)
def test_a_signal_that_nobody_can_use_is_a_mistake(part: dict[str, Any], said: str) -> None:
    assert problems_of(believing(moves=signal(**part)))[:1] == [said]


def test_a_signal_that_no_table_has_heard_is_a_mistake() -> None:
    moves = signal()
    moves["show"]["actor"] = "far"
    assert problems_of(believing(moves=moves)) == [
        "move 'show', signal, receivers, no talk goes by what far, south believe of 'links.patron.probability': name "
        "everybody at a table under `receivers`, where the number touches one of them (parties of passage: north, "
        "south; alliance: north, far)"
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"if_true": None}, "a signal with `above` and `if_false` and without `if_true`"),
        ({"to": "40%"}, "a signal with `to` and `above` and `if_true` and `if_false`"),
        ({"above": None, "if_true": None, "if_false": None}, "a signal that does not say what it makes others believe"),
    ],
)
def test_a_signal_says_one_thing(part: dict[str, Any], said: str) -> None:
    raw = plain_of(believing())
    raw["moves"] = signal(**part)
    with pytest.raises(CaseError) as caught:
        read_text(yaml_of_raw(raw), "k.yaml")
    [problem] = caught.value.problems
    assert problem.found == said
    assert problem.legal == "a signal has `above`, `if_true` and `if_false`, or `to`"


def yaml_of_raw(raw: dict[str, Any]) -> str:
    from tertius.case.files.write import yaml_of_values

    return yaml_of_values(raw)


def test_the_edits_of_a_belief_name_it() -> None:
    case = believing(one=SHOWN)
    [edit] = diff_cases(case, apply_changes(case, Change(set="beliefs.one.number", to="20% to 50%")))
    assert str(edit) == "probability of the link 'patron', as the parties of passage take it to be: new, 20% to 50%"


def test_a_belief_gives_no_warning_that_is_none() -> None:
    said = [str(problem) for problem in warn_case(believing(one=SHOWN))]
    assert not any("belief" in problem for problem in said)
    assert load("korea-2019").beliefs == {}
