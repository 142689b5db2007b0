"""The chance of every talk of a case that a deal is made that would suit all: the one door of this room.

Each actor's types are settled once for a case and a rule, and kept as long as the case lives. From them

    pi_t = P(deal | there is a zone),

the last offer's. What tied hands and bodies leave of it (`rules/firmness.py`), and actors at home (`breakdown/`),
differs from draw to draw.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from tertius.case.entries import Talk
from tertius.case.model import Case
from tertius.rules.arrays import Floats, Network, Numbers, Structure, as_batch
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.chances.curve import Curve, curve_of, gains_at, reservation_points
from tertius.rules.bargaining.chances.mediator import mediated_chance, zone_chance
from tertius.rules.bargaining.chances.offers import offered_chance
from tertius.rules.bargaining.chances.several import candidates_of, several_chances
from tertius.rules.bargaining.chances.talk import Settled
from tertius.rules.bargaining.chances.types import Doubts, TypeRows, how_many, types_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.perceived import actor_behind, bargainers
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.firmness import body_chance, firm_chance
from tertius.rules.settlement import DealChance

SPREADS = (1.0, 0.5, 2.0)
"""As stated, narrow and wide."""

Settle = Callable[[Structure, Numbers, int, int, bool], Answers]
"""Settles a batch: structure, numbers, mask of the talks asked, threads, whether upper hands are wanted."""


class Found(NamedTuple):
    """What private numbers make of a talk: P(zone), P(deal) under the best mediator and by last offers; or why not."""

    zone: float
    floor: float
    offer: float
    reason: str = ""


KNOWN = Found(1.0, 1.0, 1.0)
"""A talk in which nothing is private."""


@dataclass(frozen=True)
class CaseChances:
    """How likely a deal is made in each talk of a case.

    Attributes:
        made: (T,) pi, P(deal | zone) from private numbers.
        found: Per talk that says why it may fail, what private numbers make of it.
        narrow: The same with ranges half as wide; empty if nobody asked.
        wide: The same with ranges twice as wide.
    """

    made: Floats
    found: Mapping[str, Found]
    narrow: Mapping[str, Found]
    wide: Mapping[str, Found]

    def deals(self, case: Case, approval: Floats, agreed: Mapping[str, bool]) -> dict[str, DealChance]:
        """The chance of every talk that says why it may fail, at the middles.

        Args:
            case: The case.
            approval: (T,) P(the actors at home say yes) to each deal.
            agreed: Whether each talk has a zone.
        """
        nothing, deals = np.empty((1, 0)), {}
        for t, (ident, talk) in enumerate(case.talks.items()):
            if ident not in self.found:
                continue
            found = self.found[ident]
            reason = NO_ZONE if found.reason in ("", LATER) and not agreed[ident] else found.reason
            if reason:
                found = Found(np.nan, np.nan, np.nan, reason)
            firm = float(firm_chance(case, talk, ident, (), nothing)[0])
            ratified = float(body_chance(case, talk, (), nothing)[0] * approval[t])
            narrow, wide = (
                np.nan if found.reason or not part else part[ident].offer * firm * ratified
                for part in (self.narrow, self.wide)
            )
            deal = found.offer * firm * ratified
            numbers = (deal, found.zone, found.floor, found.offer, firm, ratified, narrow, wide)
            deals[ident] = DealChance(*numbers, found.reason)
        return deals


NO_ZONE = "with every number at its middle there is no deal that suits all, so nothing says where it would lie"
RULED = "a rule decides this talk, so nobody makes an offer"
FLAT = "the levels do not move what a party gains, so there is no contract curve"
LATER = "it has not been worked out"
NOBODY_REFUSES = "whatever the parties' numbers are, each would take any deal on the contract curve"


_known: dict[tuple[int, str, bool], tuple[weakref.ref[Case], CaseChances]] = {}


def chances_of(case: Case, settle: Settle, rule: str, whole: bool = True, threads: int = 1) -> CaseChances | None:
    """The chance of every talk of a case; None if no talk says why it may fail.

    Args:
        case: A checked case.
        settle: How a batch of draws is settled under the rule at hand.
        rule: The key of that rule.
        whole: Whether the floor, and the chances with ranges half and twice as wide, are wanted too.
        threads: How many draws to settle at a time; the answer does not depend on it.
    """
    if not any(talk.may_be_missed for talk in case.talks.values()):
        return None
    for wanted in (True, whole):
        key = id(case), rule, wanted
        known = _known.get(key)
        if known is not None and known[0]() is case:
            return known[1]
    found = _worked_out(case, settle, whole, threads)
    _known[key] = weakref.ref(case, partial(_forget, key)), found
    return found


def share_chances(case: Case, versions: Iterable[Case], rule: str) -> None:
    """Let versions of a case have its chances, if these are known: what differs in them nobody else hears of.

    Args:
        case: A checked case.
        versions: The same case with other numbers.
        rule: The key of the rule that settles all of them.
    """
    keys = [(id(case), rule, whole) for whole in (True, False)]
    known = next((_known[key] for key in keys if key in _known and _known[key][0]() is case), None)
    for version in versions if known is not None else ():
        key = id(version), rule, False
        if version is not case and known is not None:
            _known[key] = weakref.ref(version, partial(_forget, key)), known[1]


def known_chances(case: Case) -> dict[tuple[str, bool], CaseChances]:
    """What has been worked out of a case so far, by the key of the rule and whether the whole was wanted."""
    return {key[1:]: found for key, (held, found) in list(_known.items()) if held() is case}


def know_chances(case: Case, known: Mapping[tuple[str, bool], CaseChances]) -> None:
    """Take over what another process has worked out of the same case."""
    for (rule, whole), found in known.items():
        key = id(case), rule, whole
        _known[key] = weakref.ref(case, partial(_forget, key)), found


def _forget(key: tuple[int, str, bool], _: weakref.ref[Case]) -> None:
    """Lets go of the chances of a case that is no more."""
    _known.pop(key, None)


def _worked_out(case: Case, settle: Settle, whole: bool, threads: int) -> CaseChances:
    """The chances, from types that settle at Nash's solution, unless their talk names its own, and without electors."""
    talks = {ident: talk.model_copy(update={"ratified_by": {}}) for ident, talk in case.talks.items()}
    network = network_of(case.model_copy(update={"talks": talks}))
    spreads, seasons = SPREADS if whole else SPREADS[:1], 1 + int(network.structure.deadline.max(initial=0))
    private = [ident for ident, talk in case.talks.items() if is_private(talk)]
    seats = {(ident, spread): list(_seats(network, case, ident, spread)) for ident in private for spread in spreads}
    asked: dict[Doubts, int] = {}
    for (_, spread), seated in seats.items():
        for _, whose in seated:
            asked[whose] = max(asked.get(whose, 0), how_many(len(network.talks), spread, seasons))
    made, found = np.ones(len(network.talks)), {t: KNOWN for t, talk in case.talks.items() if talk.may_be_missed}
    found |= {ident: Found(np.nan, np.nan, np.nan, RULED) for ident in found if case.talks[ident].rule is not None}
    if not asked:
        return CaseChances(made, found, found, found)
    types = types_of(case, asked)
    settled = _settled(case, network, settle, types, threads)
    each = {
        ident: _found(settled, types, network.talks.index(ident), [seats[ident, spread] for spread in spreads])
        for ident in private
    }
    parts = [found | {ident: one[place] for ident, one in each.items()} for place in range(len(spreads))]
    for ident in private:
        one = parts[0][ident]
        if not one.reason and one.zone > 0:
            made[network.talks.index(ident)] = one.offer / one.zone
    narrow, wide = parts[1:] or ({}, {})
    return CaseChances(made, parts[0], narrow, wide)


def is_private(talk: Talk) -> bool:
    """Whether anybody at the table has numbers that the others do not know."""
    return talk.rule is None and any(one.share.middle > 0 for one in talk.doubt.values())


def _seats(network: Network, case: Case, ident: str, spread: float) -> Iterator[tuple[int, Doubts]]:
    """Yield who sits at a table, as the kernels see it, each with the actors behind it whose numbers are private."""
    talk, structure = network.talks.index(ident), network.structure
    batch = as_batch(network.numbers)
    doubt = {actor: one.share.middle * spread for actor, one in case.talks[ident].doubt.items()}
    whole = bargainers(structure, batch)[0]
    members = {network.actors[i] for i in np.flatnonzero(structure.as_one[talk] > 0)}
    for party in np.flatnonzero(whole.party[talk]).tolist():
        first = network.actors[actor_behind(structure, talk, party)]
        joint = party >= len(network.actors) and first in members
        behind = sorted(members) if joint else [first]
        yield party, tuple((actor, doubt[actor]) for actor in behind if doubt.get(actor, 0.0) > 0)


def _settled(case: Case, network: Network, settle: Settle, types: TypeRows, threads: int) -> Settled:
    """The types of all, settled in one go."""
    batch = batch_of(case, network, types.paths, types.values)
    structure, numbers = bargainers(network.structure, batch)
    # A type is settled as if every deal were made that is there: how likely that is is what is asked.
    structure = structure._replace(unsure=np.zeros_like(structure.unsure))
    numbers = numbers._replace(chance=np.ones_like(numbers.chance))
    answers = settle(structure, numbers, (1 << len(network.talks)) - 1, threads, False)
    return Settled.of(structure, numbers, answers)


def _found(
    settled: Settled, types: TypeRows, talk: int, seatings: Sequence[Sequence[tuple[int, Doubts]]]
) -> list[Found]:
    """What private numbers make of a talk, for each spread of the types of those who sit at it."""
    parties = [party for party, _ in seatings[0]]
    two = len(parties) == 2
    if not settled.answers.agreed[0] >> talk & 1:
        return [Found(np.nan, np.nan, np.nan, NO_ZONE)] * len(seatings)
    curve = curve_of(settled, talk, *parties) if two else None
    if two and curve is None:
        return [Found(np.nan, np.nan, np.nan, FLAT)] * len(seatings)
    levels = candidates_of(settled, talk, parties) if curve is None else curve.points
    power, found = settled.numbers.power[0, talk, parties], []
    for seated in seatings:
        gains = [gains_at(settled, talk, party, levels, types.rows[whose]) for party, whose in seated]
        if all((gain >= 0).all() for gain in gains):
            found.append(Found(1.0, 1.0, 1.0, NOBODY_REFUSES))
        elif curve is None:
            zone, deal = several_chances(gains, power)
            found.append(Found(zone, np.nan, deal))
        else:
            found.append(_of_two(curve, gains[0], gains[1], power))
    return found


def _of_two(curve: Curve, first: Floats, second: Floats, power: Floats) -> Found:
    """What private numbers make of a talk of two, from what their types gain along the curve."""
    points = reservation_points(curve, first, True), reservation_points(curve, second, False)
    offer = offered_chance(curve.shares, (first, second), points, power)
    return Found(zone_chance(*points), mediated_chance(*points), offer)
