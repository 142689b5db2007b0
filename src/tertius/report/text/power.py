"""What a reader should see first of a body's power: short sentences."""

from __future__ import annotations

from collections.abc import Sequence

from tertius.case.entries import Body
from tertius.voting.power import MemberPower, Power

_MOST_NAMED = 6


def sentences_of(power: Power) -> list[str]:
    """What a measure needs, who can block it, who has most power, and how likely the measure passes."""
    told = [_needs(power), _blocking(power), _most_power(power)]
    if power.passes is not None:
        told.append(_passing(power))
    if power.deciding:
        told.append(_deciding(power))
    return told


def needs_of(body: Body) -> str:
    """``9 of 15 votes``; ``255 of 345 votes, 14 of 27 members (majority of the members)``."""
    needs = []
    if body.quota is not None:
        total = sum(member.votes for member in body.members.values())
        needs.append(f"{body.quota:g} of {total:g} votes")
    for ident, majority in body.majorities.items():
        total = sum(majority.weights.values()) if majority.weights else float(len(body.members))
        unit = "" if majority.weights else " members"
        needs.append(f"{majority.quota:g} of {total:g}{unit} ({majority.name or ident})")
    return ", ".join(needs)


def percent(share: float) -> str:
    """A share in percent: two digits that count below 1 percent, one decimal from there on."""
    value = 100 * share
    return f"{value:.1f}%" if value >= 1 or value == 0 else f"{value:.2g}%"


def _needs(power: Power) -> str:
    body = power.constitution
    vetoes = [member for member in power.members if member.veto]
    veto = f", and no veto of {_named(vetoes, 'or')}" if vetoes else ""
    return f"{power.name} has {len(power.members)} members; a measure needs {needs_of(body)}{veto}."


def _blocking(power: Power) -> str:
    blocking = [member for member in power.members if member.blocks]
    if not blocking:
        return "No member can block a measure alone."
    return f"{_named(blocking, 'and')} can block a measure {'each alone' if len(blocking) > 1 else 'alone'}."


def _most_power(power: Power) -> str:
    most = max(float(member.shapley_shubik) for member in power.members)
    alike = [member for member in power.members if float(member.shapley_shubik) > most - 1e-12]
    who = f"{_named(alike, 'and')} {'have' if len(alike) > 1 else 'has'}"
    share = f"{percent(most)}{' each' if len(alike) > 1 else ''}"
    idle = [member for member in power.members if not member.shapley_shubik]
    none = f" The vote of {_named(idle, 'or')} can never matter." if idle else ""
    return f"{who} most power by Shapley and Shubik: {share}.{none}"


def _passing(power: Power) -> str:
    passes = percent(power.passes or 0.0)
    measure = f" ({power.constitution.measure})" if power.constitution.measure else ""
    how = "as follows from how its members lean" if power.follows else "as the case says"
    return f"The measure{measure} passes with a probability of {passes}, {how}."


def _deciding(power: Power) -> str:
    first = power.deciding[0]
    if_yes, if_no = percent(first.if_yes or 0.0), percent(first.if_no or 0.0)
    passes = f"with a yes the measure passes with {if_yes}, with a no with {if_no}"
    who = f"the bloc '{first.bloc}'" if first.bloc else _named(power.deciding, "or")
    return f"The vote of {who} decides most often, with a probability of {percent(first.decides or 0.0)}: {passes}."


def _named(members: Sequence[MemberPower], joint: str) -> str:
    names = [member.name for member in members]
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
    return f"{', '.join(names[:-1])} {joint} {names[-1]}" if len(names) > 1 else names[0]
