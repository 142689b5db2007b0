"""What is asked for: a target of the case, and what it is to be.

seek(case, "us-dprk", "agreement")                seek(case, "sanctions-relief", "at least 40")
seek(case, "payoff:dprk", "at most -20")          seek(case, "claim:visit-helps", "holds")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.errors import UsageError
from tertius.scenarios.targets import Target, target_named

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Wants = Literal["yes", "no", "least", "most", "reach"]

SLACK = 1e-6
"""Levels count as settled to so much: by so much a goal may be missed."""

_WORDS: dict[str, dict[str, Wants]] = {
    "agreement": {"agreement": "yes", "no agreement": "no"},
    "claim": {"holds": "yes", "fails": "no"},
}
_BOUND = re.compile(r"(at least|at most|>=|<=|=)?\s*(.+)", re.DOTALL)
_BOUNDS: dict[str, Wants] = {"at least": "least", ">=": "least", "at most": "most", "<=": "most"}


@dataclass(frozen=True)
class Goal:
    """A target, and what it is to be.

    Attributes:
        target: The target; None for the verdict on a claim.
        claim: The claim; empty for a target.
        wants: Whether an agreement or a claim is wanted or not, or a number at least, at most or just reached.
        bound: That number, in the units of the target; nan without one.
    """

    target: Target | None
    claim: str
    wants: Wants
    bound: float = float("nan")

    @property
    def of(self) -> str:
        """``agreement:us-dprk``, ``level:tariffs``, ``claim:visit-helps``."""
        return f"claim:{self.claim}" if self.target is None else self.target.name

    @property
    def kind(self) -> str:
        """``agreement``, ``level``, ``payoff``, ``gain`` or ``claim``."""
        return "claim" if self.target is None else self.target.kind

    @property
    def asks(self) -> str:
        """What it is to be, in the words in which it is asked for."""
        for word, wants in _WORDS.get(self.kind, {}).items():
            if wants == self.wants:
                return word
        return {"least": "at least ", "most": "at most "}.get(self.wants, "") + f"{self.bound:.6g}"

    def sided(self, now: float) -> Goal:
        """The goal with its side: a number that is to be reached is a least one from below, and a most from above."""
        if self.wants != "reach":
            return self
        return Goal(self.target, self.claim, "least" if now <= self.bound else "most", self.bound)

    def missing(self, values: Floats) -> Floats:
        """How far values are from the goal, 0 where it is met; nan where there is no value."""
        if self.wants in ("yes", "no"):
            return np.where(np.isnan(values), np.nan, np.abs(values - (self.wants == "yes")))
        away = self.bound - values if self.wants == "least" else values - self.bound
        return np.where(np.isnan(values), np.nan, np.maximum(0.0, away))

    def met(self, values: Floats) -> Flags:
        """Where the goal is met."""
        return np.asarray(self.missing(values) <= SLACK)


def goal_of(case: Case, of: str, to: str | float) -> Goal:
    """The goal that words ask for.

    Args:
        case: The case.
        of: A target as `target_named` has it, or a claim: ``claim:ID``, or its id if nothing else has it.
        to: ``agreement`` or ``no agreement``, ``holds`` or ``fails``; else a number, which may stand after ``at least``
            or ``at most``, a level also in percent of its scale.

    Raises:
        UsageError: There is no such target, or it cannot be that; what it can be is said.
    """
    claim = _claim(case, of)
    target = None if claim else _target(case, of)
    words = _WORDS.get("claim" if target is None else target.kind)
    if words is not None:
        asked = " ".join(str(to).lower().split())
        if asked not in words:
            near = closest(asked, words)
            what = f"the agreement of '{of}'" if target else f"the claim '{claim}'"
            raise UsageError(f"{what} cannot be '{to}': {near or 'ask for ' + ' or '.join(map(repr, words))}")
        return Goal(target, claim, words[asked])
    return Goal(target, "", *_bound(case, target, to))


def check_words(to: str | float) -> None:
    """Whether something can be asked for in these words, of whatever target.

    Raises:
        UsageError: They are none of those, and no number.
    """
    asked = " ".join(str(to).lower().split())
    known = [word for words in _WORDS.values() for word in words]
    if asked not in known and _number(asked) is None:
        near = closest(asked.rstrip("0123456789.% "), [*known, *_BOUNDS])
        raise UsageError(f"nothing can be asked for as '{to}': {near or ', '.join(known) + ' or a number'}")


def _number(asked: str) -> tuple[str, Quantity] | None:
    """The words before a number, and the number; None if it is none."""
    said = _BOUND.fullmatch(asked)
    try:
        return None if said is None else (said[1] or "", read_quantity(said[2]))
    except ValueError:
        return None


def _claim(case: Case, of: str) -> str:
    """The id of the claim that is asked about; empty if it is none."""
    head, colon, ident = of.partition(":")
    if colon and head == "claim":
        if ident not in case.claims:
            known = f"the claims of {case.case} are {', '.join(case.claims)}" if case.claims else "the case has none"
            near = closest(ident, case.claims)
            raise UsageError(f"there is no claim '{ident}': {f'{near} ({known})' if near else known}")
        return ident
    taken = of in case.actors or of in case.issues or of in case.talks
    return of if of in case.claims and not taken else ""


def _target(case: Case, of: str) -> Target:
    """The target of that name; a claim may be meant too."""
    try:
        return target_named(case, of)
    except UsageError:
        near = closest(of, case.claims)
        if near:
            raise UsageError(f"there is no target '{of}': {near.rstrip('?')}, the claim?") from None
        raise


def _bound(case: Case, target: Target | None, to: str | float) -> tuple[Wants, float]:
    """Which number is asked for, and on which side of it."""
    if target is None:
        raise ValueError("a claim has no bound")
    legal = "ask for a number, such as 40, 'at least 40' or 'at most 20'"
    said = _number(" ".join(str(to).lower().split()))
    if said is None:
        raise UsageError(f"{target.name} cannot be '{to}': {legal}")
    side, quantity = said
    if not quantity.certain or (quantity.percent and target.kind != "level"):
        raise UsageError(f"{target.name} cannot be '{to}': {legal}, one number in the units of the target")
    bound = quantity.low
    if target.kind == "level":
        low, high = case.issues[target.ident].scale
        bound = quantity.on((low, high)).low
        if not low <= bound <= high:
            raise UsageError(
                f"the level of {target.ident} cannot be {bound:g}: its scale goes from {low:g} to {high:g}"
            )
    return _BOUNDS.get(side, "reach"), bound
