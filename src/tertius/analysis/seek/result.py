"""What it would take, as a result: the ways to a goal, by one number, by a pair, by a move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tertius.case.model import Case
from tertius.results import Record, Result, frame_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Step(Record):
    """One number that is changed.

    Attributes:
        path: Where it stands, as ``--set`` takes it.
        label: What it is, in words.
        unit: What it is counted in.
        now: Its middle.
        to: What it is changed to, on the same plain scale.
        low: The low end of its own range; its value if the case is certain of it.
        high: The high end.
        share: |to - now| as a share of its width, see `levers`.
        within: Whether `to` lies in its own range.
    """

    path: str
    label: str
    unit: str
    now: float
    to: float
    low: float
    high: float
    share: float
    within: bool


@dataclass(frozen=True)
class Way(Record):
    """A change of one number or of two after which the goal is met.

    Attributes:
        steps: The numbers.
        value: The target afterwards: a level, points, 1 or 0 for an agreement, the difference that a claim is about.
        short: Of one number, the last place looked at where the goal is not met yet; nan for two.
        value_short: The target there.
        several: Whether the case can then settle in more than one way.
        confirmed: Whether the settlement of the changed case, searched for from every start, meets the goal.
        rewords: Whether it changes what the actor wants whose payoff is asked about, so that the points are others.
        verdict: Of a claim, the verdict over draws of the changed case, for the first ways; empty if not tested.
        frequency: The share of draws in which it holds; nan if not tested.
    """

    steps: tuple[Step, ...]
    value: float
    short: float
    value_short: float
    several: bool = False
    confirmed: bool = True
    rewords: bool = False
    verdict: str = ""
    frequency: float = float("nan")

    @property
    def share(self) -> float:
        """How large the change is: the sum over its numbers."""
        return sum(step.share for step in self.steps)

    @property
    def within(self) -> bool:
        """Whether every number stays in its own range."""
        return all(step.within for step in self.steps)

    @property
    def name(self) -> str:
        """The paths of its numbers."""
        return " + ".join(step.path for step in self.steps)

    @property
    def order(self) -> tuple[bool, bool, bool, float]:
        """What comes first: confirmed, of the same wants, within its own range, small."""
        return not self.confirmed, self.rewords, not self.within, self.share

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of a way in JSON."""
        said = ("value", "short", "value_short", "several", "confirmed", "rewords", "verdict", "frequency")
        return {**self.plain("steps"), "share": self.share, "within": self.within, **self.plain(*said)}


@dataclass(frozen=True)
class MoveWay(Record):
    """A move of the case after which the goal is met, if it succeeds.

    Attributes:
        moves: The move, after those that must come before it.
        actor: Who makes it.
        cost: What it costs the actor, in its points, with those before that are its own; at the middle.
        chance: The probability that all of them succeed.
        value: The target afterwards.
        several: Whether the case can then settle in more than one way.
    """

    moves: tuple[str, ...]
    actor: str
    cost: float
    chance: float
    value: float
    several: bool = False


@dataclass(frozen=True)
class Seek(Result):
    """What it would take to meet a goal, under one theory.

    Attributes:
        case: The case.
        theory: Name of the theory.
        of: The target: ``agreement:TALK``, ``level:ISSUE``, ``payoff:ACTOR``, ``gain:TALK:ACTOR``, ``claim:CLAIM``.
        to: What it is to be: ``agreement``, ``at least 40``, ``fails``.
        now: The target as the case stands.
        already: Whether the goal is met as the case stands; then nothing else is looked for.
        several: Whether the case as it stands can settle in more than one way.
        ways: Changes of one number, the smallest first: those within the number's own range before all others.
        pairs: The smallest changes of two numbers that are smaller than any of one; at most a few.
        moves: The moves, the cheapest first.
        inputs: How many numbers were tried.
        searched: What was looked for: ``numbers``, ``pairs``, ``moves``.
        settlements: How many points were settled.
    """

    case: Case
    theory: str
    of: str
    to: str
    now: float
    already: bool
    several: bool
    ways: tuple[Way, ...]
    pairs: tuple[Way, ...]
    moves: tuple[MoveWay, ...]
    inputs: int
    searched: tuple[str, ...]
    settlements: int

    @property
    def reached(self) -> bool:
        """Whether the goal is met or can be."""
        return self.already or bool(self.ways or self.pairs or self.moves)

    def ending(self) -> tuple[str, ...]:
        """The goal, and how many ways there are to it."""
        goal = f"{self.of} to be {self.to}, under {self.theory}"
        if self.already:
            return (f"{goal}: it is so already.",)
        found = f"{len(self.ways)} of {self.inputs} numbers alone, {len(self.pairs)} pairs, {len(self.moves)} moves"
        return (f"{goal}: {found}.",)

    def cautions(self) -> tuple[str, ...]:
        """That the case can settle in more than one way, as it stands or once it is changed."""
        said = []
        if self.several:
            said.append("As it stands the case can settle in more than one way; the search follows one of them.")
        if any([*(way.several for way in (*self.ways, *self.pairs)), *(move.several for move in self.moves)]):
            said.append("After some of these changes the case can settle in more than one way.")
        return tuple(said)

    def to_frame(self) -> pd.DataFrame:
        """A row for each way: what is changed, from where to where, how large that is, what it leads to, its cost."""
        rows: list[tuple[Any, ...]] = []
        for kind, ways in (("number", self.ways), ("pair", self.pairs)):
            for way in ways:
                ends = (way.steps[0].now, way.steps[0].to) if kind == "number" else (float("nan"), float("nan"))
                rows.append((kind, way.name, *ends, way.share, way.within, way.value, float("nan")))
        nan = float("nan")
        rows += [("move", " + ".join(m.moves), nan, nan, nan, None, m.value, m.cost) for m in self.moves]
        numbers = dict.fromkeys(("now", "to", "share"), float)
        kinds: dict[str, Any] = {**numbers, "within": "boolean", "value": float, "cost": float}
        return frame_of(rows, ["kind", "change"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius seek --json``."""
        head = {"case": self.case.case, "as_of": self.case.as_of.isoformat()}
        said = ("theory", "of", "to", "now", "already", "several", "ways", "pairs", "moves", "inputs", "searched")
        return {**head, **self.plain(*said), "settlements": self.settlements}
