"""A case as arrays: what the kernels of the network rules work on.

Symbols: I actors, K issues, T talks, N needs, L links, H threats. Levels are fractions of their scale.
"""

from __future__ import annotations

import numpy as np

from tertius.case.model import Case
from tertius.draws import believed_middles
from tertius.rules.arrays import CODES, SURE, Floats, Ints, Network, Numbers, Structure, ranges_of
from tertius.rules.bargaining.perceived import beliefs_that_count, in_arrays, rows_of_beliefs
from tertius.rules.payoffs import link_chance, strike_chance


def network_of(case: Case, solution: str = "nash", base: Case | None = None) -> Network:
    """The network of a checked case, every number at its middle.

    Args:
        case: The case.
        solution: Key of the solution of the talks that name none.
        base: The case whose ranges are the unit, if `case` is a draw of it.
    """
    actors, issues, talks = list(case.actors), list(case.issues), list(case.talks)
    structure = _structure_of(case, solution, actors, issues, talks)
    numbers = _numbers_of(case, structure.curvature, actors, issues, talks)
    if base is not None:
        numbers = numbers._replace(range=network_of(base).numbers.range[: len(actors)])
    network = Network(
        actors=tuple(case.actors),
        issues=tuple(case.issues),
        talks=tuple(case.talks),
        needs=tuple(case.needs),
        links=tuple(case.links),
        threats=tuple(case.threats),
        structure=structure,
        numbers=numbers,
        solution=solution,
    )
    if all(talk.rule is None for talk in case.talks.values()):
        return network
    from tertius.rules.bargaining.decided_talks import with_deputies

    return with_deputies(case, network)


def _structure_of(case: Case, solution: str, actors: list[str], issues: list[str], talks: list[str]) -> Structure:
    party = np.zeros((len(talks), len(actors)), dtype=np.bool_)
    as_one = np.zeros(party.shape)
    for row, talk in enumerate(case.talks.values()):
        party[row, [actors.index(name) for name in talk.parties]] = True
        as_one[row, [actors.index(name) for name in talk.as_one]] = list(talk.as_one.values())

    def rows(names: list[str], known: list[str]) -> Ints:
        return np.array([known.index(name) for name in names], dtype=np.int64)

    table = [case.talk_of(issue) for issue in issues]
    links, threats = list(case.links.values()), list(case.threats.values())
    return Structure(
        curvature=float(case.curvature),
        issue_talk=np.array([-1 if talk is None else talks.index(talk) for talk in table], dtype=np.int64),
        party=party,
        solution=np.array([CODES[talk.solution or solution] for talk in case.talks.values()], dtype=np.int64),
        need_actor=rows([need.actor for need in case.needs.values()], actors),
        link_from=rows([link.if_fails for link in links], talks),
        link_to=rows([link.then_falls for link in links], talks),
        threat_talk=rows([threat.if_fails for threat in threats], talks),
        threat_holder=rows([threat.holder for threat in threats], actors),
        threat_target=rows([threat.target for threat in threats], actors),
        as_one=as_one,
        doubt_actor=np.empty(0, np.int64),
        doubt_link=np.empty(0, np.int64),
        belief=rows_of_beliefs(case),
    )


def _numbers_of(case: Case, curvature: float, actors: list[str], issues: list[str], talks: list[str]) -> Numbers:
    position, salience = _stances_of(case, actors, issues)
    needs, threats = list(case.needs.values()), list(case.threats.values())
    cover = np.zeros((len(needs), len(issues)))
    for row, need in enumerate(needs):
        for issue, part in need.covered_by.items():
            cover[row, issues.index(issue)] = part.share.middle
    numbers = Numbers(
        reference=np.array([_fraction(case, issue, case.reference(issue)) for issue in issues], dtype=np.float64),
        position=position,
        salience=salience,
        weight=np.array([need.weight.middle for need in needs], dtype=np.float64),
        cover=cover,
        link=np.array([link_chance(link) for link in case.links.values()], dtype=np.float64),
        damage=np.array([threat.damage.middle for threat in threats], dtype=np.float64),
        cost=np.array([threat.cost.middle for threat in threats], dtype=np.float64),
        strike=np.array([strike_chance(case, threat) for threat in threats], dtype=np.float64),
        power=_powers_of(case, actors, talks),
        range=np.zeros(len(actors)),
        doubt=np.empty(0),
        belief=_believed_of(case),
    )
    need_actor = np.array([actors.index(need.actor) for need in needs], dtype=np.int64)
    return numbers._replace(range=ranges_of(curvature, need_actor, numbers))


def _stances_of(case: Case, actors: list[str], issues: list[str]) -> tuple[Floats, Floats]:
    position = np.zeros((len(actors), len(issues)))
    salience = np.zeros_like(position)
    for actor, stances in case.stances.items():
        for issue, stance in stances.items():
            cell = actors.index(actor), issues.index(issue)
            position[cell] = _fraction(case, issue, stance.position.on(case.issues[issue].scale).middle)
            salience[cell] = stance.salience.middle
    return position, salience


def _powers_of(case: Case, actors: list[str], talks: list[str]) -> Floats:
    power = np.zeros((len(talks), len(actors)))
    for row, talk in enumerate(case.talks.values()):
        for name in talk.parties:
            power[row, actors.index(name)] = talk.power[name].power.middle if name in talk.power else 1.0
    return power


def _fraction(case: Case, issue: str, level: float) -> float:
    """Where a level lies on its scale, from 0 to 1."""
    low, high = case.issues[issue].scale
    return (level - low) / (high - low)


def _believed_of(case: Case) -> Floats:
    """(B,) what the parties of talks take numbers to be, as the arrays hold them."""
    believed, middles = [], believed_middles(case)
    for ident, belief in beliefs_that_count(case).items():
        number = np.array([middles[ident]])
        believed += [in_arrays(case, belief, number, SURE)] * len(belief.talks)
    return np.concatenate(believed) if believed else np.empty(0)
