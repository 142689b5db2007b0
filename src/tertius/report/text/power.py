"""What a reader should see first of a body's power: short sentences."""

from __future__ import annotations

from collections.abc import Sequence

from tertius.case.entries import MAJORITY, Body
from tertius.report.text.phrases import joined
from tertius.report.text.phrases import percent as rounded_percent
from tertius.voting.power import MemberPower, Power

_MOST_NAMED = 6
"""So many members are named before the rest are counted."""


def power_sentences(power: Power) -> list[str]:
    """What a measure needs, who can block it, who has most power, and how likely the measure passes."""
    body, members = power.constitution, power.members
    vetoes = [member for member in members if member.veto]
    veto = f", and no veto of {_names(vetoes, 'or')}" if vetoes else ""
    sentences = [f"{power.name} has {len(members)} members; a measure needs {needs_of(body)}{veto}."]

    blocking = [member for member in members if member.blocks]
    alone = f"{_names(blocking)} can block a measure {'each alone' if len(blocking) > 1 else 'alone'}."
    sentences.append(alone if blocking else "No member can block a measure alone.")

    most = max(float(member.shapley_shubik) for member in members)
    strongest = [member for member in members if float(member.shapley_shubik) > most - 1e-12]
    have, each = ("have", " each") if len(strongest) > 1 else ("has", "")
    idle = [member for member in members if not member.shapley_shubik]
    never = f" The vote of {_names(idle, 'or')} can never matter." if idle else ""
    sentences.append(f"{_names(strongest)} {have} most power by Shapley and Shubik: {percent(most)}{each}.{never}")

    if power.passes is not None:
        measure = f" ({body.measure})" if body.measure else ""
        how = "as follows from how its members lean" if power.follows else "as the case says"
        sentences.append(f"The measure{measure} passes with a probability of {percent(power.passes)}, {how}.")
    if power.deciding:
        sentences.append(_deciding(power.deciding))
    return sentences


def needs_of(body: Body) -> str:
    """``9 of 15 votes``, ``2/3 of the votes cast``, ``255 of 345 votes, 14 of 27 members (of the members)``."""
    needs = []
    if body.quota is not None:
        total = sum(member.votes for member in body.members.values())
        needs.append(f"{body.quota:g} of {total:g} votes")
    if body.votes_cast is not None:
        needs.append("more yes than no" if body.votes_cast == MAJORITY else f"{body.votes_cast} of the votes cast")
    for ident, majority in body.majorities.items():
        total = sum(majority.weights.values()) if majority.weights else float(len(body.members))
        unit = "" if majority.weights else " members"
        also = "" if majority.blocked_by is None else f"; fewer than {majority.blocked_by:g} members cannot block it"
        needs.append(f"{majority.quota:g} of {total:g}{unit} ({majority.name or ident}{also})")
    return ", ".join(needs)


def percent(share: float) -> str:
    """A share in percent: one decimal; two digits that count below 1 percent, where members of large bodies differ."""
    return f"{100 * share:.2g}%" if 0 < 100 * share < 1 else rounded_percent(share, "%", 1, hedged=False)


def _deciding(deciding: Sequence[MemberPower]) -> str:
    """Whose vote decides most often, and what it makes of the measure."""
    first = deciding[0]
    who = f"the bloc '{first.bloc}'" if first.bloc else _names(deciding, "or")
    decides, yes, no = (percent(chance or 0.0) for chance in (first.decides, first.if_yes, first.if_no))
    return (
        f"The vote of {who} decides most often, with a probability of {decides}: with a yes the measure passes with "
        f"{yes}, with a no with {no}."
    )


def _names(members: Sequence[MemberPower], last: str = "and") -> str:
    names = [member.name for member in members]
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
    return joined(names, last)
