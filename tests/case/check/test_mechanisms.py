"""Mistakes and warnings on who refused, whether a talk takes place, who can close, promises and voice."""

from __future__ import annotations

import pytest

from tertius.case import check_case, read_text, warn_case
from tertius.case.check.talks.promises import CAN_BE_PROMISED
from tests.case.edit.test_mechanisms import NILE

LISTS = "can_close: [[egypt, sudan], [egypt, ethiopia]]"
SLOWER = "actor: ethiopia, talk: aid, moves: stances.ethiopia.fill.position, to: 60%"
DAM = "    chance: 60% to 80%\n"
FOUR = "".join(
    f"  p{k}: {{actor: usa, talk: aid, moves: stances.usa.fill.{field}, to: {k}}}\n"
    for k, field in enumerate(("position", "salience"))
)
BODY = "bodies: {council: {quota: 1, members: {ethiopia: {yes: 50%}, egypt: {yes: 50%}}}}\n"

MISTAKES = [
    ("refused_by: ethiopia}\npromises", "refused_by: usa}\npromises", "threat 'strike', refused_by, item 1, 'usa' "
     "is not a "
     "party of the talk: parties: egypt, sudan, ethiopia"),
    ("[sudan, ethiopia]}", "[sudan, sudan]}", "link 'pause', refused_by, item 2, 'sudan' is named twice: a party "
     "is named "
     "once"),
    ("[sudan, ethiopia]}", "[sudan, etiopia]}", "link 'pause', refused_by, item 2, 'etiopia' is not an actor of "
     "this case: "
     "did you mean 'ethiopia'? (actors: egypt, sudan, ethiopia, usa)"),
    (DAM, f"{DAM}    deadline: 3\n    patience: {{egypt: 0.9, sudan: 0.9, ethiopia: 0.9}}\n", "talk 'dam', "
     "chance, it stands "
     "beside `deadline`: take one of the two out (a talk that is settled season by season takes place for certain)"),
    (LISTS, "can_close: [egypt, sudan]", "talk 'dam', can_close, each list names one party alone: did you mean "
     "[[egypt, "
     "sudan]]? (it is a list of lists: several coalitions may be able to close)"),
    (LISTS, "can_close: egypt, sudan", "talk 'dam', can_close, found 'egypt, sudan' where a list of lists of ids "
     "belongs: did you mean [[egypt, sudan]]?"),
    (LISTS, "can_close: [[egypt]]", "talk 'dam', 'can_close', list 1, egypt alone closes with nobody: two parties "
     "or more "
     "close without the rest"),
    (LISTS, "can_close: [[egypt, sudan, ethiopia]]", "talk 'dam', 'can_close', list 1, it names all parties of "
     "the talk, who "
     "can close anyway: leave it out (a list leaves somebody out)"),
    (LISTS, "can_close: [[egypt, sudan], [sudan, egypt]]", "talk 'dam', 'can_close', list 2, sudan, egypt stand there "
     "already: a list is written once"),
    (LISTS, "can_close: [[egypt, usa]]", "talk 'dam', 'can_close', list 1, item 2, 'usa' is not a party of the talk"
     ": parties: egypt, sudan, ethiopia"),
    (LISTS, f"{LISTS}\n    power: {{egypt: 0, sudan: 0}}", "talk 'dam', 'can_close', list 1, none of egypt, sudan "
     "has any "
     "power: the middle of the power of at least one of them is above 0"),
    (LISTS, f"{LISTS}\n    rule: mean", "talk 'dam', can_close, it stands beside `rule`: take one of the two out "
     "(only in a "
     "talk that is bargained, by each for itself and at once, with nobody asked at home, "
     "can some close without the rest)"),
    ("voice:", "curvature: 1.5\nvoice:", "voice, it stands in a case of curvature 1.5: leave `curvature` out, or "
     "`voice` "
     "(only losses in proportion to the square of the distance, curvature 2, add up to those of one actor)"),
    ("talk: aid, moves: stances", "talk: dam, moves: stances", "promise 'slower', moves, 'fill' is on the table "
     "of 'dam' "
     f"itself, so the deal settles it: {CAN_BE_PROMISED}"),
    (SLOWER, SLOWER.replace("actor: ethiopia", "actor: sudan"), "promise 'slower', actor, 'sudan' is not a party "
     "of the talk "
     "'aid': parties: ethiopia, usa"),
    ("moves: stances.ethiopia", "moves: stances.egypt", "promise 'slower', moves, 'stances.egypt.fill.position' "
     "is a number "
     f"of 'egypt', not of 'ethiopia': {CAN_BE_PROMISED}"),
    ("moves: stances.ethiopia.fill.position", "moves: stances.ethiopia.fil.position", "promise 'slower', moves, "
     "there is no "
     "'fil' in the path 'stances.ethiopia.fil.position': did you mean 'fill'? (known: fill, trade)"),
    (SLOWER, "actor: ethiopia, talk: aid, moves: talks.dam.without_agreement.fill, to: 60", "promise 'slower', moves, "
     f"'ethiopia' does not supply 'fill': the issue names no `supplier`: {CAN_BE_PROMISED}"),
    (SLOWER, "actor: ethiopia, talk: aid, moves: talks.dam.chance, to: 60%", "promise 'slower', moves, "
     "'talks.dam.chance' is "
     f"no number that can be promised: {CAN_BE_PROMISED}"),
    (SLOWER, "actor: usa, talk: aid, moves: links.pause, to: 60%", "promise 'slower', moves, the path "
     "'links.pause' leads to "
     f"no number: did you mean 'links.pause.probability'? ({CAN_BE_PROMISED})"),
    ("to: 60%", "to: 120", "promise 'slower', to, 120 is not what stances.ethiopia.fill.position can be: its "
     "scale goes from 0 "
     "to 100"),
    ("to: 60%", "to: 50 to 60", "promise 'slower', to, 50 to 60 is a range: what is promised is one number, and "
     "`kept` its "
     "doubt"),
    ("promises:\n", f"promises:\n{FOUR}  q: {{actor: usa, talk: aid, moves: links.pause.probability, to: "
     f"10%}}\n", "promise "
     "'slower', it is promise 4 of 4: keep those that matter most (a case has 3 promises at most, for every deal "
     "is tried "
     "with each and without it)"),
    ("promises:\n", f"promises:\n  also: {{{SLOWER}}}\n", "promise 'slower', moves, the promise 'also' moves it "
     "already: leave "
     "one out (a number is promised once)"),
    ("without_agreement: {trade: 2}\n", "without_agreement: {trade: 2}\n    deadline: 2\n    patience: {ethiopia: "
     "0.9, usa: "
     "0.9}\n", "promise 'slower', it stands beside the deadline of 'aid': take one of the two out (in a case with "
     "talks that "
     "are settled season by season nothing is promised)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES, ids=[said[:60] for *_, said in MISTAKES])
def test_a_mistake_says_what_is_legal_and_what_to_do(old: str, new: str, said: str) -> None:
    assert NILE.count(old) == 1
    assert said in list(map(str, mistakes(NILE.replace(old, new))))


def mistakes(text: str) -> list[object]:
    from tertius.errors import CaseError

    try:
        read_text(text)
    except CaseError as error:
        return list(error.problems)
    return []


LEGAL = [
    (SLOWER, "actor: usa, talk: aid, moves: links.pause.probability, to: 10%"),
    (SLOWER, "actor: usa, talk: aid, moves: stances.usa.fill.salience, to: 40"),
]


@pytest.mark.parametrize(("old", "new"), LEGAL)
def test_what_an_actor_holds_can_be_promised(old: str, new: str) -> None:
    case = read_text(NILE.replace(old, new))
    assert check_case(case) == []


def test_a_leaning_a_level_and_a_threat_of_ones_own_can_be_promised() -> None:
    supplied = NILE.replace("fill: {scale: 0 to 100}", "fill: {scale: 0 to 100, supplier: ethiopia}")
    for moves in ("talks.dam.without_agreement.fill.level", "talks.dam.without_agreement.fill"):
        assert not mistakes(supplied.replace("stances.ethiopia.fill.position", moves))
    assert not mistakes(BODY + NILE.replace("stances.ethiopia.fill.position", "bodies.council.members.ethiopia.yes"))
    own = SLOWER.replace("stances.ethiopia.fill.position", "threats.strike.credibility")
    assert not mistakes(
        NILE.replace(SLOWER, own).replace("holder: egypt, target: ethiopia", "holder: ethiopia, target: egypt")
    )


WARNED = [
    ("[sudan, ethiopia]}", "[sudan, ethiopia, egypt]}", "it names every party of 'dam', so it fires whoever refused"),
    ("chance: 60% to 80%", "chance: 100%", "a chance of 100% says that the talk takes place, as it does without"),
    ("chance: 60% to 80%", "chance: 0", "with a chance of 0% the talk never takes place"),
    (", fill: {position: 20, salience: 20}}\nlinks", "}\nlinks", "nobody who does not sit at a table wants "
     "anything on it"),
    ("to: 60%", "to: 90", "stances.ethiopia.fill.position is that already, so the promise changes nothing"),
    ("kept: 50% to 70%", "kept: 0", "nobody counts on a promise that is kept with probability 0"),
    (SLOWER, SLOWER.replace("stances.ethiopia.fill.position", "bodies.council.members.ethiopia.yes"), "how likely "
     "'council' "
     "passes the measure does not follow from its leanings"),
]  # fmt: skip


def warnings(text: str) -> str:
    return "\n".join(map(str, warn_case(read_text(text))))


@pytest.mark.parametrize(("old", "new", "said"), WARNED)
def test_what_comes_to_nothing_is_warned_of(old: str, new: str, said: str) -> None:
    silent = "bodies: {council: {quota: 1, passes: 10%, members: {ethiopia: {yes: 50%}, egypt: {}}}}\n"
    assert said not in warnings(silent + NILE)
    assert NILE.count(old) == 1
    assert said in warnings(silent + NILE.replace(old, new))


def test_what_a_voice_or_a_promise_moves_is_not_said_to_stand_still() -> None:
    """The issue is wanted by nobody at its table, the standing level moves only if it is promised."""
    text = NILE.replace(", trade: {position: 8, salience: 30}}", "}").replace(
        "usa: {trade: {position: 2, salience: 20}, ", "usa: {"
    )
    text = text.replace("sudan: {fill: {position: 40, salience: 30}}", "sudan: {trade: {position: 4, salience: 30}}")
    assert "'trade'" not in warnings(text)
    assert "stands still" in warnings(text.replace("voice: 20% to 40%\n", ""))
    standing = NILE.replace(
        "trade: {scale: 0 to 10", "aid-level: {scale: 0 to 10, level: 2, supplier: ethiopia}, trade: {scale: 0 to 10"
    )
    standing = standing.replace("usa: {trade", "usa: {aid-level: {position: 9, salience: 20}, trade")
    assert "it stands still" in warnings(standing)
    assert "it stands still" not in warnings(
        standing.replace(SLOWER, "actor: ethiopia, talk: aid, moves: issues.aid-level.level, to: 9")
    )
