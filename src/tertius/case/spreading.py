"""What a signal on one number says of those that move together with it: who believes it of one believes it of all.

Bayes' rule changes the probabilities of draws. In a draw the numbers of a group stand at one place in their ranges, so
a signal on one of them moves what is believed of the others too.
"""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.belief import Belief
from tertius.case.believing import about_of, can_be_believed, felt_by, on_scale_of, prior_of
from tertius.case.groups import mates_of, sides_of
from tertius.case.model import Case
from tertius.case.naming import numbered
from tertius.case.origin import Path

__all__ = ["all_beliefs", "says_anything", "signals_on", "unspoken"]


def all_beliefs(case: Case) -> dict[str, Belief]:
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
    return belief.number is not None or any(_divides(case, *signal) for signal in signals_on(case, belief))


def unspoken(case: Case, belief: Belief) -> list[str]:
    """What moves together with the number of a belief that has signals, and cannot be believed to be another."""
    return [".".join(map(str, path)) for path in _mates(case, belief) if not can_be_believed(path)]


def _mates(case: Case, belief: Belief) -> list[Path]:
    """The other numbers of its group, if a signal says anything of the number of a belief."""
    about = about_of(case, belief)
    return mates_of(case, about) if belief.signals and about is not None else []


def _divides(case: Case, ident: str, index: int) -> bool:
    belief = case.beliefs[ident]
    about, prior, heard = about_of(case, belief), prior_of(case, belief), belief.signals[index]
    if about is None or (heard.if_true == heard.if_false and heard.if_true.certain):
        return False
    return prior.low < on_scale_of(case, about, heard.above).low < prior.high
