"""What the ready-made kinds of a move stand for: the changes they make, and when they cannot be made so.

A kind is a way of writing changes that is harder to get wrong. What a move changes may hang on the case as it is when
it is made: a link or threat that is there is sharpened, one that is not is added. A talk uses the beliefs that its
parties share, so a signal counts in the talks whose parties are all among its receivers or send it, on top of what the
talk believes already; elsewhere the number stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tertius.case.actions import MOVE_KINDS, Change, Move, Signal
from tertius.case.beliefs import (
    about_of,
    believable_at,
    felt_by,
    felt_through,
    prior_of,
    why_not_believed,
)
from tertius.case.edit.changes import Made, Misused, Step, apply_steps, steps_of
from tertius.case.entries import Belief
from tertius.case.findings import Finding
from tertius.case.labels import on_scale_of, words_of
from tertius.case.model import Case
from tertius.case.parse.naming import numbered
from tertius.case.parse.origin import Path, closest
from tertius.case.parse.quantity import Quantity
from tertius.case.plain import in_words, plain_of


def changes_of_move(case: Case, ident: str, move: Move) -> list[Step]:
    """The changes of a move, made on a case.

    Args:
        case: The case as it is when the move is made.
        ident: Id of the move, for the paths at which its changes are written.
        move: The move.
    """
    steps = []
    for name in MOVE_KINDS:
        deed = getattr(move, name)
        if deed is not None:
            for change, inner in _COMPILED[name](case, move.actor, deed):
                at: Path = ("moves", ident, name, *inner)
                steps.append(Step(change, at, at))
    return [*steps, *steps_of(("moves", ident, "changes"), move.changes)]


def check_move(case: Case, ident: str, move: Move) -> Iterator[Finding]:
    """Yield what the kinds of a move ask of the case and do not find."""
    for name in MOVE_KINDS:
        deed = getattr(move, name)
        if deed is not None and name in _CHECKED:
            for inner, found, legal, advice in _CHECKED[name](case, move.actor, deed):
                yield Finding(("moves", ident, name, *inner), found, legal, advice)


def case_before(case: Case, ident: str) -> Case:
    """The case in which a move is made: after the moves that it comes after, and those that these come after."""
    order: dict[str, None] = {}
    _put_before(case, ident, order, (ident,))
    before = case
    for earlier in order:
        before = apply_steps(before, changes_of_move(before, earlier, case.moves[earlier])).case
    return before


def supplier_of(case: Case, issue: str, receiver: str = "") -> str | None:
    """Who supplies an issue: the one it names, else the other party of a talk of two; None if that is nobody."""
    named = case.issues[issue].supplier
    talk = case.talk_of(issue)
    if named is not None or talk is None:
        return named
    others = [party for party in case.talks[talk].parties if party != receiver]
    return others[0] if len(others) == 1 and len(case.talks[talk].parties) == 2 else None


def _put_before(case: Case, ident: str, order: dict[str, None], around: tuple[str, ...]) -> None:
    for earlier in case.moves[ident].after:
        if earlier in case.moves and earlier not in around:
            _put_before(case, earlier, order, (*around, earlier))
            order.setdefault(earlier)


def _set(path: str, to: Any, *inner: str) -> tuple[Change, Path]:
    return Change(set=path, to=in_words(to)), inner


def _open(case: Case, actor: str, deed: Any) -> Made:
    value = {name: inner for name, inner in plain_of(deed).items() if name != "talk"}
    yield Change(add=f"talks.{deed.talk}", value=value), ()


def _close(case: Case, actor: str, talk: str) -> Made:
    yield Change(remove=f"talks.{talk}"), ()


def _back(case: Case, actor: str, deed: Any) -> Made:
    ident = deed.link or f"{actor}-backs-{deed.party}"
    if ident in case.links:
        yield _set(f"links.{ident}.probability", deed.probability, "probability")
    else:
        value = {name: inner for name, inner in plain_of(deed).items() if name not in ("party", "link")}
        yield Change(add=f"links.{ident}", value={"holder": actor, **value}), ()


def _threaten(case: Case, actor: str, deed: Any) -> Made:
    ident = deed.threat or f"{actor}-threatens-{deed.target}"
    said = {name: inner for name, inner in plain_of(deed).items() if name != "threat"}
    if ident in case.threats:
        for name in said:
            if name in ("damage", "cost", "credibility", "authorised_by"):
                yield _set(f"threats.{ident}.{name}", getattr(deed, name), name)
    elif deed.target is not None and deed.if_fails is not None and deed.damage is not None:
        yield Change(add=f"threats.{ident}", value={"holder": actor, **said}), ()


def _promise_veto(case: Case, actor: str, deed: Any) -> Made:
    yield _set(f"bodies.{deed.body}.passes", deed.passes, "passes")


def _supply(case: Case, actor: str, deed: Any) -> Made:
    talk = case.talk_of(deed.issue)
    around = f"issues.{deed.issue}" if talk is None else f"talks.{talk}.without_agreement.{deed.issue}"
    yield _set(f"{around}.level", deed.level, "level")


def _state(case: Case, actor: str, deed: Any) -> Made:
    yield _set(f"stances.{actor}.{deed.issue}.position", deed.position, "position")


def _coordinate(case: Case, actor: str, deed: Any) -> Made:
    members = {name: float(deed.weights.get(name, 1.0)) for name in (actor, *deed.partners)}
    for talk in deed.talks:
        yield Change(set=f"talks.{talk}.as_one", to=members), ("talks",)


def _check_close(case: Case, actor: str, talk: str) -> Misused:
    if talk in case.talks and actor not in case.talks[talk].parties:
        parties = ", ".join(case.talks[talk].parties)
        yield (), f"'{actor}' is not a party of the talk '{talk}'", f"only a party can close it: {parties}", ""


def _check_back(case: Case, actor: str, deed: Any) -> Misused:
    talk = case.talks.get(deed.if_fails)
    if talk is not None and deed.party not in talk.parties:
        found = f"'{deed.party}' is not a party of the talk '{deed.if_fails}'"
        yield ("party",), found, f"parties: {', '.join(talk.parties)}", closest(deed.party, talk.parties)
    link = case.links.get(deed.link or f"{actor}-backs-{deed.party}")
    if link is not None:
        there = {"holder": (link.holder, actor)}
        there |= {name: (getattr(link, name), getattr(deed, name)) for name in ("if_fails", "then_falls")}
        for name, (stands, asked) in there.items():
            if stands != asked:
                found = f"the link that is there has the {name} '{stands}', not '{asked}'"
                yield ((name,) if name != "holder" else ("link",)), found, "", "give another id under `link`"


def _check_threaten(case: Case, actor: str, deed: Any) -> Misused:
    ident = deed.threat or f"{actor}-threatens-{deed.target}"
    threat = case.threats.get(ident)
    if threat is None:
        missing = [name for name in ("target", "if_fails", "damage") if getattr(deed, name) is None]
        if missing:
            known = [name for name, other in case.threats.items() if other.holder == actor]
            listed = f"threats of {actor}: {', '.join(known) or 'none'}"
            near = closest(ident, known) if deed.threat else ""
            yield (), f"a new threat without {' and '.join(missing)}", listed, near
        return
    there = {"holder": (threat.holder, actor)}
    there |= {name: (getattr(threat, name), getattr(deed, name)) for name in ("target", "if_fails")}
    for name, (stands, asked) in there.items():
        if asked is not None and stands != asked:
            found = f"the threat that is there has the {name} '{stands}', not '{asked}'"
            yield ((name,) if name != "holder" else ("threat",)), found, "", "give another id under `threat`"


def _check_promise_veto(case: Case, actor: str, deed: Any) -> Misused:
    body = case.bodies.get(deed.body)
    if body is not None and actor not in body.vetoes:
        legal = f"vetoes: {', '.join(body.vetoes) or 'none'}"
        yield ("body",), f"'{actor}' has no veto in '{deed.body}'", legal, ""


def _check_supply(case: Case, actor: str, deed: Any, more: bool = True) -> Misused:
    if deed.issue not in case.issues:
        known = list(case.issues)
        yield ("issue",), f"'{deed.issue}' is not an issue of this case", "", closest(deed.issue, known)
        return
    supplier, talk = case.issues[deed.issue].supplier, case.talk_of(deed.issue)
    parties = case.talks[talk].parties if talk is not None else ()
    if supplier != actor and (supplier is not None or actor not in parties):
        found = f"'{actor}' does not supply '{deed.issue}'"
        legal = f"its supplier is {supplier}" if supplier else "its suppliers are the parties of its talk"
        yield ("issue",), found, legal, f"name '{actor}' under `supplier` of the issue" if supplier is None else ""
    before, scale = case.reference(deed.issue), case.issues[deed.issue].scale
    after = deed.level.on(scale).middle
    if (after < before) if more else (after > before):
        verb, other = ("supply", "withhold") if more else ("withhold", "supply")
        found = f"level {after:g} is {'less' if more else 'more'} than the {before:g} that there is already"
        yield ("level",), found, f"`{verb}` is for {'more' if more else 'less'}", f"use `{other}`"


def _check_state(case: Case, actor: str, deed: Any) -> Misused:
    stances = case.stances.get(actor, {})
    if deed.issue not in stances:
        legal = f"stances of {actor}: {', '.join(stances) or 'none'}"
        yield ("issue",), f"'{actor}' has no stance on '{deed.issue}'", legal, closest(deed.issue, stances)


def _check_coordinate(case: Case, actor: str, deed: Any) -> Misused:
    members = (actor, *deed.partners)
    for index, name in enumerate(deed.partners):
        if name in members[: index + 1]:
            yield ("partners", index), f"'{name}' is named twice", "an actor acts as one with others", ""
    for name in deed.weights:
        if name not in members:
            yield ("weights", name), f"'{name}' does not act as one here", f"members: {', '.join(members)}", ""


def signalled(case: Case, actor: str, signal: Signal) -> Made:
    """The changes that a signal stands for, each with the field in which its value stands."""
    if not signal.receivers and signal.assumed:
        yield Change(set=signal.path, to=in_words(signal.to)), ("to",)
        return
    path, talks = believable_at(case, signal.path), _hearing(case, actor, signal)
    for ident, belief in case.beliefs.items():
        here = [talk for talk in belief.talks if talk in talks] if about_of(case, belief) == path else []
        if here and len(here) == len(belief.talks):
            yield from _told_more(ident, belief, signal)
        elif here:
            kept = [talk for talk in belief.talks if talk not in here]
            yield Change(set=f"beliefs.{ident}.talks", to=kept), ()
            yield _new(case, f"{ident}-{actor}", signal, here, belief), ()
        talks = [talk for talk in talks if talk not in here]
    if talks and path is not None:
        yield _new(case, f"{actor}-on-{'-'.join(map(str, path[1:-1]))}", signal, talks, None), ()


_COMPILED: dict[str, Callable[[Case, str, Any], Made]] = {
    "open": _open,
    "close": _close,
    "back": _back,
    "threaten": _threaten,
    "promise_veto": _promise_veto,
    "supply": _supply,
    "withhold": _supply,
    "state": _state,
    "coordinate": _coordinate,
    "signal": signalled,
}


def check_signal(case: Case, actor: str, signal: Signal) -> Misused:
    """Yield what a signal asks of the case and does not find: field, found, legal, advice."""
    for index, name in enumerate(signal.receivers):
        if name not in case.actors:
            legal = f"actors: {', '.join(case.actors)}"
            yield ("receivers", index), f"'{name}' is not an actor of this case", legal, closest(name, case.actors)
    if not signal.receivers and signal.assumed:
        return
    path = believable_at(case, signal.path)
    if path is None:
        yield ("path",), *why_not_believed(case, signal.path)
        return
    talks = _hearing(case, actor, signal)
    if not talks:
        hearers = ", ".join(dict.fromkeys([actor, *signal.receivers]))
        whose = "; ".join(f"{ident}: {', '.join(talk.parties)}" for ident, talk in case.talks.items())
        advice = "name everybody at a table under `receivers`, where the number touches one of them"
        yield (
            ("receivers",),
            f"no talk goes by what {hearers} believe of '{signal.path}'",
            f"parties of {whose}",
            advice,
        )
    if signal.above is not None:
        yield from _check_point(case, path, signal, signal.above, talks)


_CHECKED: dict[str, Callable[[Case, str, Any], Misused]] = {
    "close": _check_close,
    "back": _check_back,
    "threaten": _check_threaten,
    "promise_veto": _check_promise_veto,
    "supply": _check_supply,
    "withhold": partial(_check_supply, more=False),
    "state": _check_state,
    "coordinate": _check_coordinate,
    "signal": check_signal,
}


def _check_point(case: Case, path: Path, signal: Signal, above: Quantity, talks: list[str]) -> Misused:
    point = on_scale_of(case, path, above).low
    for talk in talks:
        known = (b for b in case.beliefs.values() if talk in b.talks and about_of(case, b) == path)
        prior = prior_of(case, next(known, Belief(about=signal.path, talks=(talk,))))
        if prior.certain:
            found = f"'{signal.path}' is certain, so no signal can change what is believed of it"
            yield ("path",), found, "only what is uncertain can be signalled", "give the number a range"
            return
        if not prior.low < point < prior.high:
            found = f"{above} is not inside the range {words_of(path, prior)}, so the signal would tell nothing"
            yield ("above",), found, "a signal says in which part of its range a number is", ""
            return


def _hearing(case: Case, actor: str, signal: Signal) -> list[str]:
    """The talks that go by the signal: everybody at the table has heard it, and it is about the payoff of one."""
    path, heard = believable_at(case, signal.path), {actor, *(signal.receivers or case.actors)}
    felt = felt_by if signal.assumed else felt_through
    if path is None:
        return []
    return [
        ident
        for ident, talk in case.talks.items()
        if heard.issuperset([*talk.parties, *talk.as_one]) and felt(case, path, talk)
    ]


def _told_more(ident: str, belief: Belief, signal: Signal) -> Made:
    """A belief that is there, once its talks have all heard the signal."""
    if signal.assumed:
        yield Change(set=f"beliefs.{ident}.number", to=in_words(signal.to)), ("to",)
        if belief.signals:
            yield Change(set=f"beliefs.{ident}.signals", to=[]), ()
    else:
        yield Change(set=f"beliefs.{ident}.signals", to=[*map(plain_of, belief.signals), _heard(signal)]), ()


def _new(case: Case, ident: str, signal: Signal, talks: list[str], before: Belief | None) -> Change:
    """A belief of its own for the talks that have heard the signal."""
    value: dict[str, Any] = {"about": signal.path, "talks": talks}
    if signal.assumed:
        value["number"] = in_words(signal.to)
    else:
        if before is not None and before.number is not None:
            value["number"] = in_words(before.number)
        value["signals"] = [*map(plain_of, before.signals if before is not None else ()), _heard(signal)]
    return Change(add=f"beliefs.{numbered(ident, case.beliefs)}", value=value)


def _heard(signal: Signal) -> dict[str, Any]:
    return {
        "above": in_words(signal.above),
        **{name: str(getattr(signal, name).in_percent()) for name in ("if_true", "if_false")},
    }
