"""What levels and agreements are worth to an actor: its expected payoff, whole, term by term, and in many draws.

With levels x_k as fractions of their scale, actor i's payoff is, in points,

    V_i = sum_k s_ik E(1 - |x_k - p_ik|^a) + sum_n w_n (1 - E prod_k (1 - q_nk x_k)) - damage suffered - cost borne

where the deal of talk t stands with probability sigma_t, and else its issues are at their references. The terms say
where a gain or a loss comes from; they add up to `Settlement.payoffs`.

Links and threats are commitments: a settlement takes them at their stated probability. By itself a holder carries one
out, once the talk has failed, only if that leaves it no worse off than letting it pass: `commitments_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import TypeVar

from tertius.case.model import Case, Link, Threat
from tertius.case.parse.quantity import Quantity
from tertius.rules.arrays import SURE, Floats, Network, Numbers
from tertius.rules.settlement import Settlement
from tertius.voting.ballots import pass_chance

Number = TypeVar("Number", float, Floats)
"""A number, or the same in many draws."""

Levels = Mapping[str, float]
Agreements = Mapping[str, bool]
Chances = Mapping[str, float]

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


def payoff_terms(settlement: Settlement, actor: str) -> Account:
    """The payoff of one actor in a settlement by its terms, in its points; they add up to its payoff."""
    case = settlement.case
    return _account(case, settlement.levels, settlement.agreements, actor, chances_of(case))


def payoff_of(case: Case, levels: Levels, agreements: Agreements, actor: str, chances: Chances) -> float:
    """The expected payoff of one actor at given levels, agreements and probabilities of links, in its points."""
    return sum(_account(case, levels, agreements, actor, chances).values())


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
    return {term: before[term] - after[term] for term in before}


def standing(settlement: Settlement, talk: str) -> float:
    """sigma_t, P(the deal stands): 0 if it is not agreed, else prod over failed talks' links (1 - p)."""
    return stands_of(settlement.case, settlement.agreements, talk, chances_of(settlement.case))


def stands_of(case: Case, agreements: Agreements, talk: str, chances: Chances) -> float:
    """sigma_t at given agreements and probabilities of links."""
    if not agreements[talk]:
        return 0.0
    links = case.links.items()
    fired = [ident for ident, link in links if link.then_falls == talk and not agreements[link.if_fails]]
    return prod((1 - chances[ident] for ident in fired), start=1.0)


def _account(case: Case, levels: Levels, agreements: Agreements, actor: str, chances: Chances) -> Account:
    """The terms of V_i; an issue outside every talk stands at its reference."""
    sigma: dict[str | None, float] = {None: 0.0}
    sigma |= {talk: stands_of(case, agreements, talk, chances) for talk in case.talks}

    def outcomes(issue: str) -> tuple[float, float]:
        """The level if the deal stands and if it does not, as fractions of the scale."""
        return fraction_of(case, issue, levels[issue]), fraction_of(case, issue, case.reference(issue))

    account: Account = {}
    for issue, stance in case.stances.get(actor, {}).items():
        wanted = fraction_of(case, issue, stance.position.on(case.issues[issue].scale).middle)
        agreed, stays = (closeness(level, wanted, case.curvature) for level in outcomes(issue))
        worth = stance.salience.middle * expected(sigma[case.talk_of(issue)], agreed, stays)
        account["stance", issue] = float(worth)
    for ident, need in case.needs.items():
        if need.actor == actor:
            sources: dict[str | None, list[tuple[float, float]]] = {}  # what each leaves uncovered, by talk
            for issue, cover in need.covered_by.items():
                left = [1 - cover.share.middle * level for level in outcomes(issue)]
                sources.setdefault(case.talk_of(issue), []).append((left[0], left[1]))
            uncovered = 1.0
            for talk, parts in sources.items():  # each deal stands or falls on its own
                uncovered *= expected(sigma[talk], *(prod(part) for part in zip(*parts, strict=True)))
            account["need", ident] = need.weight.middle * (1 - uncovered)
    for ident, threat in case.threats.items():
        fires = (1 - sigma[threat.if_fails]) * strike_chance(case, threat)
        if threat.target == actor:
            account["damage", ident] = -threat.damage.middle * fires
        if threat.holder == actor:
            account["cost", ident] = -threat.cost.middle * fires
    return account


def commitments_of(case: Case, broken: Mapping[str, tuple[Levels, Agreements]]) -> dict[str, float]:
    """What carrying out each link and threat would bring its holder, in its points; below zero: not credible.

    Of a link that is V_holder if the linked talk falls for certain, less V_holder if the link is let go.

    Args:
        case: The case.
        broken: For each talk, the levels and agreements if it breaks down and the others have settled anew.
    """
    chances, worth = chances_of(case), {}
    for ident, link in case.links.items():
        outcome = broken[link.if_fails]
        falls, stands = (payoff_of(case, *outcome, link.holder, {**chances, ident: chance}) for chance in (1.0, 0.0))
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
