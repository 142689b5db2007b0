"""A case as arrays: what the kernels of the network rules work on.

Symbols: I actors, K issues, T talks, N needs, L links, H threats, B beliefs. Levels are fractions of their scale.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tertius.case.model import Case
from tertius.draws import believed_middles
from tertius.rules.arrays import CODES, Ints, Network, Numbers, Structure, ranges_of
from tertius.rules.bargaining.breakdown.electors import with_electors
from tertius.rules.bargaining.breakdown.leaving import closing_rows, refusers_of, seats_of
from tertius.rules.bargaining.breakdown.terms import demand_rows, demanded, drifts_of, keeps_of, power_of_patience
from tertius.rules.bargaining.decided_talks import with_deputies
from tertius.rules.bargaining.perceived import beliefs_that_count, in_arrays, rows_of_beliefs
from tertius.rules.payoffs import fraction_of, link_chance, strike_chance


def network_of(case: Case, solution: str = "nash", base: Case | None = None) -> Network:
    """The network of a checked case, every number at its middle.

    Args:
        case: The case.
        solution: Key of the solution of the talks that name none.
        base: The case whose ranges are the unit, and all that is known of who ratifies, if `case` is a draw of it.
    """
    actors, talks = list(case.actors), list(case.talks)
    links, threats = list(case.links.values()), list(case.threats.values())
    party = np.zeros((len(talks), len(actors)), dtype=np.bool_)
    as_one = np.zeros(party.shape)
    for row, talk in enumerate(case.talks.values()):
        party[row, [actors.index(name) for name in talk.parties]] = True
        as_one[row, [actors.index(name) for name in talk.as_one]] = list(talk.as_one.values())
    talk_rows: dict[str | None, int] = {None: -1} | {talk: row for row, talk in enumerate(talks)}
    structure = Structure(
        curvature=float(case.curvature),
        issue_talk=np.array([talk_rows[case.talk_of(issue)] for issue in case.issues], np.int64),
        party=party,
        solution=_codes_of(case, solution),
        need_actor=np.array([actors.index(need.actor) for need in case.needs.values()], np.int64),
        link_from=np.array([talks.index(link.if_fails) for link in links], np.int64),
        link_to=np.array([talks.index(link.then_falls) for link in links], np.int64),
        threat_talk=np.array([talks.index(threat.if_fails) for threat in threats], np.int64),
        threat_holder=np.array([actors.index(threat.holder) for threat in threats], np.int64),
        threat_target=np.array([actors.index(threat.target) for threat in threats], np.int64),
        as_one=as_one,
        doubt_actor=np.empty(0, np.int64),
        doubt_link=np.empty(0, np.int64),
        belief=rows_of_beliefs(case),
        **demand_rows(case),
        deadline=np.array([int(talk.deadline or 0) for talk in case.talks.values()], np.int64),
        threat_like=np.arange(len(threats)),
        elector_actor=np.empty(0, np.int64),
        elector_talk=np.empty(0, np.int64),
        elector_group=np.empty(0, np.int64),
        unsure=np.array([t.may_be_missed for t in case.talks.values()], np.int64),
        pending=np.zeros(len(talks), np.int64),
        planned=np.array([talk.chance is not None for talk in case.talks.values()], np.int64),
        link_refusers=refusers_of(case, links),
        threat_refusers=refusers_of(case, threats),
        **closing_rows(case),
        given=np.zeros(len(talks), np.int64),
        seat=seats_of(party, as_one),
    )
    numbers = _numbers_of(case)
    if base is None:
        ranges = ranges_of(structure.curvature, structure.need_actor, numbers)
    else:
        ranges = network_of(base).numbers.range[: len(case.actors)]
    network = Network(
        actors=tuple(actors),
        issues=tuple(case.issues),
        talks=tuple(talks),
        needs=tuple(case.needs),
        links=tuple(case.links),
        threats=tuple(case.threats),
        structure=structure,
        numbers=numbers._replace(range=ranges),
        solution=solution,
    )
    return with_electors(case, with_deputies(case, network), case if base is None else base)


def with_solution(case: Case, network: Network, solution: str) -> Network:
    """The network of a case with another solution of the talks that name none."""
    if network.solution == solution:
        return network
    structure = network.structure._replace(solution=_codes_of(case, solution))
    return replace(network, structure=structure, solution=solution)


def _codes_of(case: Case, solution: str) -> Ints:
    """(T,) what each talk settles at."""
    return np.array([CODES[talk.solution or solution] for talk in case.talks.values()], np.int64)


def _numbers_of(case: Case) -> Numbers:
    """The numbers; the ranges are still 0."""
    actors, issues = list(case.actors), list(case.issues)
    needs, threats = list(case.needs.values()), list(case.threats.values())
    position, cover = np.zeros((len(actors), len(issues))), np.zeros((len(needs), len(issues)))
    salience, power = np.zeros_like(position), np.zeros((len(case.talks), len(actors)))
    for actor, stances in case.stances.items():
        for issue, stance in stances.items():
            cell = actors.index(actor), issues.index(issue)
            position[cell] = fraction_of(case, issue, stance.position.on(case.issues[issue].scale).middle)
            salience[cell] = stance.salience.middle
    for row, need in enumerate(needs):
        for issue, part in need.covered_by.items():
            cover[row, issues.index(issue)] = part.share.middle
    for row, talk in enumerate(case.talks.values()):
        for name in talk.parties:
            given = talk.power[name].power.middle if name in talk.power else 1.0
            waits = talk.patience.get(name)
            power[row, actors.index(name)] = given if waits is None else power_of_patience(waits.discount.middle)
    believed, middles = [np.empty(0)], believed_middles(case)
    for ident, belief in beliefs_that_count(case).items():
        believed += [in_arrays(case, belief, np.array([middles[ident]]))] * len(belief.talks)
    return Numbers(
        reference=np.array([fraction_of(case, issue, case.reference(issue)) for issue in issues], np.float64),
        position=position,
        salience=salience,
        weight=np.array([need.weight.middle for need in needs], np.float64),
        cover=cover,
        link=np.array([link_chance(link) for link in case.links.values()], np.float64),
        damage=np.array([threat.damage.middle for threat in threats], np.float64),
        cost=np.array([threat.cost.middle for threat in threats], np.float64),
        strike=np.array([strike_chance(case, threat) for threat in threats], np.float64),
        power=power,
        range=np.zeros(len(actors)),
        doubt=np.empty(0),
        belief=np.concatenate(believed),
        keep=keeps_of(case),
        chance=np.ones(len(case.talks)),
        occurs=np.array([talk.takes_place for talk in case.talks.values()], np.float64),
        demand=demanded(case),
        drift=drifts_of(case),
        wait=np.zeros_like(power),
        later=np.zeros_like(power),
        kept=np.array([promise.kept.middle for promise in case.promises.values()], np.float64),
        voice=np.array([0.0 if case.voice is None else case.voice.middle]),
    )
