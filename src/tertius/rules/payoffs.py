"""An actor's expected payoff, term by term: the account that says where a gain or a loss comes from.

The terms are those of the payoff V_i of the network model; they add up to `Settlement.payoffs`.

Whether a holder would carry out its link or threat once the talk has failed.

Links and threats are commitments: the settlement takes them at their stated probability. By itself a holder
carries one out only if that leaves it no worse off than letting it pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from tertius.case.model import Case, Issue, Link, Need, Stance, Threat
from tertius.rules.arrays import SURE
from tertius.rules.settlement import Settlement
from tertius.voting.ballots import pass_chance

Levels = Mapping[str, float]


Agreements = Mapping[str, bool]


Chances = Mapping[str, float]


Account = dict[tuple[str, str], float]
"""(kind, id) -> points; kinds are ``stance`` (an issue), ``need``, ``damage`` and ``cost`` (a threat)."""


def payoff_terms(settlement: Settlement, actor: str) -> Account:
    """The payoff of one actor in a settlement by its terms, in its points; they add up to its payoff."""
    case = settlement.case
    return _account(case, settlement.levels, settlement.agreements, actor, chances_of(case))


def payoff_of(case: Case, levels: Levels, agreements: Agreements, actor: str, chances: Chances) -> float:
    """The expected payoff of one actor at given levels, agreements and probabilities of links, in its points."""
    return sum(_account(case, levels, agreements, actor, chances).values())


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


def _account(case: Case, levels: Levels, agreements: Agreements, actor: str, chances: Chances) -> Account:
    """V_i = sum_k s_ik E(1 - |x_k - p_ik|^a) + sum_n w_n (1 - E prod_k (1 - q_nk x_k)) - damage - cost."""
    sigma = {talk: stands_of(case, agreements, talk, chances) for talk in case.talks}
    account: Account = {}
    for issue, stance in case.stances.get(actor, {}).items():
        account["stance", issue] = _stance_term(case, levels, sigma, issue, stance)
    for ident, need in case.needs.items():
        if need.actor == actor:
            account["need", ident] = _need_term(case, levels, sigma, need)
    for ident, threat in case.threats.items():
        fires = (1 - sigma[threat.if_fails]) * strike_chance(case, threat)
        if threat.target == actor:
            account["damage", ident] = -threat.damage.middle * fires
        if threat.holder == actor:
            account["cost", ident] = -threat.cost.middle * fires
    return account


def stands_of(case: Case, agreements: Agreements, talk: str, chances: Chances) -> float:
    """sigma_t at given agreements and probabilities of links."""
    if not agreements[talk]:
        return 0.0
    links = case.links.items()
    fired = [ident for ident, link in links if link.then_falls == talk and not agreements[link.if_fails]]
    return prod((1 - chances[ident] for ident in fired), start=1.0)


def _fraction(entry: Issue, level: float) -> float:
    low, high = entry.scale
    return (level - low) / (high - low)


def _outcomes(case: Case, levels: Levels, issue: str) -> tuple[float, float]:
    """The level if the deal stands and if it does not, as fractions of the scale."""
    entry = case.issues[issue]
    return _fraction(entry, levels[issue]), _fraction(entry, case.reference(issue))


def _sigma(case: Case, sigma: Mapping[str, float], issue: str) -> float:
    talk = case.talk_of(issue)
    return 0.0 if talk is None else sigma[talk]


def _stance_term(case: Case, levels: Levels, sigma: Mapping[str, float], issue: str, stance: Stance) -> float:
    entry = case.issues[issue]
    wanted = _fraction(entry, stance.position.on(entry.scale).middle)
    agreed, reference = (1 - abs(x - wanted) ** case.curvature for x in _outcomes(case, levels, issue))
    stands = _sigma(case, sigma, issue)
    return float(stance.salience.middle * (stands * agreed + (1 - stands) * reference))


def _need_term(case: Case, levels: Levels, sigma: Mapping[str, float], need: Need) -> float:
    """The need's uncovered part is a product over talks: each deal stands or falls on its own."""
    tables: dict[str | None, list[str]] = {}
    for issue in need.covered_by:
        tables.setdefault(case.talk_of(issue), []).append(issue)
    uncovered = 1.0
    for talk, issues in tables.items():
        shares = [(need.covered_by[issue].share.middle, _outcomes(case, levels, issue)) for issue in issues]
        agreed = prod(1 - share * level for share, (level, _) in shares)
        reference = prod(1 - share * level for share, (_, level) in shares)
        stands = 0.0 if talk is None else sigma[talk]
        uncovered *= stands * agreed + (1 - stands) * reference
    return need.weight.middle * (1 - uncovered)


Standing = tuple[Mapping[str, float], Mapping[str, bool]]
"""Levels by issue, and agreements by talk."""


def commitments_of(case: Case, broken: Mapping[str, Standing]) -> dict[str, float]:
    """What carrying out each link and threat would bring its holder, in its points; below zero: not credible.

    Args:
        case: The case.
        broken: For each talk, the levels and agreements if it breaks down and the others have settled anew.
    """
    links = {ident: _worth_of_link(case, ident, *broken[link.if_fails]) for ident, link in case.links.items()}
    return links | {ident: 0.0 - threat.cost.middle for ident, threat in case.threats.items()}


def _worth_of_link(case: Case, ident: str, levels: Mapping[str, float], agreements: Mapping[str, bool]) -> float:
    """V_holder if the linked talk falls for certain, less V_holder if the link is let go."""
    holder, chances = case.links[ident].holder, chances_of(case)
    falls, stands = (payoff_of(case, levels, agreements, holder, {**chances, ident: chance}) for chance in (1.0, 0.0))
    return falls - stands


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
