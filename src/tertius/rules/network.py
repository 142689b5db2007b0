"""A case as arrays: what the kernels of the network rules work on.

Symbols: I actors, K issues, T talks, N needs, L links, H threats. Levels are fractions of their scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case, Link, Threat
from tertius.draws import believed_middles
from tertius.rules.beliefs import beliefs_that_count, in_arrays, rows_of_beliefs
from tertius.voting.ballots import pass_chance

__all__ = [
    "Network",
    "Numbers",
    "Structure",
    "link_chance",
    "movable_issues",
    "network_of",
    "ranges_of",
    "strike_chance",
]

NASH, KALAI_SMORODINSKY, EGALITARIAN = range(3)
CODES = {"nash": NASH, "kalai-smorodinsky": KALAI_SMORODINSKY, "egalitarian": EGALITARIAN}

SURE = 1 - 1e-6
"""The highest probability that a link is taken at."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Structure(NamedTuple):
    """Who is where: what no draw changes.

    Attributes:
        curvature: Exponent a >= 1 of the loss from distance.
        issue_talk: (K,) talk of each issue; -1 for an issue outside every talk.
        party: (T, I) whether the actor sits at the table.
        solution: (T,) NASH, KALAI_SMORODINSKY or EGALITARIAN: what a talk settles at.
        need_actor: (N,) whose need it is.
        link_from: (L,) the talk whose breakdown sets the link off.
        link_to: (L,) the talk that it brings down.
        threat_talk: (H,) the talk whose breakdown sets the threat off.
        threat_holder: (H,) who threatens.
        threat_target: (H,) who is hurt.
        as_one: (T, I) weight of the actor in the party that several form in this talk; 0 for all others.
        doubt_actor: (W,) an actor that takes a link to be something else than it is.
        doubt_link: (W,) that link.
        belief: (B, 4) what the parties of a talk take to be something else than it is: the talk, the kind of number
            (POSITION and so on), its row and its column.
    """

    curvature: float
    issue_talk: Ints
    party: Flags
    solution: Ints
    need_actor: Ints
    link_from: Ints
    link_to: Ints
    threat_talk: Ints
    threat_holder: Ints
    threat_target: Ints
    as_one: Floats
    doubt_actor: Ints
    doubt_link: Ints
    belief: Ints


class Numbers(NamedTuple):
    """The numbers of one draw (a batch has a leading axis of draws).

    Attributes:
        reference: (K,) level without agreement, or standing level, in [0, 1].
        position: (I, K) level the actor wants most, in [0, 1].
        salience: (I, K) points it stands to lose; 0 without a stance.
        weight: (N,) points of the need.
        cover: (N, K) share of the need that the issue covers at the top of its scale.
        link: (L,) probability of the link.
        damage: (H,) points the target loses.
        cost: (H,) points the holder loses.
        strike: (H,) probability that the threat is carried out: credibility x P(its body passes it).
        power: (T, I) bargaining power; 0 for actors that are not parties.
        range: (I,) R_i of the base case: the unit in which shares are given.
        doubt: (W,) probability of the link, as the actor takes it to be.
        belief: (B,) what the parties of the talk take the number to be.
    """

    reference: Floats
    position: Floats
    salience: Floats
    weight: Floats
    cover: Floats
    link: Floats
    damage: Floats
    cost: Floats
    strike: Floats
    power: Floats
    range: Floats
    doubt: Floats
    belief: Floats


@dataclass(frozen=True)
class Network:
    """A case as arrays, with the names of the rows, and the solution of the talks that name none."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    talks: tuple[str, ...]
    needs: tuple[str, ...]
    links: tuple[str, ...]
    threats: tuple[str, ...]
    structure: Structure
    numbers: Numbers
    solution: str = "nash"


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
    from tertius.rules.deputies import with_deputies

    return with_deputies(case, network)


def ranges_of(curvature: float, need_actor: Ints, numbers: Numbers) -> Floats:
    """R_i = sum_k s_ik max(p, 1-p)^a + sum_n w_n (1 - prod_k (1 - q_nk)), in points of actor i."""
    farthest = np.maximum(numbers.position, 1 - numbers.position) ** curvature
    ranges: Floats = (numbers.salience * farthest).sum(axis=1)
    np.add.at(ranges, need_actor, numbers.weight * (1 - (1 - numbers.cover).prod(axis=1)))
    return ranges


def movable_issues(structure: Structure, numbers: Numbers) -> Flags:
    """(K,) whether a settlement can move the issue.

    A party of its talk cares about it, and some party that a level of the talk touches has power there.
    """
    cares = numbers.salience > 0
    for need, actor in enumerate(structure.need_actor):
        cares[actor] |= numbers.weight[need] * numbers.cover[need] > 0
    movable = np.zeros(structure.issue_talk.size, dtype=np.bool_)
    for talk, party in enumerate(structure.party):
        here = structure.issue_talk == talk
        touched = party & cares[:, here].any(axis=1)
        if np.any(numbers.power[talk, touched] > 0):
            movable |= here & cares[party].any(axis=0)
    return movable


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
