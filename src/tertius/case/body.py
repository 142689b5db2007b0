"""The nouns of a voting body: its members, the majorities it asks for, who votes together, how each leans."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from tertius.case.fields import Entry, Id, Names, Plain, Probability, Text, Written
from tertius.case.problem import mistake

__all__ = ["Bloc", "Body", "Majority", "Member"]


class Member(Entry):
    """A member of a voting body and its leaning on the measure."""

    shorthand: ClassVar[str] = "weight"
    name: Text = Field("", description="name to show, for members that are not actors")
    weight: Plain | None = Field(None, ge=0, description="votes; 1 if left out")
    yes: Probability | None = Field(None, description="probability that it votes yes")
    abstain: Probability | None = Field(None, description="probability that it abstains")
    no: Probability | None = Field(None, description="probability that it votes no")

    @property
    def votes(self) -> float:
        """Its votes: 1 unless it says otherwise."""
        return 1.0 if self.weight is None else self.weight


class Majority(Entry):
    """A further majority that a measure must reach beside the quota: of members, of population."""

    shorthand: ClassVar[str] = "quota"
    name: Text = Field("", description="name to show; the id if it is left out")
    quota: Plain = Field(gt=0, description="how much the members that vote yes must have together")
    weights: dict[Id, Plain] = Field({}, description="what each member counts for here; 1 each if left out")


class Bloc(Entry):
    """Members that vote as one: one decision for all of them."""

    name: Text = Field("", description="name to show; the id if it is left out")
    members: Names = Field(description="the members that vote together")
    yes: Probability | None = Field(None, description="probability that the bloc votes yes")
    abstain: Probability | None = Field(None, description="probability that it abstains")
    no: Probability | None = Field(None, description="probability that it votes no")


def _members(value: Any) -> Any:
    """A list of names is a body whose members have one vote each."""
    if not isinstance(value, list | tuple):
        return value
    names = [str(name) for name in value]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise mistake(f"member '{twice[0]}' is named twice")
    return dict.fromkeys(names)


class Body(Entry):
    """A voting body."""

    name: Text = Field("", description="name to show; the id if it is left out")
    like: Id | None = Field(
        None,
        description="a body that comes with Tertius (`tertius power --list`): it gives members, votes, quota, further "
        "majorities and vetoes, where nothing else is said here",
    )
    members: Annotated[dict[Id, Member], BeforeValidator(_members), Written("members")] = Field(
        {}, description="members: a list, or a block with weights and leanings"
    )
    quota: Plain | None = Field(None, gt=0, description="votes needed to pass a measure")
    majorities: dict[Id, Majority] = Field({}, description="majorities that must be reached too, beside the quota")
    vetoes: Names = Field((), description="members whose no blocks")
    blocs: dict[Id, Bloc] = Field({}, description="members that vote together")
    measure: Text = Field("", description="what is voted on")
    passes: Probability | None = Field(
        None, description="probability that the measure passes, where it does not follow from leanings"
    )
    yes: Probability | None = Field(
        None, description="probability that a member, or a bloc, with no leaning of its own votes yes"
    )
    abstain: Probability | None = Field(None, description="probability that such a member abstains")
    no: Probability | None = Field(None, description="probability that such a member votes no")
