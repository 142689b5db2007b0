"""A move: what an actor can do before the talks, as changes or as a ready-made kind that stands for changes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from tertius.case.argument import Change, as_read
from tertius.case.fields import Entry, Id, Level, Names, Plain, Points, Probability, Text
from tertius.case.problem import mistake
from tertius.case.tables import PartyPower, Reference

__all__ = ["DEEDS", "Back", "Coordinate", "Move", "Open", "PromiseVeto", "Signal", "State", "Supply", "Threaten"]


class Open(Entry):
    """A talk is opened."""

    talk: Id = Field(description="id of the talk that is opened")
    name: Text = Field("", description="name to show; the id if it is left out")
    parties: Names = Field(description="the actors at the table, two or more")
    without_agreement: dict[Id, Reference] = Field(
        {}, description="the issues that come on the table, and the level at which each stays without a deal"
    )
    power: dict[Id, PartyPower] = Field({}, description="bargaining power of each party; 1 for those not named")


class Back(Entry):
    """The actor backs a party: if its talk fails, another falls. The link is held by the actor."""

    party: Id = Field(description="whom the actor backs")
    if_fails: Id = Field(description="the talk in which it is backed")
    then_falls: Id = Field(description="the talk that the actor lets fall if that one fails")
    probability: Probability = Field(description="with which probability, 0% to 100%")
    link: Id | None = Field(
        None, description="id of the link: one that is there, or a new one; ACTOR-backs-PARTY if left out"
    )


class Threaten(Entry):
    """The actor makes a threat, or makes one that is there more credible or more harmful."""

    threat: Id | None = Field(None, description="id of the threat, there or new; ACTOR-threatens-TARGET if left out")
    target: Id | None = Field(None, description="the actor who would be hurt; needed for a new threat")
    if_fails: Id | None = Field(None, description="the talk whose breakdown sets it off; needed for a new threat")
    damage: Points | None = Field(None, description="what the target would lose; needed for a new threat")
    cost: Points | None = Field(None, description="what carrying it out would cost the actor, in its points")
    credibility: Probability | None = Field(None, description="probability that the actor tries, 0% to 100%")
    authorised_by: Id | None = Field(None, description="the body that must pass it, if any")


class PromiseVeto(Entry):
    """A member with a veto promises to use it."""

    body: Id = Field(description="the body in which the actor has a veto")
    passes: Probability = Field(description="how likely the measure passes once the promise is given")


class Supply(Entry):
    """The actor supplies more of an issue, or less, whatever the talks bring."""

    issue: Id = Field(description="the issue, whose supplier the actor is")
    level: Level = Field(description="its level without an agreement afterwards; its standing level outside every talk")


class State(Entry):
    """The actor states another position. What it wants stays what it is: its payoff is counted by that."""

    issue: Id = Field(description="the issue on which the actor has a stance")
    position: Level = Field(description="the level that it says it wants most, on the issue's scale")


class Coordinate(Entry):
    """The actor and others act as one party in some talks: they maximise a sum of shares of their ranges."""

    partners: Names = Field(description="with whom the actor acts as one")
    talks: Names = Field(description="the talks in which they do; in talks between themselves they stay apart")
    weights: dict[Id, Annotated[Plain, Field(gt=0)]] = Field(
        {}, description="the weight of each in the sum; 1 for those not named"
    )


class Signal(Entry):
    """Others come to believe something: by Bayes' rule, or, without P(signal | what is true), as an assumption."""

    path: Text = Field(description="path of the number that others come to take to be another")
    receivers: Names = Field(
        (), description="who hears it; a talk goes by it if all its parties have, or send it. All actors if left out"
    )
    above: Level | None = Field(None, description="the point that, as the signal says, the number is above")
    if_true: Probability | None = Field(None, description="how likely the signal is if that is true, 0% to 100%")
    if_false: Probability | None = Field(None, description="how likely the signal is if that is not true, 0% to 100%")
    to: Annotated[Any, BeforeValidator(as_read)] = Field(
        None,
        description="in place of these three: what they take it to be, an assumption. Without receivers the number "
        "itself is changed, its cost and worth included",
    )

    @property
    def assumed(self) -> bool:
        """Whether nobody has said how likely the signal is if what it says is true, and if not."""
        return self.above is None

    @model_validator(mode="after")
    def _one_way(self) -> Signal:
        stated = [name for name in ("above", "if_true", "if_false") if getattr(self, name) is not None]
        legal = "a signal has `above`, `if_true` and `if_false`, or `to`"
        if stated and self.to is not None:
            raise mistake(f"a signal with `to` and {_ticked(stated)}", legal, "take one of the two out")
        if not stated and self.to is None:
            raise mistake("a signal that does not say what it makes others believe", legal)
        if stated and len(stated) < 3:
            missing = [name for name in ("above", "if_true", "if_false") if name not in stated]
            raise mistake(f"a signal with {_ticked(stated)} and without {_ticked(missing)}", legal)
        return self


def _ticked(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


DEEDS = ("open", "close", "back", "threaten", "promise_veto", "supply", "withhold", "state", "coordinate", "signal")
"""The ready-made kinds of a move, in the order in which one move makes them; its `changes` come last."""


class Move(Entry):
    """What an actor can do before the talks."""

    name: Text = Field("", description="what the move is, in words")
    actor: Id = Field(description="who can make it")
    cost: Points = Field("0", validate_default=True, description="what it costs the actor, in its points")
    changes: tuple[Change, ...] = Field((), description="what it changes in the case")
    chance: Probability | None = Field(
        None,
        description="probability that it succeeds, 0% to 100%; a failure costs as much and changes nothing",
    )
    after: Names = Field((), description="moves that must have been made, with success, before this one")
    not_with: Names = Field((), description="moves that rule this one out, and are ruled out by it")
    open: Open | None = Field(None, description="opens a talk")
    close: Id | None = Field(None, description="closes a talk: it is never held, so nothing fires")
    back: Back | None = Field(None, description="backs a party with a link that the actor holds")
    threaten: Threaten | None = Field(None, description="makes a threat, or sharpens one")
    promise_veto: PromiseVeto | None = Field(None, description="promises a veto in a body")
    supply: Supply | None = Field(None, description="supplies more of an issue")
    withhold: Supply | None = Field(None, description="supplies less of an issue")
    state: State | None = Field(None, description="states another position")
    coordinate: Coordinate | None = Field(None, description="acts as one with others in some talks")
    signal: Signal | None = Field(None, description="makes others believe something")
