"""The nouns of a case, shaped as the case file is: the path in the file is the path in the model.

`Case` is frozen. Nothing is computed here but who supplies what; `check` says whether the parts fit together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from tertius.case.actions import Answer, Claim, Move
from tertius.case.entries import Belief, Body, Demand, Talk
from tertius.case.fields import (
    EVERYBODY,
    OWNER,
    ActorId,
    ActorIds,
    BodyId,
    Capability,
    Date,
    Entry,
    EventKind,
    Id,
    IssueId,
    Level,
    Means,
    Paths,
    Plain,
    Points,
    Probability,
    Salience,
    Share,
    TalkId,
    Text,
    Written,
    as_list,
)
from tertius.case.parse.origin import Origin, mistake
from tertius.case.parse.quantity import Quantity, dash_hint, shown
from tertius.results import frame_of

if TYPE_CHECKING:
    import pandas as pd


class Actor(Entry):
    """A state, organisation or faction that has a stake."""

    shorthand: ClassVar[str] = "name"
    name: Text = Field("", description="name to show; the id if it is left out")
    country: Text | None = Field(None, description="the country that the actor belongs to")
    capability: Annotated[Capability, Means("capability of {1}")] | None = Field(
        None, description="its weight in a decision that many take together; only ratios matter"
    )


def _scale(value: Any) -> Any:
    """``[4, 10]`` or ``4 to 10``."""
    parts = value.split(" to ") if isinstance(value, str) else value
    try:
        low, high = (float(part) for part in parts)
    except (TypeError, ValueError, OverflowError):
        low = high = math.nan
    if not (math.isfinite(low) and math.isfinite(high)):
        hint = dash_hint(value) if isinstance(value, str) else ""
        raise mistake(f"found {shown(value)} where a scale belongs", "a scale is [low, high] or 'low to high'", hint)
    if max(abs(low), abs(high)) > 1e15:
        raise mistake(
            f"the scale {low:g} to {high:g} is too large", "its ends are at most 1e15", "count in larger units"
        )
    if not low < high:
        raise mistake(
            f"the low end {low:g} of the scale is not below its high end {high:g}",
            "",
            f"did you mean [{high:g}, {low:g}]?" if high < low else "",
        )
    return low, high


def _anchors(value: Any) -> Any:
    """Two spellings of one number (0 and 0.0) would silently overwrite each other."""
    if isinstance(value, dict):
        levels: dict[Any, float] = {}
        for key in value:
            with suppress(TypeError, ValueError, OverflowError):
                levels[key] = float(key)
        counts = Counter(level for level in levels.values() if level == level)
        twice = [key for key, level in levels.items() if counts[level] > 1]
        if twice:
            raise mistake(f"anchor {twice[0]} is written twice", "", "give each point on the scale one anchor")
    return value


def _answers(value: Any) -> Any:
    """One claim may stand without a list; a block is one of its entries, of which the dash is missing."""
    if isinstance(value, Mapping):
        listed = "write `- claim: ...`, an entry for each claim"
        raise mistake("found a block where a list of claims belongs", "[CLAIM, ...], or entries with `claim`", listed)
    return as_list(value, "claims")


Scale = Annotated[tuple[float, float], BeforeValidator(_scale), Written("scale")]


class Issue(Entry):
    """A question with a scale. It belongs to at most one talk; outside every talk it stands at `level`."""

    shorthand: ClassVar[str] = "name"
    name: Text = Field("", description="name to show; the id if it is left out")
    scale: Scale = Field((0.0, 100.0), description="lowest and highest level: [low, high]")
    unit: Text = Field("", description="what the scale counts: years, percent, ...")
    anchors: Annotated[dict[Plain, Text], BeforeValidator(_anchors)] = Field(
        {}, description="what points on the scale mean, in words"
    )
    supplier: ActorId | None = Field(
        None, description="the actor whose good this is (default: the other party of a two-party talk)"
    )
    level: Annotated[Level, Means("standing level of {1}")] | None = Field(
        None, description="where an issue outside every talk stands"
    )
    reference: Annotated[Level, Means("level of {1} without a decision")] | None = Field(
        None, description="where an issue that is decided by weight stays if nothing is decided"
    )


class Stance(Entry):
    """What an actor wants on an issue, and how much it stands to lose there."""

    position: Annotated[Level, Means("position of {1} on {2}", OWNER)] = Field(
        description="the level the actor wants most, on the issue's scale"
    )
    salience: Annotated[Salience, Means("salience of {2} for {1}", OWNER)] = Field(
        description="points lost at a distance of the whole scale from the position, 0 to 100; "
        "at a lesser distance, salience * distance ^ curvature"
    )
    capability: Annotated[Capability, Means("capability of {1} on {2}")] | None = Field(
        None, description="its weight on this issue, where that is not the capability of the actor"
    )


class Cover(Entry):
    """The share of a need that an issue covers when it stands at the top of its scale."""

    shorthand: ClassVar[str] = "share"
    share: Annotated[Share, Means("share of the need '{1}' that {3} covers", ("actor",))] = Field(
        description="share of the need covered at the top of the scale, 0% to 100%"
    )


class Need(Entry):
    """Something an actor must have: fuel, security, recognition."""

    name: Text = Field("", description="name to show; the id if it is left out")
    actor: ActorId = Field(description="whose need it is")
    weight: Annotated[Points, Means("weight of the need '{1}'", ("actor",))] = Field(
        description="what having it fully is worth to the actor, in points"
    )
    covered_by: dict[IssueId, Cover] = Field(
        {}, description="the issues whose level supplies part of it, and the share at the top of the scale"
    )


class Link(Entry):
    """If one talk breaks down, another falls with some probability; the holder makes it so."""

    name: Text = Field("", description="name to show; the id if it is left out")
    holder: ActorId = Field(description="the actor who makes it so")
    if_fails: TalkId = Field(description="the talk whose breakdown sets it off")
    then_falls: TalkId = Field(description="the talk that it brings down")
    probability: Annotated[Probability, Means("probability of the link '{1}'", EVERYBODY)] = Field(
        description="with which probability, 0% to 100%"
    )
    unless: dict[IssueId, Demand] = Field(
        {},
        description="levels that a deal must reach: short of one of them the link fires as well",
    )
    refused_by: ActorIds = Field(
        (), description="parties of that talk: the link fires only if one of them walked away, or if a deal is short"
    )


class Threat(Entry):
    """What a holder does to a target if a talk breaks down."""

    name: Text = Field("", description="name to show; the id if it is left out")
    holder: ActorId = Field(description="the actor who threatens")
    target: ActorId = Field(description="the actor who is hurt")
    if_fails: TalkId = Field(description="the talk whose breakdown sets it off")
    damage: Annotated[Points, Means("damage by the threat '{1}'", ("target",))] = Field(
        description="what the target loses, in its points"
    )
    cost: Annotated[Points, Means("cost of carrying out the threat '{1}'", ("holder",))] = Field(
        "0", validate_default=True, description="what carrying it out costs the holder, in its points"
    )
    credibility: Annotated[Probability, Means("credibility of the threat '{1}'", ("holder", "target"))] = Field(
        "1", validate_default=True, description="probability that the holder tries, 0% to 100%"
    )
    authorised_by: BodyId | None = Field(None, description="the body that must pass it, if any")
    unless: dict[IssueId, Demand] = Field(
        {}, description="levels that a deal must reach: short of one of them the threat is carried out as well"
    )
    refused_by: ActorIds = Field(
        (),
        description="parties of that talk: the threat is carried out only if one of them walked away, or if a deal is "
        "short",
    )


class Promise(Entry):
    """A side promise: in the deal of one talk an actor may promise to do otherwise elsewhere."""

    name: Text = Field("", description="name to show; the id if it is left out")
    actor: ActorId = Field(description="who may promise; a party of the talk")
    talk: TalkId = Field(description="the talk in whose deal the promise can be")
    moves: Text = Field(
        description="path of the number that it promises to move: its own stance in another talk, a level that it "
        "supplies, or its vote"
    )
    to: Annotated[Level, Means("what the promise '{1}' moves its number to", drawn=False)] = Field(
        description="what it promises to make of that number, on its own scale"
    )
    kept: Annotated[Probability, Means("probability that the promise '{1}' is kept")] = Field(
        "1", validate_default=True, description="with which probability it is kept, 0% to 100%"
    )


class Group(Entry):
    """Uncertain numbers that move together: where one is high in its range, the others are."""

    together: Paths = Field(description="paths of numbers that rise and fall together: links.patron.probability, ...")
    against: Paths = Field((), description="paths of numbers that fall as those rise")


class Tie(Entry):
    """An old friendship, a debt, a patronage: for those who read the case. No result rests on it."""

    kind: Text = Field(description="what kind of tie, in a word or two: friendship, aid, kinship, ...")
    between: ActorIds = Field(description="the two actors")
    since: Text | None = Field(None, description="since when, or from when to when")
    strength: Annotated[Share, Means("strength of the tie '{1}'")] | None = Field(
        None, description="how strong it is, 0% to 100%: for readers alone"
    )
    acts_on: Paths = Field(
        (), description="paths of the numbers in which it is taken to show: claims change these, and never the tie"
    )


class Comment(Entry):
    """What somebody who reviews the case has to say of a part of it."""

    who: Text = Field(description="who says it")
    date: Date = Field(description="when")
    on: Text = Field(description="path of what it is about: stances.usa.trade, claims.only-key, question, ...")
    says: Text = Field(description="the comment")
    state: Literal["open", "settled"] = Field("open", description="open, or settled")
    answer: Text = Field("", description="what was done about it")


class Event(Entry):
    """Something dated that happened."""

    date: Date = Field(description="the day, or the first day")
    until: Date | None = Field(None, description="the last day, if it took several")
    kind: EventKind = Field(description="what kind of event")
    actors: ActorIds = Field((), description="the actors involved")
    host: ActorId | None = Field(None, description="the actor at whose place it was, if it was at one's")
    what: Text = Field(description="what happened, in a sentence")

    def is_of(self, kind: str, actors: Iterable[str], host: str | None = None) -> bool:
        """Whether it is of a kind, all of these took part, and it was at the place of the host, if one is named."""
        return self.kind == kind and set(actors) <= set(self.actors) and host in (None, self.host)


class Source(Entry):
    """Where a number or an event comes from."""

    shorthand: ClassVar[str] = "title"
    title: Text = Field(description="title of the document")
    author: Text | None = Field(None, description="who wrote it")
    publisher: Text | None = Field(None, description="who published it")
    date: Text | None = Field(None, description="when it was published")
    url: Text | None = Field(None, description="where it can be read")
    reliability: Literal["high", "medium", "low"] | None = Field(
        None, description="how far it can be trusted, for the ranking of `tertius evidence`; medium if left out"
    )
    note: Text | None = Field(None, description="what a reader should know about it")


def _stances(value: Any) -> Any:
    """An actor under whose name nothing stands has no stances, as if it were not named."""
    if not isinstance(value, dict):
        return value
    return {actor: stances for actor, stances in value.items() if stances is not None and stances != {}}


class Case(Entry):
    """One situation as of a date."""

    case: Id = Field(description="short name of the case, for the command line")
    title: Text = Field(description="title, for people")
    question: Text = Field("", description="the question that the case is to answer")
    summary: Text = Field("", description="a few sentences that set the scene")
    author: Text = Field("", description="who made the case")
    as_of: Date = Field(description="the date as of which the case is written; nothing in it became public later")
    curvature: Plain = Field(2.0, ge=1, le=10, description="exponent of the loss from distance: 2 quadratic, 1 linear")
    actors: dict[Id, Actor] = Field(description="who has a stake")
    issues: dict[Id, Issue] = Field({}, description="the questions, with their scales")
    talks: dict[Id, Talk] = Field({}, description="the negotiations")
    stances: Annotated[dict[ActorId, dict[IssueId, Stance]], BeforeValidator(_stances)] = Field(
        {}, description="actor by actor, issue by issue: position and salience"
    )
    needs: dict[Id, Need] = Field({}, description="what actors must have, and what covers it")
    links: dict[Id, Link] = Field({}, description="which talks bring down which")
    threats: dict[Id, Threat] = Field({}, description="who hurts whom if a talk breaks down")
    bodies: dict[Id, Body] = Field({}, description="voting bodies")
    promises: dict[Id, Promise] = Field({}, description="what an actor may promise in one talk to do elsewhere")
    voice: Annotated[Share, Means("voice of those who do not sit at a table")] | None = Field(
        None,
        description="how far the stances of actors that do not sit at a table count there, for each party in the "
        "measure of its reliance on them; not at all if left out",
    )
    beliefs: dict[Id, Belief] = Field({}, description="what the parties of talks take a number to be")
    groups: dict[Id, Group] = Field({}, description="uncertain numbers that move together")
    ties: dict[Id, Tie] = Field({}, description="old ties between actors, for those who read the case")
    events: dict[Id, Event] = Field({}, description="dated events")
    moves: dict[Id, Move] = Field({}, description="what actors can do before the talks")
    claims: dict[Id, Claim] = Field({}, description="the argument, as testable statements")
    answered_by: Annotated[tuple[Answer, ...], BeforeValidator(_answers)] = Field(
        (), description="which claims answer the question, in the order in which the answer is said"
    )
    sources: dict[Id, Source] = Field({}, description="where numbers and events come from")
    comments: dict[Id, Comment] = Field({}, description="what reviewers say of parts of the case")

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def origin(self) -> Origin:
        """The file that the case was read from, with its lines; empty for a case made in Python."""
        return self._origin

    def name(self, ident: str) -> str:
        """The name to show for any id of the case (actor, issue, talk, need, link, threat, body, promise)."""
        named = (self.actors, self.issues, self.talks, self.needs, self.links, self.threats, self.bodies)
        for group in (*named, self.promises):
            if ident in group and group[ident].name:
                return group[ident].name
        return ident

    def talk_of(self, issue: str) -> str | None:
        """The talk on whose table an issue is, or None."""
        return next((ident for ident, talk in self.talks.items() if issue in talk.without_agreement), None)

    def to_frame(self) -> pd.DataFrame:
        """One row per stance: actor, issue, talk, position, salience (both as ranges in words, and their middles)."""
        rows = []
        for actor, stances in self.stances.items():
            for issue, stance in stances.items():
                level = stance.position.on(self.issues[issue].scale)
                numbers = (str(level), level.middle, str(stance.salience), stance.salience.middle)
                rows.append((actor, issue, self.talk_of(issue), *numbers))
        kinds = {"talk": "string", "position": "string", "position_middle": float}
        return frame_of(rows, ["actor", "issue"], kinds | {"salience": "string", "salience_middle": float})

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(float_format="{:.2f}".format)
        return f"<p>{escape(self.title)} ({escape(self.case)}, {self.as_of.isoformat()})</p>{table}"

    def capability(self, actor: str, issue: str) -> Quantity | None:
        """The actor's weight in a decision on an issue; None if it has no stance there or no weight is given."""
        stance = self.stances.get(actor, {}).get(issue)
        if stance is None:
            return None
        return self.actors[actor].capability if stance.capability is None else stance.capability

    def decided(self, issue: str) -> bool:
        """Whether the issue is decided by all who have a stance: no talks, no level, and weights to count."""
        return (
            not self.talks
            and self.issues[issue].level is None
            and any(a in self.actors and self.capability(a, issue) is not None for a in self.stances)
        )

    def reference(self, issue: str, season: int = 0) -> float:
        """Where an issue stays without an agreement or a decision, on its own scale, at the middle of its range.

        In later seasons it has drifted, but not beyond the ends of its scale. The low end of its scale if the issue is
        decided by weight and does not say.
        """
        talk = self.talk_of(issue)
        entry = self.issues[issue]
        (low, high), stays = entry.scale, None if talk is None else self.talks[talk].without_agreement[issue]
        level = (entry.level or entry.reference) if stays is None else stays.level
        middle = low if level is None else level.on(entry.scale).middle
        if not season or stays is None or stays.drift is None:
            return middle
        return min(high, max(low, middle + season * stays.drift.middle))


def supplier_of(case: Case, issue: str, actor: str) -> str:
    """Whose good an issue is for an actor: the named supplier, else the other party of a two-party talk, else no one.

    No one is the empty text.
    """
    named = case.issues[issue].supplier
    if named is not None:
        return named
    talk = case.talk_of(issue)
    others = [] if talk is None else [party for party in case.talks[talk].parties if party != actor]
    return others[0] if talk is not None and len(others) == 1 and actor in case.talks[talk].parties else ""


def supplies_of(case: Case) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What every actor supplies to the needs of another: (supplier, actor in need) -> (need, issue) pairs."""
    supplies: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for ident, need in case.needs.items():
        for issue in need.covered_by:
            supplier = supplier_of(case, issue, need.actor)
            if supplier not in ("", need.actor):
                supplies.setdefault((supplier, need.actor), []).append((ident, issue))
    return supplies
