"""Who is touched by which issue, which levels can move at all, and what moves and claims are about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tertius.case.argument import Change
from tertius.case.deeds import case_before, steps_of_move
from tertius.case.findings import entries_of
from tertius.case.fitting import UNWEIGHTED
from tertius.case.model import Case

__all__ = ["Stakes", "listed"]


class Stakes:
    """What hangs on what in a valid case, over the whole range of its numbers."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._talk = {issue: ident for ident, talk in case.talks.items() for issue in talk.issues}
        self._touched: dict[str, set[str]] = {issue: set() for issue in case.issues}
        for actor, stances in case.stances.items():
            for issue, stance in stances.items():
                if stance.salience.high > 0:
                    self._touched[issue].add(actor)
        for need in case.needs.values():
            for issue, cover in need.covered_by.items():
                if cover.share.high > 0 and need.weight.high > 0:
                    self._touched[issue].add(need.actor)
        self._decided = frozenset(issue for issue in case.issues if case.decided(issue))
        self._argued = frozenset(_argued(case))

    def talk_of(self, issue: str) -> str | None:
        """The talk on whose table an issue is, or None."""
        return self._talk.get(issue)

    def touched_by(self, issue: str) -> Collection[str]:
        """The actors whose payoff the level of an issue touches."""
        return self._touched[issue]

    def seated(self, talk: str) -> list[str]:
        """The parties of a talk whose payoff its levels touch."""
        entry = self._case.talks[talk]
        return [party for party in entry.parties if any(party in self._touched[issue] for issue in entry.issues)]

    def bargains(self, talk: str) -> bool:
        """Whether a party that the talk's levels touch has power there; otherwise no level of it moves."""
        power = self._case.talks[talk].power
        return any(party not in power or power[party].power.high > 0 for party in self.seated(talk))

    def decided(self, issue: str) -> bool:
        """Whether the issue is decided by weight."""
        return issue in self._decided

    def weighs(self, actor: str, issue: str) -> bool:
        """Whether the capability of an actor counts on an issue: decided by weight, or by the rule of a talk."""
        talk = self._case.talks.get(self._talk.get(issue, ""))
        ruled = talk is not None and talk.rule not in (None, *UNWEIGHTED) and actor in talk.parties
        return ruled or issue in self._decided

    def moves(self, issue: str) -> bool:
        """Whether a settlement can find another level for the issue than the one it stands at."""
        talk = self._talk.get(issue)
        if talk is None:
            return issue in self._decided
        touched = self._touched[issue]
        return any(party in touched for party in self._case.talks[talk].parties) and self.bargains(talk)

    def argued(self, *names: str) -> bool:
        """Whether a change of a move or a claim, or the input of a sweep, speaks of one of these names."""
        return not self._argued.isdisjoint(names)


def listed(names: Sequence[str]) -> str:
    """``usa, dprk and china``."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _argued(case: Case) -> Iterator[str]:
    """Every word of the changes of moves and claims, and of the inputs that sweeps move."""
    for _, entry in entries_of(case.claims):
        if isinstance(entry, Change):
            yield from _words([entry.path, entry.to, entry.value])
    for ident, move in case.moves.items():
        for step in steps_of_move(case_before(case, ident), ident, move):
            yield from _words([step.change.path, step.change.to, step.change.value])
    for claim in case.claims.values():
        if claim.sweep is not None:
            yield from claim.sweep.input.split(".")


def _words(value: object) -> Iterator[str]:
    """The steps of every path and the ids in a value."""
    if isinstance(value, dict):
        yield from (str(key) for key in value)
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str):
        yield from value.split(".")
