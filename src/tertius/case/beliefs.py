"""Beliefs: which number each is about, whose payoff it is in, and what keeps it from meaning anything.

In a draw the numbers of a group stand at one place in their ranges. So a signal on one of them moves, by Bayes' rule,
what is believed of the others too: `propagate_beliefs` adds those beliefs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_origin

from tertius.case.entries import Belief, Talk
from tertius.case.fields import EVERYBODY, OWNER, Entry, Means
from tertius.case.findings import CheckContext, Finding
from tertius.case.groups import mates_of, number_at, sides_of
from tertius.case.labels import legal_at, on_scale_of
from tertius.case.model import Case
from tertius.case.parse.naming import numbered
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import (
    CHANGEABLE,
    COLLECTIONS,
    NOUNS,
    bare_type,
    dead_end,
    fields_of,
    mark_at,
    marks_of,
    step_into,
)


@cache
def _believable() -> dict[str, list[str]]:
    """The fields of each collection whose numbers can be believed to be others: those that a payoff is made of."""

    def fields(kind: Any) -> Iterator[str]:
        bare = bare_type(kind)
        if get_origin(bare) is dict:
            yield from fields(get_args(bare)[1])
        elif isinstance(bare, type) and issubclass(bare, Entry):
            for name in fields_of(bare):
                inner = step_into(bare, name)
                means = next((mark for mark in marks_of(inner) if isinstance(mark, Means)), None)
                yield from fields(inner) if means is None else [name] if means.felt_by else []

    found = {name: list(fields(step_into(Case, name))) for name in COLLECTIONS}
    return {name: names for name, names in found.items() if names}


def about_of(case: Case, belief: Belief) -> Path | None:
    """The full path of the number that a belief is about; None if it leads to none that can be believed."""
    return believable_at(case, belief.about)


def believable_at(case: Case, written: str) -> Path | None:
    """The full path of a number that can be believed to be another; None if a path leads to none."""
    found = number_at(case, written)
    return found[0] if found is not None and can_be_believed(found[0]) else None


def can_be_believed(path: Path) -> bool:
    """Whether the number at a full path is one that can be believed to be another."""
    means = mark_at(path, Means)
    return means is not None and bool(means.felt_by)


def prior_of(case: Case, belief: Belief) -> Quantity:
    """What the parties take the number to be before any signal, on its plain scale."""
    found = number_at(case, belief.about)
    if found is None:
        raise KeyError(belief.about)
    path, number = found
    return on_scale_of(case, path, number if belief.number is None else belief.number)


def left_by(case: Case, belief: Belief, path: Path, signals: int) -> tuple[float, float]:
    """The part of the range of a number that the first so many signals on it leave possible."""
    prior = prior_of(case, belief)
    low, high = prior.low, prior.high
    for heard in belief.signals[:signals]:
        point = on_scale_of(case, path, heard.above).low
        if heard.if_false.high <= 0:
            low = max(low, point)
        if heard.if_true.high <= 0:
            high = min(high, point)
    return low, high


def touches(case: Case, path: Path, actor: str) -> bool:
    """Whether a number that can be believed is in the payoff of an actor."""
    means = mark_at(path, Means)
    if means is None or means.felt_by in (OWNER, EVERYBODY):
        return means is not None and (means.felt_by == EVERYBODY or path[1] == actor)
    entry = getattr(case, str(path[0]))[str(path[1])]
    return any(getattr(entry, field) == actor for field in means.felt_by)


def felt_by(case: Case, path: Path, talk: Talk) -> bool:
    """Whether a belief about a number can change how a talk is bargained."""
    return talk.rule is None and any(touches(case, path, actor) for actor in (*talk.parties, *talk.as_one))


def felt_through(case: Case, path: Path, talk: Talk) -> bool:
    """Whether a signal on a number can change how a talk is bargained: by that number, or one that moves with it."""
    return any(felt_by(case, one, talk) for one in (path, *filter(can_be_believed, mates_of(case, path))))


def felt_at(case: Case, belief: Belief, path: Path, talk: Talk) -> bool:
    """Whether a belief about the number at a path can change how a talk is bargained."""
    return felt_through(case, path, talk) if belief.signals else felt_by(case, path, talk)


def check_beliefs(desk: CheckContext) -> Iterator[Finding]:
    """Yield beliefs about no number, about one that is legal nowhere, that say nothing, or that are told twice."""
    case, told = desk.case, dict[tuple[Path, str], str]()
    for ident, belief in case.beliefs.items():
        if desk.lost.touches(tuple(belief.about.split("."))):
            continue
        path = about_of(case, belief)
        if path is None:
            yield Finding(("beliefs", ident, "about"), *why_not_believed(case, belief.about))
            continue
        yield from _check_numbers(case, ident, belief, path)
        if not belief.talks:
            yield Finding(("beliefs", ident, "talks"), "it names no talk", "a belief is shared in one talk or more")
        if belief.number is None and not belief.signals:
            found = "a belief without a number and without signals, so nothing is believed"
            yield Finding(("beliefs", ident), found, "", "give it a `number`, or `signals`")
        for index, talk in enumerate(belief.talks):
            at: Path = ("beliefs", ident, "talks", index)
            if talk in case.talks and desk.whole("talks", talk):
                yield from _check_talk(case, at, path, talk, felt_at(case, belief, path, case.talks[talk]))
            earlier = told.setdefault((path, talk), ident)
            if earlier != ident or talk in belief.talks[:index]:
                found = f"what '{talk}' takes {belief.about} to be is told in the belief '{earlier}' already"
                yield Finding(at, found, "a talk has one belief about a number", "join the two, or take the talk out")


def _check_talk(case: Case, at: Path, path: Path, talk: str, felt: bool) -> Iterator[Finding]:
    entry = case.talks[talk]
    if entry.rule is not None:
        found = f"the rule '{entry.rule}' decides '{talk}', by the stances as they are"
        yield Finding(at, found, "only talks that are bargained go by what is believed", "take the talk out")
    elif not felt:
        found = f"{'.'.join(map(str, path))} is in the payoff of nobody at the table of '{talk}'"
        yield Finding(at, found, f"parties: {', '.join(entry.parties)}", "take the talk out")


def _check_numbers(case: Case, ident: str, belief: Belief, path: Path) -> Iterator[Finding]:
    at: Path = ("beliefs", ident)
    if belief.number is not None:
        yield from _check_range(case, (*at, "number"), path, belief.number)
    for index, heard in enumerate(belief.signals):
        signal: Path = (*at, "signals", index)
        if on_scale_of(case, path, heard.above).certain:
            yield from _check_range(case, (*signal, "above"), path, heard.above)
        else:
            legal = "a signal says that a number is above a point, and a point is certain"
            yield Finding((*signal, "above"), f"{heard.above} is a range", legal)
        if heard.if_true.low <= 0 and heard.if_false.low <= 0:
            found = "it may be that the signal is never sent, true or not, and then nothing follows from it"
            legal = "one of `if_true` and `if_false` is above 0 over its whole range"
            yield Finding((*signal, "if_true"), found, legal)
        low, high = left_by(case, belief, path, index + 1)
        if low >= high and not prior_of(case, belief).certain:
            found = f"signal {index + 1} cannot have been sent if what was heard before it is true"
            yield Finding(signal, found, "signals leave something that can be true", "leave one out")
            return


def _check_range(case: Case, at: Path, path: Path, number: Quantity) -> Iterator[Finding]:
    """Yield a number that the number at a path cannot be."""
    plain, (low, high, legal) = on_scale_of(case, path, number), legal_at(case, path)
    if low is not None and high is not None and not (low <= plain.low and plain.high <= high):
        yield Finding(at, f"{number} cannot be what {'.'.join(map(str, path))} is taken to be", legal)


def why_not_believed(case: Case, written: str) -> tuple[str, str, str]:
    """Why a path leads to no number that can be believed: found, legal, advice."""
    collection = written.split(".")[0]
    if collection in _believable() or collection not in CHANGEABLE:
        nowhere = dead_end(case, written)
        if nowhere is not None:
            return nowhere
    *rest, last = (
        f"a {NOUNS[name]}'s {' or '.join(filter(None, (', '.join(fields[:-1]), fields[-1])))}"
        for name, fields in _believable().items()
    )
    return f"'{written}' is no number that can be believed", f"a belief is about {', '.join(rest)}, or {last}", ""


def propagate_beliefs(case: Case) -> dict[str, Belief]:
    """The beliefs of a case, and those that follow from a signal on another number of a group.

    All talks of each have heard the same: a belief whose talks have not is told apart.
    """
    every: dict[str, Belief] = {}
    told: set[tuple[Path | None, str]] = set()
    for ident, belief in case.beliefs.items():
        told.update((about_of(case, belief), talk) for talk in belief.talks)
        _tell(case, every, ident, belief)
    for ident, belief in case.beliefs.items():
        for mate in filter(can_be_believed, _mates(case, belief)):
            felt = [talk for talk in belief.talks if talk in case.talks and felt_by(case, mate, case.talks[talk])]
            talks = tuple(talk for talk in felt if (mate, talk) not in told)
            told.update((mate, talk) for talk in talks)
            evidence = {"why": belief.why, "source": belief.source, "method": belief.method}
            follows = Belief(about=".".join(map(str, mate)), talks=talks, **evidence)
            if talks and not prior_of(case, follows).certain:
                _tell(case, every, f"{ident}--{'-'.join(map(str, mate[1:]))}", follows)
    return every


def _tell(case: Case, every: dict[str, Belief], ident: str, belief: Belief) -> None:
    """Adds a belief, once for all of its talks that have heard the same."""
    heard: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for talk in belief.talks:
        signals = tuple(signals_on(case, belief.model_copy(update={"talks": (talk,)})))
        heard.setdefault(signals, []).append(talk)
    for number, talks in enumerate(heard.values()):
        own = ident in case.beliefs and not number
        free = ident if own else numbered(f"{ident}--{talks[0]}" if number else ident, {*every, *case.beliefs})
        every[free] = belief if len(talks) == len(belief.talks) else belief.model_copy(update={"talks": tuple(talks)})


def signals_on(case: Case, belief: Belief) -> Iterator[tuple[str, int]]:
    """The signals that bear on a belief, its own and those of its group: the belief that has each, and its place."""
    sides, about = sides_of(case), about_of(case, belief)
    group = sides[about].group if about in sides else ""
    for ident, other in case.beliefs.items():
        path = about_of(case, other)
        same = path == about or (group and path in sides and sides[path].group == group)
        if same and set(other.talks) & set(belief.talks):
            yield from ((ident, index) for index in range(len(other.signals)))


def says_anything(case: Case, belief: Belief) -> bool:
    """Whether what is believed can differ from what is so: a number is given, or a signal divides its range."""
    if about_of(case, belief) is None:
        return False
    if belief.number is not None:
        return True
    for ident, index in signals_on(case, belief):
        other = case.beliefs[ident]
        about, prior, heard = about_of(case, other), prior_of(case, other), other.signals[index]
        silent = heard.if_true == heard.if_false and heard.if_true.certain
        if about is not None and not silent and prior.low < on_scale_of(case, about, heard.above).low < prior.high:
            return True
    return False


def unspoken(case: Case, belief: Belief) -> list[str]:
    """What moves together with the number of a belief that has signals, and cannot be believed to be another."""
    return [".".join(map(str, path)) for path in _mates(case, belief) if not can_be_believed(path)]


def _mates(case: Case, belief: Belief) -> list[Path]:
    """The other numbers of its group, if a signal says anything of the number of a belief."""
    about = about_of(case, belief)
    return mates_of(case, about) if belief.signals and about is not None else []
