"""What actors can do before the talks, and what is claimed: changes, moves of ready-made kinds, forms of claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from tertius.case.entries import PartyPower, Reference
from tertius.case.fields import (
    ActorId,
    ActorIds,
    ClaimId,
    Entry,
    EventKind,
    Id,
    Level,
    Means,
    MoveIds,
    Names,
    Plain,
    Points,
    Probability,
    Text,
)
from tertius.case.parse.characters import control_in
from tertius.case.parse.origin import Path, mistake
from tertius.case.parse.tree import scalar_of


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
    refused_by: Names = Field((), description="parties of the talk upon whose refusal alone it falls; any if left out")
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
    refused_by: Names = Field((), description="parties of the talk whose refusal alone it punishes; any if left out")


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


def _ticked(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


MOVE_KINDS = (
    "open",
    "close",
    "back",
    "threaten",
    "promise_veto",
    "supply",
    "withhold",
    "state",
    "coordinate",
    "signal",
)
"""The ready-made kinds of a move, in the order in which one move makes them; its `changes` come last."""


def as_read(value: Any) -> Any:
    """A value as it would be read from a file, so that a case made in Python comes back from one unchanged."""
    if isinstance(value, Mapping):
        return {str(key): as_read(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(inner) for inner in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else scalar_of(float.__repr__(value))
    if isinstance(value, str) and control_in(value):
        raise mistake(f"found the control character {control_in(value)}", "a text is plain text", "leave it out")
    return value.isoformat() if isinstance(value, dt.date) else value


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


class Change(Entry):
    """An edit of a case: exactly one of set, add, remove."""

    set: Text | None = Field(None, description="path of the field to set; `to` gives its new value")
    add: Text | None = Field(None, description="path of the entry to add; `value` gives it")
    remove: Text | None = Field(None, description="path of the entry to take away")
    to: Annotated[Any, BeforeValidator(as_read)] = Field(None, description="with `set`: the new value")
    value: Annotated[Any, BeforeValidator(as_read)] = Field(None, description="with `add`: the new entry")

    @model_validator(mode="after")
    def _one_verb(self) -> Change:
        verbs = [verb for verb in ("set", "add", "remove") if getattr(self, verb) is not None]
        if len(verbs) != 1:
            raise mistake(
                "a change with " + (" and ".join(verbs) or "no verb"), "a change has exactly one of set, add, remove"
            )
        if (verbs == ["set"]) != ("to" in self.model_fields_set) or (verbs == ["add"]) != (
            "value" in self.model_fields_set
        ):
            raise mistake(
                f"a '{verbs[0]}' with the wrong companion", "set goes with to, add goes with value, remove stands alone"
            )
        return self

    @property
    def verb(self) -> str:
        """``set``, ``add`` or ``remove``."""
        return "set" if self.set is not None else "add" if self.add is not None else "remove"

    @property
    def path(self) -> str:
        """What the change edits."""
        return self.set or self.add or self.remove or ""

    @property
    def value_field(self) -> str:
        """The field in which its value stands; for one that removes, that of its path."""
        return {"set": "to", "add": "value", "remove": "remove"}[self.verb]


Edited = tuple[Change, Path, Path]
"""A change, the field that its path is written in, and the field that its value is written in."""


def edits_at(path: Path, changes: Sequence[Change]) -> list[Edited]:
    """A list of changes that is written at a path, each with its fields."""
    return [
        (change, (*path, place, change.verb), (*path, place, change.value_field))
        for place, change in enumerate(changes)
    ]


class Move(Entry):
    """What an actor can do before the talks."""

    name: Text = Field("", description="what the move is, in words")
    actor: ActorId = Field(description="who can make it")
    cost: Annotated[Points, Means("cost of the move '{1}'")] = Field(
        "0", validate_default=True, description="what it costs the actor, in its points"
    )
    changes: tuple[Change, ...] = Field((), description="what it changes in the case")
    chance: Annotated[Probability, Means("chance that the move '{1}' succeeds")] | None = Field(
        None, description="probability that it succeeds, 0% to 100%; a failure costs as much and changes nothing"
    )
    after: MoveIds = Field((), description="moves that must have been made, with success, before this one")
    not_with: MoveIds = Field((), description="moves that rule this one out, and are ruled out by it")
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


class ClaimForm:
    """A form of a claim: what a check must know of it. `Claim` has a field for each form, by whose name it goes."""

    def versions(self) -> Iterator[list[Edited]]:
        """The changes of each version of the case that it needs beside the case itself."""
        yield from ()

    @property
    def watched(self) -> str:
        """The quantity that it is about, of those that `check` knows; empty if it is about none."""
        return ""


class Compare(ClaimForm, Entry):
    """Two versions of the case, a quantity, a direction, at least how much."""

    changes: tuple[Change, ...] = Field(
        (), alias="with", description="changes that make the first version; none: the case as it stands"
    )
    against: tuple[Change, ...] = Field((), description="changes that make the version it is compared with")
    quantity: Text = Field(description="what is compared: payoffs.dprk, levels.trade, agreements.us-dprk, ...")
    direction: Literal["higher", "lower", "same"] = Field(description="how the first differs from the second")
    at_least: Plain = Field(0.0, ge=0, description="by at least this much")

    @model_validator(mode="after")
    def _two_versions(self) -> Compare:
        if self.changes == self.against:
            found = "'with' and 'against' make the same changes" if self.changes else "it has no changes"
            legal = "a comparison of the case with itself says nothing"
            raise mistake(found, legal, "give changes under `with`, under `against`, or different ones under both")
        return self

    def versions(self) -> Iterator[list[Edited]]:
        """The changes of both versions."""
        yield edits_at(("with",), self.changes)
        yield edits_at(("against",), self.against)

    @property
    def watched(self) -> str:
        """What is compared."""
        return self.quantity


class Sweep(ClaimForm, Entry):
    """A quantity that moves with an input."""

    input: Text = Field(description="path of the number that is moved")
    over: Level = Field(description="from where to where")
    quantity: Text = Field(description="what is watched")
    direction: Literal["rises", "falls"] = Field(description="how it moves as the input rises")

    def versions(self) -> Iterator[list[Edited]]:
        """The input with the whole range that it is moved over."""
        yield [(Change(set=self.input, to=str(self.over)), ("input",), ("over",))]

    @property
    def watched(self) -> str:
        """What is watched."""
        return self.quantity


class Equilibrium(ClaimForm, Entry):
    """A statement on the game that is played before the talks."""

    moves: dict[ActorId, MoveIds] = Field({}, description="what each actor does; an empty list is doing nothing")
    is_equilibrium: bool = Field(description="whether the claim says that this is an equilibrium")


class EventsTest(ClaimForm, Entry):
    """A test on dated events."""

    kind: EventKind = Field(description="the events that are tested")
    actors: ActorIds = Field((), description="only those in which all of these took part; whoever did if left out")
    host: ActorId | None = Field(None, description="only those at the place of this actor")
    before: EventKind = Field(description="the events they come before")
    others: ActorIds = Field((), alias="with", description="only those of them in which all of these took part")
    within: Plain = Field(gt=0, description="how many days before")


class Claim(Entry):
    """A statement of the argument as a testable comparison: exactly one of the four forms."""

    says: Text = Field(description="the claim, in a sentence")
    compare: Compare | None = Field(None, description="two versions of the case and what differs")
    sweep: Sweep | None = Field(None, description="a quantity that moves with an input")
    equilibrium: Equilibrium | None = Field(None, description="a statement on the pre-talk game")
    events: EventsTest | None = Field(None, description="a test on dated events")

    @model_validator(mode="after")
    def _one_form(self) -> Claim:
        if len(self._forms) != 1:
            forms = ", ".join(name for name in Claim.field_order() if name not in (*Entry.model_fields, "says"))
            found = f"a claim with {' and '.join(self._forms) or 'no form'}"
            raise mistake(found, f"a claim has exactly one of {forms}")
        return self

    @property
    def _forms(self) -> list[str]:
        return [name for name in type(self).model_fields if isinstance(getattr(self, name), ClaimForm)]

    @property
    def form(self) -> str:
        """Which of the forms it has, by the name of the field."""
        return self._forms[0]

    @property
    def test(self) -> ClaimForm:
        """What it states, in its form."""
        stated: ClaimForm = getattr(self, self.form)
        return stated


class Answer(Entry):
    """A claim that answers the question of the case, and what to say by what becomes of it."""

    shorthand: ClassVar[str] = "claim"
    claim: ClaimId = Field(description="the claim that answers the question, or part of it")
    holds: Text | None = Field(None, description="the answer if the claim holds, to be said aloud: Yes, a little")
    fails: Text | None = Field(None, description="the answer if it fails")
    depends: Text | None = Field(None, description="the answer if it depends on numbers of the case")


def excludes(moves: Mapping[str, Move], one: str, other: str) -> bool:
    """Whether two moves rule each other out, whichever of them says so."""
    return one in moves[other].not_with or other in moves[one].not_with


def hindrance_to(moves: Mapping[str, Move], ident: str, made: Sequence[str]) -> str:
    """Why a move cannot be made once others have been made; empty if it can.

    Args:
        moves: The moves of the case.
        ident: The move.
        made: Those made already, with success.
    """
    if ident in made:
        return "it is made already"
    missing = [earlier for earlier in moves[ident].after if earlier not in made]
    if missing:
        return f"it comes after {' and '.join(missing)}"
    against = [other for other in made if excludes(moves, ident, other)]
    return f"it is ruled out by {' and '.join(against)}" if against else ""
