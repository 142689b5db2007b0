"""The answer of a rule, which explains itself: a `Settlement` of one case, or `Settlements` of many draws.

`CONCEPTS` are the solutions of the bargaining problem: at which point of its zone of agreement a talk settles,
everything else given. A talk may name its own; the others take that of the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.case.findings import told_once
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.draws import believed_by_talk
from tertius.errors import Problem, UsageError
from tertius.results import Record, Result, frame_of
from tertius.rules.arrays import Flags, Floats

if TYPE_CHECKING:
    import pandas as pd


LEFT_OUT, EARLIER = "left out", "of an earlier version"
"""What `settings` say of chances that were not worked out for the case itself."""

NEXT_TO_NOTHING = 0.01
"""A deal that moves every issue by less than this share of its scale is next to nothing."""


class Status(Enum):
    """How a settlement ended; the value is the word, `sentence` says what it means and what to try."""

    SETTLED = "settled"
    STAYS = "no agreement"
    SEVERAL = "several settlements"
    CYCLING = "cycling"
    LIMIT = "iteration limit"

    @property
    def sentence(self) -> str:
        """What it means, and what to try."""
        return _SENTENCES[self]

    @property
    def converged(self) -> bool:
        """Whether the numbers are a settlement at all."""
        return self in (Status.SETTLED, Status.STAYS, Status.SEVERAL)


_SENTENCES = {
    Status.SETTLED: "Every talk is settled given every other, and every start that was tried leads here.",
    Status.STAYS: "Nothing leaves everybody better off than where things stand, so nothing is decided: every issue "
    "stays at its reference.",
    Status.SEVERAL: "The talks can settle in more than one way; the one with the most agreements is shown first. "
    "Look at the alternatives before drawing a conclusion.",
    Status.CYCLING: "Talks, or the actors of a decision, chase each other and never come to rest; the levels shown "
    "are the last ones seen. "
    "Merge talks that belong together, or look for links and needs that pull in a circle.",
    Status.LIMIT: "The search ended before the levels came to rest; the levels shown are the last ones seen. "
    "Look at the residual; talks that hang on each other very closely may belong together.",
}


class Branch(Enum):
    """Whether two settlements that are held against each other are of one branch: then their difference is an effect.

    They are if neither case can settle in more than one way, and if following the change leads where a new start leads:
    the second case, searched from the settlement of the first, ends at its own settlement.
    """

    ONE = "one"
    BEFORE = "several before"
    AFTER = "several after"
    SWITCH = "switch"
    UNSETTLED = "not at rest"

    @property
    def comparable(self) -> bool:
        """Whether the difference is a number that means anything."""
        return self is Branch.ONE

    @property
    def crossing(self) -> bool:
        """Whether the difference may be one between two settlements of the same talks."""
        return self in (Branch.BEFORE, Branch.AFTER, Branch.SWITCH)


@dataclass(frozen=True)
class Shortfall(Record):
    """Why a talk has no zone of agreement.

    Attributes:
        party: The party that the least bad levels leave worst off against walking away.
        points: How far below its walk-away value they leave it, in its points (0: exactly on it).
    """

    party: str
    points: float


@dataclass(frozen=True)
class DealChance(Record):
    """How likely a talk ends in a deal although one would suit all: see docs/models/breakdown.md.

    Attributes:
        deal: P(deal) over the types of its parties, firmness and ratification counted; nan if none can be given.
        zone: P(there is a deal that suits all), over the same types.
        floor: P(deal) under the best mediator, before firmness and ratification; nan for more than two parties.
        offer: P(deal) by last offers, before firmness and ratification.
        firm: P(no two parties have tied their hands).
        ratified: P(those at home say yes).
        narrow: P(deal) if the ranges are half as wide.
        wide: P(deal) if they are twice as wide.
        reason: Why no probability can be given; empty if one is.
    """

    deal: float
    zone: float
    floor: float
    offer: float
    firm: float
    ratified: float
    narrow: float
    wide: float
    reason: str = ""

    @property
    def made(self) -> float:
        """P(the deal is made), given that one is there; as if nothing were private where no probability is given."""
        private = self.offer / self.zone if self.zone > 0 else 1.0
        return private * self.firm * self.ratified


DealChances = bool | Mapping[str, DealChance]
"""What is asked for: that chances are worked out, that they are left out, or which are taken in their place."""


@dataclass(frozen=True)
class Settlement(Result):
    """Where every talk of a case settles, or that it fails, under one rule.

    Attributes:
        case: The case that was settled; never changed.
        rule: Key of the rule.
        settings: How it was asked: draw, talks made to break down, tolerance, starts.
        levels: Level of each issue on its own scale.
        agreements: Whether each talk ends in agreement.
        stands: Per talk, the probability that its agreement stands: below 1 if links may bring it down, 0 if it failed.
        payoffs: Expected payoff of each actor, in its own points.
        ranges: Each actor's range R_i in points: the unit of shares.
        walk_away: Per talk and party, its payoff if this talk breaks down and the others settle anew.
        upper_hand: Per agreed talk and party, its share of the way from its walk-away value to its best in the
            zone of agreement; no entry for a party whose payoff the talk's levels do not touch.
        shortfalls: Per failed talk, who is missing how much (not for a talk that was made to break down).
        commitments: Per link and threat, what carrying it out would bring its holder once the talk has
            failed, in its points; below zero the commitment is not credible by itself.
        status: How it ended.
        residual: The largest move of a level in the last round, as a share of its scale, here or in any set of
            talks that a walk-away value rests on.
        alternatives: Other settlements, if there are several.
        warnings: What the search found that a reader must know; what the case itself warns of is `warn_case`'s.
        if_made: Per talk and party, its payoff if the deal comes about; its payoff, but for talks that may be missed.
        chances: Per talk that may fail although a deal would suit all, how likely it does not.
        closed_by: Per talk that some of its parties closed without the rest, who did.
        promised: The side promises that deals hold; levels and payoffs are means over what of them is kept.
        if_kept: Level of each issue on its own scale if all of them are kept; empty if there are none.
        open_without: Talks without which the others settle elsewhere from another start: what anybody would have
            without one of them, and so what it gains by it, is open.
    """

    case: Case
    rule: str
    settings: Mapping[str, Any]
    levels: Mapping[str, float]
    agreements: Mapping[str, bool]
    stands: Mapping[str, float]
    payoffs: Mapping[str, float]
    ranges: Mapping[str, float]
    walk_away: Mapping[str, Mapping[str, float]]
    upper_hand: Mapping[str, Mapping[str, float]]
    shortfalls: Mapping[str, Shortfall]
    commitments: Mapping[str, float]
    status: Status
    residual: float
    alternatives: tuple[Settlement, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())
    chances: Mapping[str, DealChance] = field(default_factory=dict)
    if_made: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    closed_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    promised: tuple[str, ...] = ()
    if_kept: Mapping[str, float] = field(default_factory=dict)
    open_without: tuple[str, ...] = ()

    @property
    def next_to_nothing(self) -> tuple[str, ...]:
        """The talks whose deal moves every issue by less than `NEXT_TO_NOTHING` of its scale from its reference."""
        return tuple(
            ident
            for ident, talk in self.case.talks.items()
            if self.agreements[ident] and talk.issues and all(map(self._hardly_moves, talk.issues))
        )

    def _hardly_moves(self, issue: str) -> bool:
        low, high = self.case.issues[issue].scale
        return abs(self.levels[issue] - self.reference(issue)) < NEXT_TO_NOTHING * (high - low)

    @property
    def takes_place(self) -> dict[str, float]:
        """Per talk that is only planned, the probability that it takes place; that of one made to fail is 1."""
        made_to_fail = self.settings.get("without", ())
        return {
            ident: talk.takes_place
            for ident, talk in self.case.talks.items()
            if talk.chance is not None and ident not in made_to_fail
        }

    @property
    def theory(self) -> str:
        """The rule, and the solution of the talks where it is not Nash's: ``hold+egalitarian``."""
        return theory_name(self.rule, self.settings.get("solution", DEFAULT))

    @property
    def season(self) -> int:
        """The season in which it is settled, from 0; only talks with a deadline have later ones."""
        return int(self.settings.get("season", 0))

    def reference(self, issue: str) -> float:
        """Where an issue stays without an agreement, in that season, on its own scale."""
        return self.case.reference(issue, self.season)

    def drawn(self, draw: str) -> Settlement:
        """The same settlement and its alternatives, saying which draw of the numbers they are of."""
        others = tuple(other.drawn(draw) for other in self.alternatives)
        return replace(self, settings={**self.settings, "draw": draw}, alternatives=others)

    def gain(self, talk: str, party: str) -> float:
        """What `party` gains from `talk`, in its points: its payoff if the deal is made, less its walk-away value."""
        made = self.if_made[talk][party] if talk in self.if_made else self.payoffs[party]
        return made - self.walk_away[talk][party]

    @property
    def sentence(self) -> str:
        """How it ended, for people: without talks there was nothing to search."""
        if self.case.talks or self.status is not Status.SETTLED:
            return self.status.sentence
        return "The answer is a formula; there was nothing to search."

    def ending(self) -> tuple[str, ...]:
        """The theory, how it ended, and which talks fail."""
        failed = [self.case.name(talk) for talk, agreed in self.agreements.items() if not agreed]
        without = (f"No agreement: {', '.join(failed)}.",) if failed else ()
        return (f"{self.theory}: {self.sentence}", *without)

    def to_frame(self) -> pd.DataFrame:
        """One row per issue: talk, agreement, level, reference, scale, unit."""
        numbers = dict.fromkeys(("level", "without_agreement", "lowest", "highest"), float)
        kinds = {"talk": "string", "agreement": "boolean", **numbers, "unit": "string"}
        rows = []
        for issue, entry in self.case.issues.items():
            talk, reference = self.case.talk_of(issue), self.reference(issue)
            agreement = None if talk is None else self.agreements[talk]
            rows.append((issue, talk, agreement, self.levels[issue], reference, *entry.scale, entry.unit))
        return frame_of(rows, ["issue"], kinds)

    def to_dict(self, case_warnings: Sequence[Problem] = ()) -> dict[str, Any]:
        """The documented shape of ``--json``; the commands add the warnings of the case, as `warn_case` gives them."""
        found = ("rule", "settings", "status", "residual", "levels", "agreements", "stands", "payoffs", "ranges")
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            **self.plain(*found, "walk_away", "if_made", "upper_hand"),
            "believed": believed_by_talk(self.case),
            **self.plain("shortfalls", "commitments", "chances", "closed_by", "takes_place", "promised", "if_kept"),
            **self.plain("next_to_nothing", "open_without"),
            "alternatives": [other.to_dict(case_warnings) for other in self.alternatives],
            "warnings": [str(warning) for warning in told_once(case_warnings, self.warnings)],
        }


def hardly_moved(case: Case, ways: Floats) -> Flags:
    """(D, T) whether every issue of a talk moves by less than `NEXT_TO_NOTHING`; not without issues.

    Args:
        case: The case.
        ways: (D, K) how far each issue is from where it stands without a deal, as a share of its scale.
    """
    issues, talks = list(case.issues), case.talks.values()
    here = np.array([[issue in talk.issues for issue in issues] for talk in talks], np.bool_)
    here = here.reshape(len(case.talks), len(issues))
    stays = ways < NEXT_TO_NOTHING
    still: Flags = np.asarray((stays[:, None, :] | ~here).all(axis=2))
    return still & here.any(axis=1)


@dataclass(frozen=True)
class Settlements:
    """The headline settlement of each of D draws; I actors, K issues, T talks, in the order of the case.

    Attributes:
        levels: (D, K) levels, each on the scale of its issue.
        agreed: (D, T) whether the talk ends in agreement.
        payoffs: (D, I) expected payoffs, in points of the actor.
        gains: (D, T, I) payoff if the deal is made less walk-away value, in points of the party; nan for actors that
            are not parties.
        hands: (D, T, I) upper hands; nan where there is no agreement or no interest in the levels, and if nobody asked.
        settled: (D,) whether the search came to rest.
        chance: (D, T) the probability that the talk takes place and a deal that is there is made; 1 unless the case
            says why it may not be.
        made: (D, T, I) payoff if the deal is made; the payoff unless the deal may be missed.
        held: (D, P) whether the deal of its talk holds each side promise of the case.
        slight: (D, T) whether there is a deal that is next to nothing, as `Settlement.next_to_nothing` has it.
    """

    levels: Floats
    agreed: Flags
    payoffs: Floats
    gains: Floats
    hands: Floats
    settled: Flags
    chance: Floats = field(default_factory=lambda: np.empty((0, 0)))
    made: Floats = field(default_factory=lambda: np.empty((0, 0, 0)))
    held: Flags = field(default_factory=lambda: np.empty((0, 0), np.bool_))
    slight: Flags = field(default_factory=lambda: np.empty((0, 0), np.bool_))

    def __post_init__(self) -> None:
        if self.chance.shape != self.agreed.shape:
            object.__setattr__(self, "chance", np.ones(self.agreed.shape))
        if self.slight.shape != self.agreed.shape:
            object.__setattr__(self, "slight", np.zeros(self.agreed.shape, np.bool_))
        if self.made.shape != self.gains.shape:
            object.__setattr__(self, "made", np.broadcast_to(self.payoffs[:, None, :], self.gains.shape))

    @classmethod
    def joined(cls, parts: Sequence[Settlements]) -> Settlements:
        """The draws of some settlements of one case, one after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__dataclass_fields__))

    @property
    def walk_away(self) -> Floats:
        """(D, T, I) what a party would have if the talk broke down; nan for actors that are not parties."""
        return self.made - self.gains

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.levels)


@dataclass(frozen=True)
class Concept:
    """A published solution of the bargaining problem.

    Attributes:
        key: Its name in cases and on the command line.
        meaning: What it asks for, in a clause.
        reference: Who published it.
    """

    key: str
    meaning: str
    reference: str


CONCEPTS: dict[str, Concept] = {
    solution.key: solution
    for solution in (
        Concept("nash", "each talk maximises the product of its parties' gains", "Nash 1950"),
        Concept(
            "kalai-smorodinsky",
            "each party goes the same share of the way to the best it could hope for",
            "Kalai & Smorodinsky 1975; Imai 1983",
        ),
        Concept(
            "egalitarian",
            "every party gains the same share of its range",
            "Kalai 1977; Imai 1983",
        ),
    )
}

DEFAULT = "nash"


def theory_name(rule: str, solution: str) -> str:
    """``hold``; with another solution than the default ``hold+egalitarian``."""
    return rule if solution == DEFAULT else f"{rule}+{solution}"


def concept_named(name: str) -> Concept:
    """The solution of that name; a `UsageError` says which there are."""
    if name not in CONCEPTS:
        hint = closest(name, CONCEPTS)
        known = f"the solutions are {', '.join(CONCEPTS)}"
        raise UsageError(f"there is no solution '{name}': {f'{hint} ({known})' if hint else known}")
    return CONCEPTS[name]
