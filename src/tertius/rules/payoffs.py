"""What levels and agreements are worth to an actor: its expected payoff, whole, term by term, and in many draws.

With levels x_k as fractions of their scale, actor i's payoff is, in points,

    V_i = sum_k s_ik E(1 - |x_k - p_ik|^a) + sum_n w_n (1 - E prod_k (1 - q_nk x_k)) - damage suffered - cost borne

where the deal of talk t stands with probability sigma_t, and else its issues are at their references. The terms say
where a gain or a loss comes from; they add up to `Settlement.payoffs`.

Luck comes in four kinds, each independent of every other. A talk t takes place with probability h_t, its `chance`; one
that was made to fail did. An agreed talk that takes place comes about with probability `made[t]`. A link l from u to t
fires with its probability p_l if u took place and did not come about, or if its deal falls short of what the link
demands. A party delivers an issue that it supplies with probability `keeps`. A deal stands if it came about and no link
brought it down:

    sigma_t = h_t made_t prod_u (h_u made_u prod_{l short} (1 - p_l) + h_u (1 - made_u) prod_l (1 - p_l) + 1 - h_u)

A threat fires if its talk took place, and its deal does not stand, or falls short. Talks of which a need has sources
may hang on the same luck, so its expectation is taken over every outcome of it.

Links and threats are commitments: a settlement takes them at their stated probability. By itself a holder carries one
out, once the talk has failed, only if that leaves it no worse off than letting it pass: `commitments_of`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TypeVar

from tertius.case.entries import Demand
from tertius.case.model import Case, Link, Threat, supplier_of
from tertius.case.parse.quantity import Quantity
from tertius.rules.arrays import SURE, Floats, Network, Numbers
from tertius.rules.settlement import Settlement
from tertius.voting.ballots import pass_chance

Number = TypeVar("Number", float, Floats)
"""A number, or the same in many draws."""

Levels = Mapping[str, float]
Agreements = Mapping[str, bool]
Chances = Mapping[str, float]

Outcome = Mapping[str, bool | None]
"""Whether the deal of each talk came about; None if the talk did not take place."""

NO_LUCK: Chances = MappingProxyType({})
"""Every agreed talk comes about."""

REACHED = 1e-7
"""How far short of a demand a level may stop, as a share of its scale, and still reach it."""

Account = dict[tuple[str, str], float]
"""(kind, id) -> points; kinds are ``stance`` (an issue), ``need``, ``damage`` and ``cost`` (a threat)."""


def fraction_of(case: Case, issue: str, level: Number) -> Number:
    """Where a level lies on the scale of its issue, from 0 to 1."""
    low, high = case.issues[issue].scale
    return (level - low) / (high - low)


def on_scale(case: Case, issue: str, fraction: Number) -> Number:
    """The level at a fraction of the scale of an issue."""
    low, high = case.issues[issue].scale
    return low + (high - low) * fraction


def closeness(level: Number, position: Number, curvature: float) -> Number:
    """1 - |x - p|^a: what a level is worth to who wants p, as a share of the salience. Numbers, or arrays of one shape.

    Args:
        level: x, in [0, 1].
        position: p, in [0, 1].
        curvature: a >= 1.
    """
    near: Number = 1 - abs(level - position) ** curvature
    return near


def expected(stands: Number, agreed: Number, reference: Number) -> Number:
    """Sigma f(x) + (1 - sigma) f(reference): what a deal is worth that stands with probability sigma."""
    return stands * agreed + (1 - stands) * reference


def payoff_terms(settlement: Settlement, actor: str, if_made: str = "", case: Case | None = None) -> Account:
    """The payoff of one actor in a settlement by its terms, in its points; they add up to its payoff.

    The levels of a settlement with side promises are means over what is kept: what the payoffs differ from those at
    these levels is a term of its own.

    Args:
        settlement: The settlement.
        actor: The actor.
        if_made: A talk whose deal is taken to come about: then they add up to `Settlement.if_made`.
        case: The case with other numbers, of which the same levels and agreements are weighed.
    """
    account = _account(_deals_of(settlement, if_made, case), actor)
    if settlement.promised:
        whole = settlement.if_made[if_made][actor] if if_made else settlement.payoffs[actor]
        account["promise", "kept"] = whole - sum(account.values())
    return account


def payoff_of(
    case: Case,
    levels: Levels,
    agreements: Agreements,
    actor: str,
    chances: Chances,
    made: Chances = NO_LUCK,
    failed: Collection[str] = (),
) -> float:
    """The expected payoff of one actor, in its points.

    Args:
        case: The case.
        levels: Where each issue settles if its deal stands, on its own scale.
        agreements: Whether each talk ends in agreement.
        actor: The actor.
        chances: The probability of each link.
        made: With which probability each agreed talk comes about if it takes place; 1 for those not named.
        failed: The talks that were made to fail.
    """
    return sum(_account(_Deals(case, levels, agreements, chances, made, failed=failed), actor).values())


def payoffs_of_decision(case: Case, levels: Levels) -> dict[str, float]:
    """What a decision is worth to each actor: the payoffs of a case in which every issue stands where it fell."""
    issues = {
        ident: issue.model_copy(update={"level": Quantity(levels[ident], levels[ident])})
        for ident, issue in case.issues.items()
    }
    decided, chances = case.model_copy(update={"issues": issues}), chances_of(case)
    return {actor: payoff_of(decided, levels, {}, actor, chances) for actor in case.actors}


def payoffs_of_draws(case: Case, network: Network, numbers: Numbers, levels: Floats) -> Floats:
    """(D, I) the payoffs of a case without talks in many draws, in points.

    Args:
        case: The case.
        network: Its network.
        numbers: The numbers in each draw.
        levels: (D, K) where each issue is decided, in [0, 1].
    """
    payoffs: Floats = (numbers.salience * closeness(levels[:, None, :], numbers.position, case.curvature)).sum(axis=2)
    for n, i in enumerate(network.structure.need_actor):
        payoffs[:, i] += numbers.weight[:, n] * (1 - (1 - numbers.cover[:, n] * levels).prod(axis=1))
    return payoffs


def chances_of(case: Case) -> dict[str, float]:
    """The probability of every link."""
    return {ident: link_chance(link) for ident, link in case.links.items()}


def loss_of(settled: Settlement, broken: Settlement, actor: str) -> Account:
    """What the actor loses from one settlement to the other, by term; a gain is negative."""
    before, after = payoff_terms(settled, actor), payoff_terms(broken, actor)
    return {term: before.get(term, 0.0) - after.get(term, 0.0) for term in before | after}


def standing(settlement: Settlement, talk: str) -> float:
    """sigma_t, P(the deal stands): 0 if it is not agreed, else made_t prod over fired links (1 - p)."""
    return _deals_of(settlement).stands(talk)


def stands_of(
    case: Case,
    levels: Levels,
    agreements: Agreements,
    talk: str,
    chances: Chances,
    made: Chances = NO_LUCK,
    failed: Collection[str] = (),
) -> float:
    """sigma_t at given levels, agreements and probabilities, as `payoff_of` takes them."""
    return _Deals(case, levels, agreements, chances, made, failed=failed).stands(talk)


def made_of(settlement: Settlement) -> dict[str, float]:
    """With which probability each agreed talk comes about, given that some deal suits all."""
    return {talk: chance.made for talk, chance in settlement.chances.items()}


def falls_short(case: Case, levels: Levels, unless: Mapping[str, Demand]) -> bool:
    """Whether a deal at these levels stops short of a demand: one above the reference is reached from there upwards."""
    return any(not _reaches(case, issue, levels[issue], demand) for issue, demand in unless.items())


def _reaches(case: Case, issue: str, level: float, demand: Demand) -> bool:
    asked = demand.level.on(case.issues[issue].scale).middle
    found, wanted, reference = (fraction_of(case, issue, x) for x in (level, asked, case.reference(issue)))
    return found >= wanted - REACHED if wanted > reference else found <= wanted + REACHED


def _deals_of(settlement: Settlement, if_made: str = "", case: Case | None = None) -> _Deals:
    case = settlement.case if case is None else case
    failed, made = settlement.settings.get("without", ()), made_of(settlement)
    if if_made:  # its parties bargain knowing that it takes place
        failed, made = (*failed, if_made), {**made, if_made: 1.0}
    return _Deals(case, settlement.levels, settlement.agreements, chances_of(case), made, settlement.season, failed)


@dataclass(frozen=True)
class _Deals:
    """Deals of all talks, and on what luck they hang: the arguments of `payoff_of`."""

    case: Case
    levels: Levels
    agreements: Agreements
    chances: Chances
    made: Chances
    season: int = 0
    failed: Collection[str] = ()

    def occurs(self, talk: str) -> float:
        """P(the talk takes place): one that was made to fail did."""
        return 1.0 if talk in self.failed else self.case.talks[talk].takes_place

    def luck(self, talk: str) -> float:
        """P(the deal of the talk comes about)."""
        return self.occurs(talk) * self.made.get(talk, 1.0) if self.agreements[talk] else 0.0

    def missed(self, talk: str) -> float:
        """P(the talk takes place, and its deal does not come about)."""
        return self.occurs(talk) - self.luck(talk)

    def stands(self, talk: str) -> float:
        """sigma_t: every talk that may bring this one down has a luck of its own."""
        into = self._links_into(talk)
        sure = prod((1 - self.chances[ident] for ident, link in into if self._fires_surely(link)), start=1.0)
        sigma = self.luck(talk) * sure
        open_links = [(ident, link) for ident, link in into if not self._fires_surely(link)]
        for other in dict.fromkeys(link.if_fails for _, link in open_links):
            from_other = [(ident, link) for ident, link in open_links if link.if_fails == other]
            unmade = prod(1 - self.chances[ident] for ident, _ in from_other)
            short = prod((1 - self.chances[ident] for ident, link in from_other if self._is_short(link)), start=1.0)
            sigma *= self.luck(other) * short + self.missed(other) * unmade + (1 - self.occurs(other))
        return sigma

    def stands_given(self, talk: str, came: Outcome) -> float:
        """sigma_t where the luck of all talks that matter to it is known."""
        fired = (
            ident
            for ident, link in self._links_into(talk)
            if came[link.if_fails] is False or (came[link.if_fails] and self._is_short(link))
        )
        return prod((1 - self.chances[ident] for ident in fired), start=1.0) if came[talk] else 0.0

    def _links_into(self, talk: str) -> list[tuple[str, Link]]:
        return [(ident, link) for ident, link in self.case.links.items() if link.then_falls == talk]

    def _fires_surely(self, link: Link) -> bool:
        """Whether a link fires whatever the luck of the talk that sets it off."""
        sure = self.occurs(link.if_fails) == 1
        return sure and (self.luck(link.if_fails) == 0 or self._is_short(link))

    def _is_short(self, link: Link) -> bool:
        return falls_short(self.case, self.levels, link.unless)

    def outcomes(self, talks: Iterable[str]) -> Iterator[tuple[float, Outcome]]:
        """Every outcome of the luck on which some talks hang, with its probability: which of them came about."""
        named = list(talks)
        sources = [link.if_fails for talk in named for _, link in self._links_into(talk)]
        mattering = list(dict.fromkeys([*named, *sources]))
        ways = [self._ways(talk) for talk in mattering]
        for came in product(*ways):
            weight = prod((ways[place][way] for place, way in enumerate(came)), start=1.0)
            yield weight, dict(zip(mattering, came, strict=True))

    def _ways(self, talk: str) -> dict[bool | None, float]:
        """What may become of a talk, each with its probability."""
        luck, missed, absent = self.luck(talk), self.missed(talk), 1 - self.occurs(talk)
        return {way: chance for way, chance in ((True, luck), (False, missed), (None, absent)) if chance > 0}

    def of_issue(self, issue: str, actor: str) -> tuple[float, float, float]:
        """The level if the deal stands and if not, as fractions of the scale; P(it is delivered, as to the actor)."""
        level = fraction_of(self.case, issue, self.levels[issue])
        reference = fraction_of(self.case, issue, self.case.reference(issue, self.season))
        return level, reference, delivery_of(self.case, issue, actor)


def delivery_of(case: Case, issue: str, actor: str) -> float:
    """P(the issue is delivered once its deal stands), for an actor: 1, unless a party that supplies it may not."""
    talk = case.talk_of(issue)
    supplier = supplier_of(case, issue, actor)
    if talk is None or supplier == actor or supplier not in case.talks[talk].keeps:
        return 1.0
    return case.talks[talk].keeps[supplier].probability.middle


def _account(deals: _Deals, actor: str) -> Account:
    """The terms of V_i; an issue outside every talk stands at its reference."""
    case = deals.case
    sigma: dict[str | None, float] = {None: 0.0}
    sigma |= {talk: deals.stands(talk) for talk in case.talks}
    account: Account = {}
    for issue, stance in case.stances.get(actor, {}).items():
        wanted = fraction_of(case, issue, stance.position.on(case.issues[issue].scale).middle)
        level, reference, kept = deals.of_issue(issue, actor)
        agreed, stays = (closeness(x, wanted, case.curvature) for x in (level, reference))
        worth = stance.salience.middle * expected(sigma[case.talk_of(issue)], expected(kept, agreed, stays), stays)
        account["stance", issue] = float(worth)
    for ident, need in case.needs.items():
        if need.actor == actor:
            account["need", ident] = need.weight.middle * (1 - _uncovered(deals, ident))
    for ident, threat in case.threats.items():
        short = falls_short(case, deals.levels, threat.unless)
        unharmed = 0.0 if short else sigma[threat.if_fails]
        fires = (deals.occurs(threat.if_fails) - unharmed) * strike_chance(case, threat)
        if threat.target == actor:
            account["damage", ident] = -threat.damage.middle * fires
        if threat.holder == actor:
            account["cost", ident] = -threat.cost.middle * fires
    return account


def _uncovered(deals: _Deals, ident: str) -> float:
    """E prod_k (1 - q_nk x_k), the share of a need that nothing covers."""
    case, need = deals.case, deals.case.needs[ident]
    sources: dict[str | None, list[tuple[float, float]]] = {}  # what each leaves uncovered, by talk
    for issue, cover in need.covered_by.items():
        level, reference, kept = deals.of_issue(issue, need.actor)
        agreed, stays = (1 - cover.share.middle * x for x in (level, reference))
        sources.setdefault(case.talk_of(issue), []).append((expected(kept, agreed, stays), stays))
    left = {talk: tuple(prod(part) for part in zip(*parts, strict=True)) for talk, parts in sources.items()}
    mean = 0.0
    for weight, came in deals.outcomes(talk for talk in left if talk is not None):
        uncovered = 1.0
        for talk, (agreed, stays) in left.items():  # the luck known, each deal stands or falls on its own
            uncovered *= expected(0.0 if talk is None else deals.stands_given(talk, came), agreed, stays)
        mean += weight * uncovered
    return mean


def commitments_of(
    case: Case, broken: Mapping[str, tuple[Levels, Agreements]], made: Chances = NO_LUCK, season: int = 0
) -> dict[str, float]:
    """What carrying out each link and threat would bring its holder, in its points; below zero: not credible.

    Of a link that is V_holder if the linked talk falls for certain, less V_holder if the link is let go.

    Args:
        case: The case.
        broken: For each talk, the levels and agreements if it breaks down and the others have settled anew.
        made: With which probability each agreed talk comes about; 1 for those not named.
        season: That in which the talks settle: what comes without a deal may have moved until then.
    """
    chances, worth = chances_of(case), {}
    for ident, link in case.links.items():
        outcome, failed = broken[link.if_fails], (link.if_fails,)
        falls, stands = (
            sum(_account(_Deals(case, *outcome, {**chances, ident: p}, made, season, failed), link.holder).values())
            for p in (1.0, 0.0)
        )
        worth[ident] = falls - stands
    return worth | {ident: 0.0 - threat.cost.middle for ident, threat in case.threats.items()}


def link_chance(link: Link) -> float:
    """P(the link brings its talk down), at the middle.

    Certainty is taken as a hair less: a talk that is sure to fall is settled as one that is all but sure to,
    so that its levels mean something.
    """
    return min(link.probability.middle, SURE)


def strike_chance(case: Case, threat: Threat) -> float:
    """P(the threat is carried out, once its talk has failed): credibility x P(its body passes it)."""
    if threat.authorised_by is None:
        return threat.credibility.middle
    passes = pass_chance(case.bodies[threat.authorised_by])
    return 0.0 if passes is None else threat.credibility.middle * passes
