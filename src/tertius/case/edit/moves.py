"""What the ready-made kinds of a move stand for: the changes they make, and when they cannot be made so.

A kind is a way of writing changes that is harder to get wrong. What a move changes may hang on the case as it is when
it is made: a link or threat that is there is sharpened, one that is not is added. A talk uses the beliefs that its
parties share, so a signal counts in the talks whose parties are all among its receivers or send it, on top of what the
talk believes already; elsewhere the number stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tertius.case.actions import MOVE_KINDS, Change, Move, Signal
from tertius.case.beliefs import about_of, believable_at, felt_by, felt_through, prior_of, why_not_believed
from tertius.case.edit.changes import Made, Misused, Step, apply_steps, steps_of
from tertius.case.entries import Belief
from tertius.case.findings import Finding
from tertius.case.labels import on_scale_of, words_of
from tertius.case.model import Case
from tertius.case.parse.naming import numbered
from tertius.case.parse.origin import Path, closest
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
        kind = getattr(move, name)
        if kind is not None:
            for change, inner in _changes_of(case, move.actor, name, kind):
                at: Path = ("moves", ident, name, *inner)
                steps.append(Step(change, at, at))
    return [*steps, *steps_of(("moves", ident, "changes"), move.changes)]


def check_move(case: Case, ident: str, move: Move) -> Iterator[Finding]:
    """Yield what the kinds of a move ask of the case and do not find."""
    for name in MOVE_KINDS:
        kind = getattr(move, name)
        for inner, found, legal, advice in _misuses_of(case, move.actor, name, kind) if kind is not None else ():
            yield Finding(("moves", ident, name, *inner), found, legal, advice)


def case_before(case: Case, ident: str) -> Case:
    """The case in which a move is made: after the moves that it comes after, and those that these come after."""
    order: dict[str, None] = {}
    _put_before(case, ident, order, (ident,))
    before = case
    for earlier in order:
        before = apply_steps(before, changes_of_move(before, earlier, case.moves[earlier])).case
    return before


def _put_before(case: Case, ident: str, order: dict[str, None], around: tuple[str, ...]) -> None:
    for earlier in case.moves[ident].after:
        if earlier in case.moves and earlier not in around:
            _put_before(case, earlier, order, (*around, earlier))
            order.setdefault(earlier)


def _changes_of(case: Case, actor: str, name: str, kind: Any) -> Made:
    """The changes that one kind of a move, of this name, stands for."""
    match name:
        case "open":
            yield Change(add=f"talks.{kind.talk}", value=_said(kind, "talk")), ()
        case "close":
            yield Change(remove=f"talks.{kind}"), ()
        case "back":
            yield from _back(case, actor, kind)
        case "threaten":
            yield from _threaten(case, actor, kind)
        case "promise_veto":
            yield Change(set=f"bodies.{kind.body}.passes", to=in_words(kind.passes)), ("passes",)
        case "supply" | "withhold":
            talk = case.talk_of(kind.issue)
            around = f"issues.{kind.issue}" if talk is None else f"talks.{talk}.without_agreement.{kind.issue}"
            yield Change(set=f"{around}.level", to=in_words(kind.level)), ("level",)
        case "state":
            yield Change(set=f"stances.{actor}.{kind.issue}.position", to=in_words(kind.position)), ("position",)
        case "coordinate":
            members = {name: float(kind.weights.get(name, 1.0)) for name in (actor, *kind.partners)}
            yield from ((Change(set=f"talks.{talk}.as_one", to=members), ("talks",)) for talk in kind.talks)
        case _:
            yield from signalled(case, actor, kind)


def _said(kind: Any, *names: str) -> dict[str, Any]:
    """What a kind of move says in its fields, but for some."""
    return {name: inner for name, inner in plain_of(kind).items() if name not in names}


def _back(case: Case, actor: str, kind: Any) -> Made:
    ident, value = kind.link or f"{actor}-backs-{kind.party}", _said(kind, "party", "link")
    if ident not in case.links:
        yield Change(add=f"links.{ident}", value={"holder": actor, **value}), ()
        return
    yield Change(set=f"links.{ident}.probability", to=in_words(kind.probability)), ("probability",)
    if kind.refused_by:
        yield Change(set=f"links.{ident}.refused_by", to=list(kind.refused_by)), ("refused_by",)


def _threaten(case: Case, actor: str, kind: Any) -> Made:
    ident, said = kind.threat or f"{actor}-threatens-{kind.target}", _said(kind, "threat")
    if ident in case.threats:
        for name in said:
            if name in ("damage", "cost", "credibility", "authorised_by", "refused_by"):
                value = list(kind.refused_by) if name == "refused_by" else in_words(getattr(kind, name))
                yield Change(set=f"threats.{ident}.{name}", to=value), (name,)
    elif kind.target is not None and kind.if_fails is not None and kind.damage is not None:
        yield Change(add=f"threats.{ident}", value={"holder": actor, **said}), ()


def _misuses_of(case: Case, actor: str, name: str, kind: Any) -> Misused:
    """What one kind of a move, of this name, asks of the case and does not find."""
    match name:
        case "close" if kind in case.talks and actor not in case.talks[kind].parties:
            legal = f"only a party can close it: {', '.join(case.talks[kind].parties)}"
            yield (), f"'{actor}' is not a party of the talk '{kind}'", legal, ""
        case "back":
            yield from _check_back(case, actor, kind)
        case "threaten":
            yield from _check_threaten(case, actor, kind)
        case "promise_veto" if kind.body in case.bodies and actor not in case.bodies[kind.body].vetoes:
            legal = f"vetoes: {', '.join(case.bodies[kind.body].vetoes) or 'none'}"
            yield ("body",), f"'{actor}' has no veto in '{kind.body}'", legal, ""
        case "supply" | "withhold":
            yield from _check_supply(case, actor, kind, name == "supply")
        case "state" if kind.issue not in case.stances.get(actor, {}):
            stances = case.stances.get(actor, {})
            legal = f"stances of {actor}: {', '.join(stances) or 'none'}"
            yield ("issue",), f"'{actor}' has no stance on '{kind.issue}'", legal, closest(kind.issue, stances)
        case "coordinate":
            yield from _check_coordinate(actor, kind)
        case "signal":
            yield from check_signal(case, actor, kind)


def _check_coordinate(actor: str, kind: Any) -> Misused:
    members = (actor, *kind.partners)
    for index, name in enumerate(kind.partners):
        if name in members[: index + 1]:
            yield ("partners", index), f"'{name}' is named twice", "an actor acts as one with others", ""
    for name in kind.weights:
        if name not in members:
            yield ("weights", name), f"'{name}' does not act as one here", f"members: {', '.join(members)}", ""


def _check_same(noun: str, kind: Any, entry: Any, actor: str, names: tuple[str, ...]) -> Misused:
    """Where the link or threat that is there is not the one that a kind of move speaks of."""
    there = {"holder": (entry.holder, actor)} | {name: (getattr(entry, name), getattr(kind, name)) for name in names}
    for name, (stands, asked) in there.items():
        if asked is not None and stands != asked:
            found = f"the {noun} that is there has the {name} '{stands}', not '{asked}'"
            yield ((name,) if name != "holder" else (noun,)), found, "", f"give another id under `{noun}`"


def _check_back(case: Case, actor: str, kind: Any) -> Misused:
    talk = case.talks.get(kind.if_fails)
    if talk is not None and kind.party not in talk.parties:
        found = f"'{kind.party}' is not a party of the talk '{kind.if_fails}'"
        yield ("party",), found, f"parties: {', '.join(talk.parties)}", closest(kind.party, talk.parties)
    link = case.links.get(kind.link or f"{actor}-backs-{kind.party}")
    if link is not None:
        yield from _check_same("link", kind, link, actor, ("if_fails", "then_falls"))


def _check_threaten(case: Case, actor: str, kind: Any) -> Misused:
    ident = kind.threat or f"{actor}-threatens-{kind.target}"
    missing = [name for name in ("target", "if_fails", "damage") if getattr(kind, name) is None]
    if ident in case.threats:
        yield from _check_same("threat", kind, case.threats[ident], actor, ("target", "if_fails"))
    elif missing:
        known = [name for name, other in case.threats.items() if other.holder == actor]
        listed = f"threats of {actor}: {', '.join(known) or 'none'}"
        yield (), f"a new threat without {' and '.join(missing)}", listed, closest(ident, known) if kind.threat else ""


def _check_supply(case: Case, actor: str, kind: Any, more: bool) -> Misused:
    """What stands against supplying more of an issue, or less."""
    if kind.issue not in case.issues:
        yield ("issue",), f"'{kind.issue}' is not an issue of this case", "", closest(kind.issue, case.issues)
        return
    supplier, talk = case.issues[kind.issue].supplier, case.talk_of(kind.issue)
    parties = case.talks[talk].parties if talk is not None else ()
    if supplier != actor and (supplier is not None or actor not in parties):
        found = f"'{actor}' does not supply '{kind.issue}'"
        legal = f"its supplier is {supplier}" if supplier else "its suppliers are the parties of its talk"
        yield ("issue",), found, legal, f"name '{actor}' under `supplier` of the issue" if supplier is None else ""
    before, after = case.reference(kind.issue), kind.level.on(case.issues[kind.issue].scale).middle
    if (after < before) if more else (after > before):
        verb, other = ("supply", "withhold") if more else ("withhold", "supply")
        found = f"level {after:g} is {'less' if more else 'more'} than the {before:g} that there is already"
        yield ("level",), found, f"`{verb}` is for {'more' if more else 'less'}", f"use `{other}`"


def signalled(case: Case, actor: str, signal: Signal) -> Made:
    """The changes that a signal stands for, each with the field in which its value stands."""
    if not signal.receivers and signal.assumed:
        yield Change(set=signal.path, to=in_words(signal.to)), ("to",)
        return
    path, talks = believable_at(case, signal.path), _hearing(case, actor, signal)
    for ident, belief in case.beliefs.items():
        here = [talk for talk in belief.talks if talk in talks] if about_of(case, belief) == path else []
        if here and len(here) < len(belief.talks):
            kept = [talk for talk in belief.talks if talk not in here]
            yield Change(set=f"beliefs.{ident}.talks", to=kept), ()
            yield _new(case, f"{ident}-{actor}", signal, here, belief), ()
        elif here and signal.assumed:
            yield Change(set=f"beliefs.{ident}.number", to=in_words(signal.to)), ("to",)
            if belief.signals:
                yield Change(set=f"beliefs.{ident}.signals", to=[]), ()
        elif here:
            yield Change(set=f"beliefs.{ident}.signals", to=[*map(plain_of, belief.signals), _heard(signal)]), ()
        talks = [talk for talk in talks if talk not in here]
    if talks and path is not None:
        yield _new(case, f"{actor}-on-{'-'.join(map(str, path[1:-1]))}", signal, talks, None), ()


def check_signal(case: Case, actor: str, signal: Signal) -> Misused:
    """Yield what a signal asks of the case and does not find: field, found, legal, advice."""
    for index, name in enumerate(signal.receivers):
        if name not in case.actors:
            legal = f"actors: {', '.join(case.actors)}"
            yield ("receivers", index), f"'{name}' is not an actor of this case", legal, closest(name, case.actors)
    if not signal.receivers and signal.assumed:
        return
    path, talks = believable_at(case, signal.path), _hearing(case, actor, signal)
    if path is None:
        yield ("path",), *why_not_believed(case, signal.path)
        return
    if not talks:
        hearers = ", ".join(dict.fromkeys([actor, *signal.receivers]))
        found = f"no talk goes by what {hearers} believe of '{signal.path}'"
        legal = "parties of " + "; ".join(f"{ident}: {', '.join(talk.parties)}" for ident, talk in case.talks.items())
        advice = "name everybody at a table under `receivers`, where the number touches one of them"
        yield ("receivers",), found, legal, advice
    if signal.above is None:
        return
    for talk in talks:
        known = (b for b in case.beliefs.values() if talk in b.talks and about_of(case, b) == path)
        prior = prior_of(case, next(known, Belief(about=signal.path, talks=(talk,))))
        if prior.certain:
            found = f"'{signal.path}' is certain, so no signal can change what is believed of it"
            yield ("path",), found, "only what is uncertain can be signalled", "give the number a range"
            return
        if not prior.low < on_scale_of(case, path, signal.above).low < prior.high:
            found = f"{signal.above} is not inside the range {words_of(path, prior)}, so the signal would tell nothing"
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
