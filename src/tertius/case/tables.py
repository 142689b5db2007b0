"""The nouns of a table: a talk, the level of its issues without an agreement, the power of its parties."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tertius.case.fields import Entry, Id, Level, Names, Plain, Power, Text

__all__ = ["PartyPower", "Reference", "Talk"]


class Reference(Entry):
    """The level at which an issue stays if there is no agreement."""

    shorthand: ClassVar[str] = "level"
    level: Level = Field(description="where the issue stays without an agreement, on its own scale")


class PartyPower(Entry):
    """Bargaining power of a party; only ratios within a talk matter."""

    shorthand: ClassVar[str] = "power"
    power: Power = Field(description="bargaining power, 0 or more; only ratios matter")


TalkRule = Literal["weighted-mean", "mean", "median", "weighted-median", "mode", "condorcet", "challenge"]


class Talk(Entry):
    """A negotiation."""

    name: Text = Field("", description="name to show; the id if it is left out")
    parties: Names = Field(description="the actors at the table, two or more")
    without_agreement: dict[Id, Reference] = Field(
        {}, description="the issues of this talk, and the level at which each stays without a deal"
    )
    power: dict[Id, PartyPower] = Field({}, description="bargaining power of each party; 1 for those not named")
    as_one: dict[Id, Annotated[Plain, Field(gt=0)]] = Field(
        {},
        description="actors that act as one party here, each with the weight of its payoff, in shares of its range",
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
