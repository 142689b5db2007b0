"""The nouns of the argument: changes, and claims in their four forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from tertius.case.fields import Entry, Id, Level, Names, Plain, Text
from tertius.case.problem import mistake
from tertius.case.text import control_in
from tertius.case.tree import scalar_of

__all__ = ["Change", "Claim", "Compare", "Equilibrium", "EventsTest", "Sweep", "as_read"]


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
                "a change with " + (" and ".join(verbs) or "no verb"),
                "a change has exactly one of set, add, remove",
            )
        if (verbs == ["set"]) != ("to" in self.model_fields_set) or (verbs == ["add"]) != (
            "value" in self.model_fields_set
        ):
            raise mistake(
                f"a '{verbs[0]}' with the wrong companion",
                "set goes with to, add goes with value, remove stands alone",
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


class Compare(Entry):
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


class Sweep(Entry):
    """A quantity that moves with an input."""

    input: Text = Field(description="path of the number that is moved")
    over: Level = Field(description="from where to where")
    quantity: Text = Field(description="what is watched")
    direction: Literal["rises", "falls"] = Field(description="how it moves as the input rises")


class Equilibrium(Entry):
    """A statement on the game that is played before the talks."""

    moves: dict[Id, Names] = Field({}, description="what each actor does; an empty list is doing nothing")
    is_equilibrium: bool = Field(description="whether the claim says that this is an equilibrium")


class EventsTest(Entry):
    """A test on dated events."""

    kind: Literal["visit", "summit", "statement", "measure", "other"] = Field(description="the events that are tested")
    before: Literal["visit", "summit", "statement", "measure", "other"] = Field(
        description="the events they come before"
    )
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
            raise mistake(
                "a claim with " + (" and ".join(self._forms) or "no form"),
                "a claim has exactly one of compare, sweep, equilibrium, events",
            )
        return self

    @property
    def _forms(self) -> list[str]:
        return [form for form in ("compare", "sweep", "equilibrium", "events") if getattr(self, form) is not None]

    @property
    def form(self) -> str:
        """Which of the four forms it has."""
        return self._forms[0]
