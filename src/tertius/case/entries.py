"""Talks, beliefs and voting bodies, with what they hold: levels without agreement, powers, signals, members."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from tertius.case.fields import (
    ActorId,
    ActorIds,
    Change,
    Coalitions,
    Discount,
    Entry,
    Id,
    IssueId,
    Level,
    Means,
    Names,
    Plain,
    Power,
    Probability,
    Share,
    TalkIds,
    Text,
    Written,
)
from tertius.case.parse.origin import mistake
from tertius.case.parse.quantity import read_quantity, shown


class Reference(Entry):
    """The level at which an issue stays if there is no agreement."""

    shorthand: ClassVar[str] = "level"
    level: Annotated[Level, Means("level of {3} without an agreement in {1}")] = Field(
        description="where the issue stays without an agreement, on its own scale"
    )
    drift: Annotated[Change, Means("drift of {3} without an agreement in {1}, each season")] | None = Field(
        None, description="by how much that level moves in each season in which they still talk, on the issue's scale"
    )


class PartyPower(Entry):
    """Bargaining power of a party; only ratios within a talk matter."""

    shorthand: ClassVar[str] = "power"
    power: Annotated[Power, Means("bargaining power of {3} in {1}")] = Field(
        description="bargaining power, 0 or more; only ratios matter"
    )


class PartyDoubt(Entry):
    """How much of what moves a party the others at the table do not know."""

    shorthand: ClassVar[str] = "share"
    share: Annotated[Share, Means("share of the ranges of {3} unknown to others in {1}", drawn=False)] = Field(
        description="the share of the party's own ranges that the others do not know"
    )


class PartyKeeps(Entry):
    """Whether a party keeps its word."""

    shorthand: ClassVar[str] = "probability"
    probability: Annotated[Probability, Means("probability that {3} delivers what it owes in {1}")] = Field(
        description="with which probability it delivers what it owes: the issues that it supplies"
    )


class PartyFirm(Entry):
    """Whether a party has tied its own hands."""

    shorthand: ClassVar[str] = "probability"
    probability: Annotated[Probability, Means("probability that {3} cannot take its demand in {1} back")] = Field(
        description="with which probability its public demand cannot be taken back"
    )


class PartyPatience(Entry):
    """What a gain is still worth to a party a season later."""

    shorthand: ClassVar[str] = "discount"
    discount: Annotated[Discount, Means("patience of {3} in {1}")] = Field(
        description="discount factor: what a gain of the next season is worth today, above 0 and below 1"
    )


class Ratifier(Entry):
    """Who must say yes at home."""

    shorthand: ClassVar[str] = "by"
    by: Id = Field(description="the actor or body that must say yes at home")


class Demand(Entry):
    """The level that a deal must reach lest a threat or a link fires all the same."""

    shorthand: ClassVar[str] = "level"
    level: Annotated[Level, Means("level of {3} that stills '{1}'")] = Field(
        description="the level that the deal must reach, on the issue's scale"
    )


TalkRule = Literal["weighted-mean", "mean", "median", "weighted-median", "mode", "condorcet", "challenge"]


class Talk(Entry):
    """A negotiation."""

    name: Text = Field("", description="name to show; the id if it is left out")
    parties: ActorIds = Field(description="the actors at the table, two or more")
    without_agreement: dict[IssueId, Reference] = Field(
        {}, description="the issues of this talk, and the level at which each stays without a deal"
    )
    power: dict[Id, PartyPower] = Field({}, description="bargaining power of each party; 1 for those not named")
    patience: dict[Id, PartyPatience] = Field(
        {}, description="discount factor of each party for a season, in the place of `power`: who can wait has power"
    )
    deadline: Annotated[Plain, Field(ge=1, le=40)] | None = Field(
        None, description="seasons after which nobody talks any more; until then levels without agreement may drift"
    )
    doubt: dict[Id, PartyDoubt] = Field(
        {}, description="the share of each party's own ranges that the others do not know; 0 for those not named"
    )
    keeps: dict[Id, PartyKeeps] = Field(
        {}, description="the probability that each party delivers what it owes; 1 for those not named"
    )
    firm: dict[Id, PartyFirm] = Field(
        {}, description="the probability that each party cannot take its demand back; 0 for those not named"
    )
    ratified_by: dict[Id, Ratifier] = Field({}, description="the actor or body that must say yes at home, by party")
    chance: Annotated[Probability, Means("probability that {1} takes place")] | None = Field(
        None, description="the probability that the talk takes place at all; it does if left out"
    )
    can_close: Coalitions = Field(
        (), description="lists of parties that can close without the rest; if left out all parties must agree"
    )
    kind: Id | None = Field(None, description="the kind of talk, for the base rate that stands beside the model's")
    as_one: dict[ActorId, Annotated[Plain, Field(gt=0)]] = Field(
        {}, description="actors that act as one party here, each with the weight of its payoff, in shares of its range"
    )
    solution: Literal["nash", "kalai-smorodinsky", "egalitarian"] | None = Field(
        None, description="at which point of its zone of agreement this talk settles; that of the run if left out"
    )
    rule: TalkRule | None = Field(
        None, description="the rule that decides this talk, from its parties' stances; if left out it is bargained"
    )

    @property
    def issues(self) -> tuple[str, ...]:
        """Ids of the issues on this table."""
        return tuple(self.without_agreement)

    @property
    def takes_place(self) -> float:
        """The probability that it takes place, at the middle."""
        return 1.0 if self.chance is None else self.chance.middle

    @property
    def may_be_missed(self) -> bool:
        """Whether it says anything of why a deal that would suit all may not be made."""
        return bool(self.doubt or self.firm or self.ratified_by)


BY_PARTY = ("patience", "doubt", "keeps", "firm", "ratified_by")
"""The fields of a talk that say something of single parties, beside their power."""


class Heard(Entry):
    """A signal that says of a number that it is above a point, and how likely it would be sent if that is true."""

    above: Annotated[Level, Means("what the signal on {1} says the number is above", drawn=False)] = Field(
        description="the point: the signal says that the number is above it"
    )
    if_true: Annotated[Probability, Means("likelihood of the signal on {1} if true")] = Field(
        description="how likely the signal is if that is true, 0% to 100%"
    )
    if_false: Annotated[Probability, Means("likelihood of the signal on {1} if not true")] = Field(
        description="how likely the signal is if that is not true, 0% to 100%"
    )


class Belief(Entry):
    """What the parties of some talks take a number of the case to be. What it is, and what it costs, stays the same."""

    about: Text = Field(description="path of the number: of a stance, a need, a link or a threat")
    talks: TalkIds = Field(description="the talks in which the parties share the belief")
    number: Annotated[Level, Means("what '{1}' takes the number to be")] | None = Field(
        None, description="what they take it to be before any signal; what it is in the case if left out"
    )
    signals: tuple[Heard, ...] = Field((), description="signals they have heard: the number changes by Bayes' rule")


class Member(Entry):
    """A member of a voting body and its leaning on the measure."""

    shorthand: ClassVar[str] = "weight"
    name: Text = Field("", description="name to show, for members that are not actors")
    weight: Annotated[Plain, Means("votes of {3} in {1}")] | None = Field(
        None, ge=0, description="votes; 1 if left out"
    )
    yes: Annotated[Probability, Means("probability that {3} votes yes in {1}")] | None = Field(
        None, description="probability that it votes yes"
    )
    abstain: Annotated[Probability, Means("probability that {3} abstains in {1}")] | None = Field(
        None, description="probability that it abstains"
    )
    no: Annotated[Probability, Means("probability that {3} votes no in {1}")] | None = Field(
        None, description="probability that it votes no"
    )

    @property
    def votes(self) -> float:
        """Its votes: 1 unless it says otherwise."""
        return 1.0 if self.weight is None else self.weight


MAJORITY = "majority"
"""More yes than no."""

_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})", re.ASCII)


def _votes_cast(value: Any) -> Any:
    """``majority``, or a fraction in lowest terms: 2/3, 60%, 0.6."""
    words = " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if words.lower() in (MAJORITY, "simple majority", "more than half"):
        return MAJORITY
    share = None
    if _FRACTION.fullmatch(words) and not words.endswith("/0"):
        share = Fraction(words)
    elif words:
        number = read_quantity(value if words[:1] not in "+-" else 0)
        share = Fraction(str(number.low)) / (100 if number.percent else 1) if number.certain else None
    if share is None or not 0 < share <= 1:
        found = f"found {shown(value)} where a share of the votes cast belongs"
        raise mistake(found, "write majority (more yes than no), a fraction such as 2/3, or a percentage up to 100%")
    return str(share)


class Majority(Entry):
    """A further majority that a measure must reach beside the quota: of members, of population."""

    shorthand: ClassVar[str] = "quota"
    name: Text = Field("", description="name to show; the id if it is left out")
    quota: Annotated[Plain, Means("needed for the majority '{3}' in {1}")] = Field(
        gt=0, description="how much the members that vote yes must have together"
    )
    weights: dict[Id, Annotated[Plain, Means("weight of {5} for the majority '{3}' in {1}")]] = Field(
        {}, description="what each member counts for here; 1 each if left out"
    )
    blocked_by: Annotated[Plain, Means("members needed to block the majority '{3}' in {1}", drawn=False)] | None = (
        Field(
            None,
            ge=1,
            description="how many members it takes to block here: if fewer do not vote yes, it is reached all the same",
        )
    )


class Bloc(Entry):
    """Members that vote as one: one decision for all of them."""

    name: Text = Field("", description="name to show; the id if it is left out")
    members: Names = Field(description="the members that vote together")
    yes: Annotated[Probability, Means("probability that the bloc '{3}' votes yes in {1}")] | None = Field(
        None, description="probability that the bloc votes yes"
    )
    abstain: Annotated[Probability, Means("probability that the bloc '{3}' abstains in {1}")] | None = Field(
        None, description="probability that it abstains"
    )
    no: Annotated[Probability, Means("probability that the bloc '{3}' votes no in {1}")] | None = Field(
        None, description="probability that it votes no"
    )


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
    quota: Annotated[Plain, Means("votes needed in {1}")] | None = Field(
        None, gt=0, description="votes needed to pass a measure"
    )
    votes_cast: Annotated[Text, BeforeValidator(_votes_cast)] | None = Field(
        None,
        description="the share of the votes cast that must be yes: majority (more yes than no), 2/3, 60%; abstentions "
        "leave the count",
    )
    majorities: dict[Id, Majority] = Field({}, description="majorities that must be reached too, beside the quota")
    vetoes: Names = Field((), description="members whose no blocks")
    blocs: dict[Id, Bloc] = Field({}, description="members that vote together")
    measure: Text = Field("", description="what is voted on")
    passes: Annotated[Probability, Means("probability that {1} passes the measure")] | None = Field(
        None, description="probability that the measure passes, where it does not follow from leanings"
    )
    yes: Annotated[Probability, Means("probability that any other member of {1} votes yes")] | None = Field(
        None, description="probability that a member, or a bloc, with no leaning of its own votes yes"
    )
    abstain: Annotated[Probability, Means("probability that any other member of {1} abstains")] | None = Field(
        None, description="probability that such a member abstains"
    )
    no: Annotated[Probability, Means("probability that any other member of {1} votes no")] | None = Field(
        None, description="probability that such a member votes no"
    )
