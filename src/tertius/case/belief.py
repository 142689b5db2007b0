"""The noun of a belief: what the parties of a talk take a number to be, and the signals that brought them to it."""

from __future__ import annotations

from pydantic import Field

from tertius.case.fields import Entry, Level, Names, Probability, Text

__all__ = ["Belief", "Heard"]


class Heard(Entry):
    """A signal that says of a number that it is above a point, and how likely it would be sent if that is true."""

    above: Level = Field(description="the point: the signal says that the number is above it")
    if_true: Probability = Field(description="how likely the signal is if that is true, 0% to 100%")
    if_false: Probability = Field(description="how likely the signal is if that is not true, 0% to 100%")


class Belief(Entry):
    """What the parties of some talks take a number of the case to be. What it is, and what it costs, stays the same."""

    about: Text = Field(description="path of the number: of a stance, a need, a link or a threat")
    talks: Names = Field(description="the talks in which the parties share the belief")
    number: Level | None = Field(
        None, description="what they take it to be before any signal; what it is in the case if left out"
    )
    signals: tuple[Heard, ...] = Field((), description="signals they have heard: the number changes by Bayes' rule")
