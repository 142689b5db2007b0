"""Numbers and entries that change nothing: what is said of each, and what is said of none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import tertius
from tertius.case import read_text, warn_case
from tertius.case.check.warning_texts import IDLE
from tertius.case.model import Case
from tertius.case.plain import plain_of

NEW_NEED = "needs:\n  sleep:\n    actor: north\n    weight: 20\n"
NEW_THREAT = "threats:\n  bluff:\n    holder: far\n    target: south\n    if_fails: passage\n    "
FIXED = "fish:\n    level: 5\n  grain: Grain"
STANCE = "stances:\n  far:\n    fish:\n      position: 5\n      salience: 5\n"
BELIEF = (
    "beliefs:\n  shown:\n    about: {}\n    talks: passage\n    signals:\n"
    "      - above: {}\n        if_true: 80%\n        if_false: 20%\n"
)

CASES: list[tuple[str, list[tuple[str, str]], str]] = [
    (
        "uncovered need",
        [("needs:\n", NEW_NEED)],
        "50: need 'sleep', weight, nobody covers this need, so its weight changes nothing: name the issues that cover "
        "it under `covered_by`, or leave it out",
    ),
    (
        "empty cover",
        [("      grain: 60% to 90%\n", "      grain: 60% to 90%\n      toll: 0%\n")],
        "54: need 'food', cover by toll, a share of 0 covers nothing: give the share that the issue covers, or leave "
        "it out",
    ),
    (
        "still need",
        [("needs:\n", f"{NEW_NEED}    covered_by:\n      fish: 50%\n"), ("grain: Grain", FIXED)],
        "52: need 'sleep', weight, only issues that stand still cover this need, so its weight moves no level by "
        "itself: it only shifts the payoff of 'north' by a constant, and widens its range: leave it out, or name an "
        "issue of a talk that covers it",
    ),
    (
        "still salience",
        [("stances:\n", STANCE), ("grain: Grain", FIXED)],
        "17: issue 'fish', it stands still, so the salience of 'far' on it moves no level by itself: it only shifts a "
        "payoff by a constant, and widens a range: leave the stance out, or keep it for moves that change 'fish'",
    ),
    (
        "still issue",
        [("      toll: 8\n", "      toll: 8\n      fish: 5\n"), ("grain: Grain", "fish: Fish\n  grain: Grain")],
        "30: talk 'passage', level of fish without agreement, no party of this talk cares about 'fish', so it stays "
        "here with a deal and without one: give a party a stance or a need on it, or take it off the table and give "
        "it a `level`",
    ),
    (
        "no say",
        [
            ("    power:\n      far: 1 to 2\n", "    power:\n      north: 0\n    without_agreement:\n      fish: 5\n"),
            ("grain: Grain", "fish: Fish\n  grain: Grain"),
            ("  north:\n    toll:\n", "  north:\n    fish: {position: 50, salience: 30}\n    toll:\n"),
        ],
        "34: talk 'alliance', power, those whom its issues touch have no power in it, so no level of it moves: give "
        "one of them a power above 0: 'north'",
    ),
    (
        "idle power",
        [
            ("parties: [north, south]\n", "parties: [north, south, far]\n    power:\n      far: 2\n"),
        ],
        "28: talk 'passage', power of far, the levels of this talk do not touch 'far', so its power changes nothing: "
        "give it a stance or a need on an issue of the talk, or leave the power out",
    ),
    (
        "idle level",
        [("grain: Grain", FIXED)],
        "17: issue 'fish', nobody has a stance or a need on it, so its level changes nothing: say whom it touches, or "
        "leave it out",
    ),
    (
        "link that never fires",
        [("probability: 10% to 30%", "probability: 0")],
        "59: link 'patron', probability is 0, so this link changes nothing: give the probability that it fires, or "
        "leave the link out",
    ),
    (
        "link to nothing",
        [],
        "55: link 'patron', no level of 'alliance' can move and no threat hangs on it, so this link changes no level "
        "and no payoff: give that talk an issue that its parties care about, or leave the link out",
    ),
    (
        "harmless threat",
        [("threats:\n", f"{NEW_THREAT}damage: 0\n")],
        "63: threat 'bluff', it hurts nobody and costs nothing, so it changes nothing: give it a `damage`, or leave "
        "it out",
    ),
    (
        "hollow threat",
        [("credibility: 40% to 60%", "credibility: 0%")],
        "68: threat 'closure', credibility is 0, so this threat is never carried out and changes nothing: give the "
        "probability that 'south' tries, or leave the threat out",
    ),
    (
        "forbidden threat",
        [("passes: 20% to 50%", "passes: 0")],
        "63: threat 'closure', 'council' never passes it, so this threat changes nothing: give 'council' the "
        "probability that it `passes` the measure, or leave the threat out",
    ),
    (
        "idle body",
        [("    authorised_by: council\n", "")],
        "71: body 'council', no threat has to be authorised by it and no deal ratified, so its numbers change "
        "nothing: name it under `authorised_by` of a threat or `ratified_by` of a talk, or leave it out",
    ),
    (
        "idle votes",
        [("measure: closing the strait", "vetoes: south")],
        "76: body 'council', passes, `passes` is stated, so the vetoes of south count in no settlement: take "
        "`passes` out and say how every member leans, so that it follows; or keep them for `tertius power` alone",
    ),
    (
        "idle capability",
        [("north: Northland", "north:\n    capability: 5")],
        "7: actor 'north', capability counts in decisions by weight only, and none uses it, so it changes nothing: "
        "leave it out, or let an issue without talk and `level` be decided by weight",
    ),
    (
        "signal of the known",
        [
            ("events:\n", BELIEF.format("threats.closure.cost", 5) + "events:\n"),
        ],
        "83: belief 'shown', signal 1, threats.closure.cost is certain, so this signal changes nothing that is "
        "believed of it: give the number a range",
    ),
    (
        "signal of nothing",
        [("events:\n", BELIEF.format("threats.closure.damage", 25) + "events:\n")],
        "83: belief 'shown', signal 1, above, 25 is not inside the range 10 to 20, so this signal changes nothing: let "
        "it say in which part of the range the number is",
    ),
    (
        "signal of either",
        [
            (
                "events:\n",
                BELIEF.format("threats.closure.damage", 15).replace("if_true: 80%", "if_true: 20%") + "events:\n",
            )
        ],
        "85: belief 'shown', signal 1, if_false, this signal is as likely if what it says is not true as if it is, so "
        "it changes nothing: say how likely it is in either case, or leave it out",
    ),
    (
        "idle actor",
        [("  far: Farland", "  far: Farland\n  islands: The Islands")],
        "9: actor 'islands', nothing in the case names it, so it changes nothing: say what it wants or does, or leave "
        "it out",
    ),
    (
        "idle source",
        [("sources:\n", "sources:\n  almanac: An almanac\n")],
        "111: source 'almanac', nothing names this source: name it under `source` where it is used, or leave it out",
    ),
]


def warnings_on(text: str) -> list[str]:
    return [str(problem).removeprefix("k.yaml:") for problem in warn_case(read_text(text, "k.yaml"))]


@pytest.mark.parametrize(("kind", "changes", "said"), CASES, ids=[kind for kind, *_ in CASES])
def test_what_changes_nothing_is_named_with_its_line(
    damage: Callable[..., str], kind: str, changes: list[tuple[str, str]], said: str
) -> None:
    assert said in warnings_on(damage(*changes))


def test_every_kind_is_shown() -> None:
    assert [kind for kind, *_ in CASES] == list(IDLE)


def test_a_link_to_a_talk_without_issues_counts_if_a_threat_hangs_on_that_talk(damage: Callable[..., str]) -> None:
    threat = NEW_THREAT.replace("passage", "alliance") + "damage: 30\n"
    text = damage(("threats:\n", threat))
    assert not any("link 'patron'" in warning for warning in warnings_on(text))
    likely = text.replace("probability: 10% to 30%", "probability: 90%")
    payoffs = [tertius.settle(read_text(each), without="passage").payoffs["south"] for each in (text, likely)]
    assert payoffs[0] - payoffs[1] == pytest.approx(0.7 * 30)


@pytest.mark.parametrize(
    ("idle", "change"),
    [
        ([("probability: 10% to 30%", "probability: 0")], "set: links.patron.probability\n        to: 20%"),
        ([("credibility: 40% to 60%", "credibility: 0")], "set: threats.closure.credibility\n        to: 20%"),
        ([("passes: 20% to 50%", "passes: 0")], "set: bodies.council.passes\n        to: 20%"),
        ([("grain: Grain", FIXED)], "set: issues.fish.level\n        to: 20"),
        ([("stances:\n", STANCE), ("grain: Grain", FIXED)], "set: issues.fish.level\n        to: 20"),
        (
            [("  far: Farland", "  far: Farland\n  islands: The Islands")],
            "add: talks.islands-too\n        value: {parties: [islands, north], without_agreement: {}}",
        ),
        (
            [("sources:\n", "sources:\n  almanac: An almanac\n")],
            "add: stances.north.grain\n        value: {position: 5, salience: 5, source: almanac}",
        ),
    ],
)
def test_what_a_move_is_about_is_not_idle(damage: Callable[..., str], idle: list[tuple[str, str]], change: str) -> None:
    said = len(warnings_on(damage(*idle)))
    moved = damage(*idle, ("claims:\n", f"  turn:\n    actor: far\n    changes:\n      - {change}\nclaims:\n"))
    assert len(warnings_on(moved)) == said - 1


def test_a_range_that_reaches_above_nothing_is_not_idle(damage: Callable[..., str]) -> None:
    text = damage(("credibility: 40% to 60%", "credibility: 0% to 20%, likely 0%"))
    assert not any("threat 'closure'" in warning for warning in warnings_on(text))


def test_capabilities_count_where_a_decision_uses_them() -> None:
    case = tertius.load("ec-emission-1994")
    assert not any("capability" in str(problem) for problem in warn_case(case))
    own = read_text(
        "case: k\ntitle: K\nas_of: 2024-01-01\nactors: {a: {capability: 3}, b: {capability: 2}}\nissues: {x: X}\n"
        "stances:\n  a: {x: {position: 1, salience: 5, capability: 4}}\n  b: {x: {position: 9, salience: 5}}\n"
    )
    assert [problem.where for problem in warn_case(own)] == ["actor 'a'"]


@pytest.mark.parametrize("name", ["korea-2019", "two-patrons", "ec-emission-1994"])
def test_the_gallery_has_nothing_idle(name: str) -> None:
    advice = {caution.advice.split("{")[0] for caution in IDLE.values()}
    said = [str(problem) for problem in warn_case(tertius.load(name))]
    assert not any(part in each for part in advice for each in said)


@pytest.mark.parametrize(
    ("change", "votes"),
    [
        ({}, ""),
        ({"vetoes": "south"}, "the vetoes of south"),
        ({"members": {"north": {"no": "20%"}, "south": {}}}, "the leanings of north"),
        ({"blocs": {"rest": {"members": ["north"], "yes": "20%"}}}, "the leanings of the blocs rest"),
        ({"members": ["north", "south"], "yes": "20%", "vetoes": ["north", "south"]},
         "the vetoes of north and south and the leanings of all other members"),
        ({"like": "eec-council-1958", "members": {"france": {"no": "20%"}}}, "the leanings of france"),
    ],
)  # fmt: skip
def test_votes_beside_a_stated_chance_are_named(small: str, change: dict[str, Any], votes: str) -> None:
    raw = plain_of(read_text(small))
    body = raw["bodies"]["council"]
    raw["bodies"]["council"] = {k: v for k, v in body.items() if k not in ("members", "quota")} | change
    if "like" not in change:
        raw["bodies"]["council"] = {"members": ["north", "south", "neutral"], "quota": 2} | raw["bodies"]["council"]
    claim = {"says": "They matter.", "compare": {"with": [], "against": [], "quantity": "payoffs.north"}}

    def said(*changes: dict[str, Any]) -> list[str]:
        compare = claim["compare"] | {"with": list(changes), "direction": "same"}
        claims = {"votes": claim | {"compare": compare}} if changes else {}
        case = Case.model_validate(raw | {"claims": claims})
        return [str(p) for p in warn_case(case) if "count in no settlement" in str(p)]

    assert [votes in one for one in said()] == ([True] if votes else [])
    assert len(said({"set": "bodies.council.vetoes", "to": []})) == bool(votes), "a claim about vetoes does nothing"
    assert said({"remove": "bodies.council.passes"}) == [], "a claim that takes `passes` out makes them count"
