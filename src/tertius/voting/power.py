"""The power of a body's members: a priori indices, who can block alone, and who decides on its measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from math import prod
from typing import TYPE_CHECKING, Any

from tertius.case.bodies import completed, follows_from_leanings, is_ruled, shipped_body
from tertius.case.check.check import sound
from tertius.case.entries import Body
from tertius.case.findings import Finding
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import CaseError, UsageError
from tertius.results import Result, frame_of
from tertius.voting.assembly import Assembly, assembly_of, blockers
from tertius.voting.ballots import Ballots, ballots_of, pass_chance, pivots_of
from tertius.voting.banzhaf import banzhaf, banzhaf_float, normalised
from tertius.voting.shapley_shubik import shapley_shubik, shapley_shubik_float
from tertius.voting.swings import swings_by_size

if TYPE_CHECKING:
    import pandas as pd


MOST_EXACT = 60
"""Members up to which the indices are exact fractions unless floating numbers are asked for."""

_MOST_COUNTED = 4_000_000
"""Places of the grid of totals, by the members, up to which they are."""

_ON_MEASURE = ("yes", "abstain", "no", "decides", "if_yes", "if_no")
Numbers = Sequence[Fraction | float]


@dataclass(frozen=True)
class MemberPower:
    """One member of a body.

    Attributes:
        ident: Its id.
        name: Its name.
        votes: Its votes.
        veto: Whether its no blocks.
        blocks: Whether nothing passes without it.
        shapley_shubik: Its index, 0 to 1; a fraction where it is exact.
        banzhaf: Its absolute index of Banzhaf and Penrose, 0 to 1.
        banzhaf_share: The normalised index: its share of all swings.
        swings: The raw index, coalitions that it turns; None where they were not counted.
        bloc: The bloc that it votes with.
        yes: P(it votes yes); None if its leaning is not known, as for the rest.
        abstain: P(it abstains).
        no: P(it votes no).
        decides: P(its vote, or that of its bloc, decides).
        if_yes: P(the measure passes, if it votes yes).
        if_no: P(the measure passes, if it votes no).
    """

    ident: str
    name: str
    votes: float
    veto: bool
    blocks: bool
    shapley_shubik: Fraction | float
    banzhaf: Fraction | float
    banzhaf_share: Fraction | float
    swings: int | None
    bloc: str | None = None
    yes: float | None = None
    abstain: float | None = None
    no: float | None = None
    decides: float | None = None
    if_yes: float | None = None
    if_no: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The member as JSON has it, without what is not known of it."""
        exact = isinstance(self.shapley_shubik, Fraction)
        known = {name: getattr(self, name) for name in ("swings", "bloc", *_ON_MEASURE)}
        return {
            "name": self.name,
            "votes": self.votes,
            "veto": self.veto,
            "blocks": self.blocks,
            "shapley_shubik": float(self.shapley_shubik),
            **({"shapley_shubik_fraction": str(self.shapley_shubik)} if exact else {}),
            "banzhaf": float(self.banzhaf),
            "banzhaf_share": float(self.banzhaf_share),
            **{name: value for name, value in known.items() if value is not None},
        }


@dataclass(frozen=True)
class Power(Result):
    """Who has how much power in a voting body.

    Attributes:
        body: Id of the body.
        case: Id of the case; empty for a body that comes with Tertius.
        constitution: The body in full.
        method: ``exact`` for fractions, ``float`` for quadrature.
        members: Its members, in the order of the body.
        passes: P(its measure passes), at the middle; None if nothing is said of it.
        follows: Whether that follows from the leanings; otherwise the case says so.
    """

    body: str
    case: str
    constitution: Body
    method: str
    members: tuple[MemberPower, ...]
    passes: float | None
    follows: bool

    @property
    def name(self) -> str:
        """The name of the body."""
        return self.constitution.name or self.body

    @property
    def deciding(self) -> tuple[MemberPower, ...]:
        """The members whose vote decides most often; several if they are alike, none if leanings are not known."""
        most = max((member.decides or 0.0 for member in self.members), default=0.0)
        return tuple(m for m in self.members if m.decides is not None and most > 0 and m.decides > most - 1e-12)

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON has it."""
        members = {member.ident: member.to_dict() for member in self.members}
        blocking = [member.ident for member in self.members if member.blocks]
        head = {"body": self.body, "name": self.name, "method": self.method}
        case = {"case": self.case} if self.case else {}
        passes = {} if self.passes is None else {"passes": self.passes, "from_leanings": self.follows}
        deciding = {"deciding": [member.ident for member in self.deciding]} if self.follows else {}
        return {**head, **case, "members": members, "blockers": blocking, **passes, **deciding}

    def to_frame(self) -> pd.DataFrame:
        """One row per member: votes, veto, indices, and on the measure its leaning and how often its vote decides."""
        kinds: dict[str, Any] = {"name": "string", "votes": float, "veto": bool, "blocks": bool}
        kinds |= dict.fromkeys(("shapley_shubik", "banzhaf", "banzhaf_share"), float) | {"bloc": "string"}
        kinds |= dict.fromkeys(_ON_MEASURE, float)
        rows = [(member.ident, *(getattr(member, name) for name in kinds)) for member in self.members]
        return frame_of(rows, ["member"], kinds)

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.name)}</p>{super()._repr_html_()}"


def power(case: Case | None = None, body: str | None = None, exact: bool | None = None) -> Power:
    """Who has how much power in a voting body, who can block, and how likely its measure passes.

    Args:
        case: The case that holds the body; None for a body that comes with Tertius.
        body: Its id; may be left out if the case has one body only.
        exact: Exact fractions, or floating numbers; None for fractions up to 60 members.

    Raises:
        UsageError: There is no such body.
        CaseError: The body has no members or no quota.
        LimitError: Its weights have too many digits to be added up.
    """
    ident, own = _body_of(None if case is None else sound(case), body)
    whole = completed(own)
    # A body may do without members as long as it says how likely it passes a measure; here it may not.
    if case is not None and not whole.members:
        suggestion = "give it `members` and a `quota`, or say which body it is `like`"
        found = "it has no members, so nobody has power in it"
        raise CaseError([Finding(("bodies", ident), found, "", suggestion).problem(case)])
    if case is not None and not is_ruled(whole):
        found = "it says nothing of how many must vote yes"
        raise CaseError([Finding(("bodies", ident), found, "", "give it a `quota`").problem(case)])
    assembly = assembly_of(whole)
    ballots = ballots_of(whole) if follows_from_leanings(whole) else None
    n = len(assembly.members)
    small = n <= MOST_EXACT and n * prod(quota + 1 for quota in assembly.quotas) <= _MOST_COUNTED
    counted = small if exact is None else exact
    members = _members(case, whole, assembly, counted)
    if ballots is not None:
        members = _on_measure(members, whole, ballots)
    method = "exact" if counted else "float"
    return Power(ident, case.case if case else "", whole, method, members, pass_chance(whole), ballots is not None)


def _body_of(case: Case | None, body: str | None) -> tuple[str, Body]:
    """The id of a body, and the body, of a case or of those that come with Tertius."""
    if case is None:
        if body is None:
            raise UsageError("name a case, or a body that comes with Tertius: `tertius power --list` lists them")
        return body, shipped_body(body)
    names = list(case.bodies)
    if not names:
        raise UsageError(f"{case.case} has no bodies: write one under `bodies`, or ask for one that comes with Tertius")
    if body is None and len(names) > 1:
        raise UsageError(f"{case.case} has several bodies: name one of {', '.join(names)}")
    ident = names[0] if body is None else body
    if ident not in case.bodies:
        near, legal = closest(ident, names), f"bodies: {', '.join(names)}"
        raise UsageError(f"{case.case} has no body '{ident}': {f'{near} ({legal})' if near else legal}")
    return ident, case.bodies[ident]


def _members(case: Case | None, body: Body, assembly: Assembly, counted: bool) -> tuple[MemberPower, ...]:
    swings = swings_by_size(assembly) if counted else None
    if swings is not None:
        index: Numbers = shapley_shubik(swings)
        absolute: Numbers = banzhaf(swings)
    else:
        index, absolute = shapley_shubik_float(assembly).tolist(), banzhaf_float(assembly).tolist()
    shares = normalised(absolute)
    blocking = blockers(assembly)
    return tuple(
        MemberPower(
            ident=name,
            name=case.name(name) if case and name in case.actors else member.name or name,
            votes=member.votes,
            veto=name in body.vetoes,
            blocks=name in blocking,
            shapley_shubik=index[row],
            banzhaf=absolute[row],
            banzhaf_share=shares[row],
            swings=None if swings is None else sum(swings[row]),
        )
        for row, (name, member) in enumerate(body.members.items())
    )


def _on_measure(members: Sequence[MemberPower], body: Body, ballots: Ballots) -> tuple[MemberPower, ...]:
    """The members with their leanings, and how often the vote of each decides."""
    pivots = pivots_of(ballots)
    row = {member: place for place, voter in enumerate(ballots.voters) for member in voter.members}
    bloc_of = {member: ident for ident, bloc in body.blocs.items() for member in bloc.members}
    return tuple(
        replace(
            member,
            bloc=bloc_of.get(member.ident),
            yes=float(ballots.yes[place, 0]),
            abstain=float(ballots.abstain[place, 0]),
            no=float(ballots.no[place, 0]),
            decides=float(pivots.decides[place]),
            if_yes=float(pivots.if_yes[place]),
            if_no=float(pivots.if_no[place]),
        )
        for member in members
        for place in (row[member.ident],)
    )
