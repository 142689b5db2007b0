"""Networks for tests: random ones, ones made by hand from plain dicts, and ones told in other words.

Levels, positions, covers and chances are fractions throughout; payoffs are points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tertius.rules.arrays import CODES, Network, Numbers, Structure, ranges_of

__all__ = [
    "halve_needs",
    "make_network",
    "networks",
    "permute_actors",
    "permute_talks",
    "random_network",
    "rescale_actor",
    "solved_by",
]


def make_network(
    actors: Sequence[str],
    talks: Mapping[str, Mapping[str, Any]],
    stances: Mapping[str, Mapping[str, tuple[float, float]]],
    *,
    standing: Mapping[str, float] | None = None,
    needs: Mapping[str, Mapping[str, Any]] | None = None,
    links: Sequence[tuple[str, str, float]] = (),
    threats: Sequence[Mapping[str, Any]] = (),
    curvature: float = 2.0,
    solution: str = "nash",
    keeps: Mapping[tuple[str, str], float] | None = None,
) -> Network:
    """A network from plain dicts.

    Args:
        actors: Names.
        talks: ``{"arms": {"parties": ["a", "b"], "without_agreement": {"x": 0.25}, "power": {"a": 2}}}``;
            power is 1 where nothing is said.
        stances: ``{"a": {"x": (position, salience)}}``.
        standing: Level of each issue outside every talk, ``{"z": 0.5}``.
        needs: ``{"fuel": {"actor": "a", "weight": 10, "covered_by": {"x": 0.9}}}``.
        links: ``(if_fails, then_falls, probability)``, and the levels that a deal must reach, if any.
        threats: ``{"if_fails", "holder", "target", "damage", "cost", "strike", "unless"}``; cost 0 and strike 1 where
            nothing is said.
        curvature: Exponent of the loss from distance.
        solution: What every talk settles at.
        keeps: Probability that an actor gets what a deal on an issue says.
    """
    standing, needs = dict(standing or {}), dict(needs or {})
    levels = {issue: level for talk in talks.values() for issue, level in talk["without_agreement"].items()}
    levels |= standing
    issues, names = list(levels), list(talks)
    table = {issue: names.index(name) for name in names for issue in talks[name]["without_agreement"]}
    party = np.array([[a in talk["parties"] for a in actors] for talk in talks.values()], dtype=np.bool_)
    power = [[float(talk.get("power", {}).get(a, 1.0)) for a in actors] for talk in talks.values()]

    def places(known: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
        return np.array([list(known).index(name) for name in wanted], dtype=np.int64)

    def column(name: str, default: float = 0.0) -> np.ndarray:
        return np.array([float(threat.get(name, default)) for threat in threats], dtype=np.float64)

    demands = [(row, -1, *one) for row, link in enumerate(links) for one in (link[3] if len(link) > 3 else {}).items()]
    demands += [(-1, row, *one) for row, threat in enumerate(threats) for one in threat.get("unless", {}).items()]
    none = np.empty(0, np.int64)
    structure = Structure(
        curvature=float(curvature),
        issue_talk=np.array([table.get(issue, -1) for issue in issues], dtype=np.int64),
        party=party,
        solution=np.full(len(names), CODES[solution], dtype=np.int64),
        need_actor=places(actors, [need["actor"] for need in needs.values()]),
        link_from=places(names, [link[0] for link in links]),
        link_to=places(names, [link[1] for link in links]),
        threat_talk=places(names, [threat["if_fails"] for threat in threats]),
        threat_holder=places(actors, [threat["holder"] for threat in threats]),
        threat_target=places(actors, [threat["target"] for threat in threats]),
        as_one=np.array(
            [[float(talk.get("as_one", {}).get(a, 0.0)) for a in actors] for talk in talks.values()], dtype=np.float64
        ).reshape(len(names), len(actors)),
        doubt_actor=np.empty(0, np.int64),
        doubt_link=np.empty(0, np.int64),
        belief=np.empty((0, 4), np.int64),
        demand_link=np.array([link for link, _, _, _ in demands], np.int64),
        demand_threat=np.array([threat for _, threat, _, _ in demands], np.int64),
        demand_issue=places(issues, [issue for _, _, issue, _ in demands]),
        demand_side=np.array([1 if level >= levels[issue] else -1 for _, _, issue, level in demands], np.int64),
        threat_like=np.arange(len(threats)),
        elector_actor=none,
        elector_talk=none,
        elector_group=none,
        unsure=np.array(["chance" in talk for talk in talks.values()], np.int64),
        deadline=np.zeros(len(names), np.int64),
        pending=np.zeros(len(names), np.int64),
        planned=np.zeros(len(names), np.int64),
        given=np.zeros(len(names), np.int64),
        seat=seats(party),
        **refused_by_anybody(len(links), len(threats), len(actors)),
    )
    stance = np.array([[stances.get(a, {}).get(k, (0.0, 0.0)) for k in issues] for a in actors], dtype=np.float64)
    cover = [[float(need["covered_by"].get(k, 0.0)) for k in issues] for need in needs.values()]
    numbers = Numbers(
        reference=np.array(list(levels.values()), dtype=np.float64),
        position=stance[:, :, 0].copy(),
        salience=stance[:, :, 1].copy(),
        weight=np.array([float(need["weight"]) for need in needs.values()], dtype=np.float64),
        cover=np.array(cover, dtype=np.float64).reshape(len(needs), len(issues)),
        link=np.array([float(link[2]) for link in links], dtype=np.float64),
        damage=column("damage"),
        cost=column("cost"),
        strike=column("strike", 1.0),
        power=np.where(party, np.array(power, dtype=np.float64), 0.0),
        range=np.zeros(len(actors)),
        doubt=np.empty(0),
        belief=np.empty(0),
        keep=np.array([[float((keeps or {}).get((a, k), 1.0)) for k in issues] for a in actors]).reshape(
            len(actors), len(issues)
        ),
        chance=np.array([float(talk.get("chance", 1.0)) for talk in talks.values()]),
        occurs=np.ones(len(names)),
        demand=np.array([float(level) for _, _, _, level in demands]),
        drift=np.zeros(len(issues)),
        wait=np.zeros(party.shape),
        later=np.zeros(party.shape),
        kept=np.zeros(0),
        voice=np.zeros(1),
    )
    return Network(
        actors=tuple(actors),
        issues=tuple(issues),
        talks=tuple(names),
        needs=tuple(needs),
        links=tuple(f"{cause}-{effect}-{row}" for row, (cause, effect, _) in enumerate(links)),
        threats=tuple(f"threat-{row}" for row in range(len(threats))),
        structure=structure,
        numbers=numbers._replace(range=ranges_of(structure.curvature, structure.need_actor, numbers)),
    )


def seats(party: np.ndarray) -> np.ndarray:
    """Everybody sits at its tables itself."""
    return np.where(party, np.arange(party.shape[1]), -1)


def refused_by_anybody(links: int, threats: int, actors: int) -> dict[str, np.ndarray]:
    """Links and threats that fire whoever refused, and no group that could close a talk alone."""
    return {
        "link_refusers": np.ones((links, actors), np.int64),
        "threat_refusers": np.ones((threats, actors), np.int64),
        "closing_talk": np.empty(0, np.int64),
        "closing_party": np.empty((0, actors), np.int64),
    }


def random_network(rng: np.random.Generator, talks: int | None = None, *, most_issues: int = 2) -> Network:
    """A random network of 1 to 4 talks between 2 to 5 actors, sometimes with a mediator besides.

    Args:
        rng: Where chance comes from.
        talks: How many talks; 1 to 4 by chance if not said.
        most_issues: At most so many issues in a talk; 3 make the grid slow, up to a minute in a bad case.
    """
    count = int(rng.integers(1, 5)) if talks is None else talks
    actors = [f"actor-{i}" for i in range(int(rng.integers(2, 6)))]
    table = {f"talk-{t}": _random_talk(rng, t, actors, most_issues) for t in range(count)}
    standing = {f"standing-{k}": float(rng.random()) for k in range(int(rng.integers(0, 2)))}
    stances = _random_stances(rng, actors, table, list(standing))
    needs = _random_needs(rng, actors, table, list(standing))
    if rng.random() < 0.12:
        actors.append("mediator")
        table[str(rng.choice(list(table)))]["parties"].append("mediator")
    return make_network(
        actors,
        table,
        stances,
        standing=standing,
        needs=needs,
        links=_random_links(rng, list(table)),
        threats=_random_threats(rng, table),
        curvature=float(rng.choice([2.0, 2.0, 2.0, 2.0, 1.5, 3.0])),
    )


def _random_talk(rng: np.random.Generator, number: int, actors: Sequence[str], most_issues: int) -> dict[str, Any]:
    size = 3 if len(actors) > 2 and rng.random() < 0.15 else 2
    issues = min(most_issues, int(rng.choice([1, 2, 3], p=[0.45, 0.48, 0.07])))
    parties = [str(name) for name in rng.choice(actors, size=size, replace=False)]
    power = dict.fromkeys(parties, 1.0)
    if rng.random() < 0.3:
        power = {name: float(rng.uniform(0.4, 2.5)) for name in parties}
    if rng.random() < 0.08:
        power[parties[0]] = 0.0
    ends = [float(rng.choice([0.0, 1.0, float(rng.random())], p=[0.35, 0.2, 0.45])) for _ in range(issues)]
    return {
        "parties": parties,
        "power": power,
        "without_agreement": {f"issue-{number}-{k}": level for k, level in enumerate(ends)},
    }


def _random_stances(
    rng: np.random.Generator, actors: Sequence[str], table: Mapping[str, Any], standing: Sequence[str]
) -> dict[str, dict[str, tuple[float, float]]]:
    stances: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in actors}
    for talk in table.values():
        kind = str(rng.choice(["open", "contested", "narrow"], p=[0.4, 0.5, 0.1]))
        for issue, reference in talk["without_agreement"].items():
            for place, name in enumerate(talk["parties"]):
                if rng.random() < 0.92:
                    stances[name][issue] = _party_stance(rng, reference, kind, first=place == 0)
            for name in actors:
                if name not in talk["parties"] and rng.random() < 0.25:
                    stances[name][issue] = (float(rng.random()), float(rng.uniform(1, 15)))
    for issue in standing:
        for name in actors:
            if rng.random() < 0.3:
                stances[name][issue] = (float(rng.random()), float(rng.uniform(1, 20)))
    return stances


def _party_stance(rng: np.random.Generator, reference: float, kind: str, *, first: bool) -> tuple[float, float]:
    """A party's stance: in a contested talk the first party wants more than the reference, the others less.

    In a narrow talk everybody's wish lies close to the reference.
    """
    salience = float(rng.uniform(3, 60))
    position = float(rng.choice([0.0, 1.0, float(rng.random())], p=[0.2, 0.25, 0.55]))
    if kind == "contested":
        position = reference + (1 - reference) * position if first else reference * position
    elif kind == "narrow":
        position = float(np.clip(reference + rng.normal() * 10 ** rng.uniform(-4, -2), 0, 1))
    return position, salience


def _random_needs(
    rng: np.random.Generator, actors: Sequence[str], table: Mapping[str, Any], standing: Sequence[str]
) -> dict[str, Any]:
    """Needs that several talks can supply, each by at most one issue."""
    needs = {}
    for name in actors:
        if rng.random() > 0.6:
            continue
        covered = {}
        for talk in table.values():
            if rng.random() < (0.7 if name in talk["parties"] else 0.15):
                covered[str(rng.choice(list(talk["without_agreement"])))] = float(rng.uniform(0.2, 0.95))
        for issue in standing:
            if rng.random() < 0.3:
                covered[issue] = float(rng.uniform(0.1, 0.6))
        if covered:
            needs[f"need-{name}"] = {
                "actor": name,
                "weight": float(rng.uniform(10, 60)),
                "covered_by": covered,
            }
    return needs


def _random_links(rng: np.random.Generator, talks: Sequence[str]) -> list[tuple[str, str, float]]:
    pairs = [(cause, effect) for cause in talks for effect in talks if cause != effect]
    return [(*pair, float(rng.uniform(0.05, 0.7))) for pair in pairs if rng.random() < 0.2]


def _random_threats(rng: np.random.Generator, table: Mapping[str, Any]) -> list[dict[str, Any]]:
    threats = []
    for name, talk in table.items():
        if rng.random() < 0.35:
            holder, target = (str(party) for party in rng.choice(talk["parties"][:2], size=2, replace=False))
            numbers = {
                "damage": float(rng.uniform(1, 20)),
                "cost": float(rng.choice([0.0, float(rng.uniform(0, 8))])),
                "strike": float(rng.uniform(0.1, 1)),
            }
            threats.append({"if_fails": name, "holder": holder, "target": target, **numbers})
    return threats


def permute_actors(network: Network, order: Sequence[int]) -> Network:
    """The same network with its actors listed in another order: row j is the old row ``order[j]``."""
    rows = np.array(order, dtype=np.int64)
    place = np.argsort(rows)
    structure, numbers = network.structure, network.numbers
    return replace(
        network,
        actors=tuple(network.actors[i] for i in order),
        structure=structure._replace(
            party=structure.party[:, rows],
            seat=seats(structure.party[:, rows]),
            link_refusers=structure.link_refusers[:, rows],
            threat_refusers=structure.threat_refusers[:, rows],
            closing_party=structure.closing_party[:, rows],
            need_actor=place[structure.need_actor],
            threat_holder=place[structure.threat_holder],
            threat_target=place[structure.threat_target],
        ),
        numbers=numbers._replace(
            position=numbers.position[rows],
            salience=numbers.salience[rows],
            power=numbers.power[:, rows],
            range=numbers.range[rows],
            keep=numbers.keep[rows],
            wait=numbers.wait[:, rows],
            later=numbers.later[:, rows],
        ),
    )


def permute_talks(network: Network, order: Sequence[int]) -> Network:
    """The same network with its talks listed in another order: row j is the old row ``order[j]``."""
    rows = np.array(order, dtype=np.int64)
    place = np.argsort(rows)
    structure, numbers = network.structure, network.numbers
    return replace(
        network,
        talks=tuple(network.talks[t] for t in order),
        structure=structure._replace(
            issue_talk=np.where(structure.issue_talk >= 0, place[structure.issue_talk], -1),
            party=structure.party[rows],
            seat=structure.seat[rows],
            solution=structure.solution[rows],
            link_from=place[structure.link_from],
            link_to=place[structure.link_to],
            threat_talk=place[structure.threat_talk],
            as_one=structure.as_one[rows],
            unsure=structure.unsure[rows],
            deadline=structure.deadline[rows],
            planned=structure.planned[rows],
            given=structure.given[rows],
            pending=structure.pending[rows],
        ),
        numbers=numbers._replace(
            power=numbers.power[rows],
            occurs=numbers.occurs[rows],
            chance=numbers.chance[rows],
            wait=numbers.wait[rows],
            later=numbers.later[rows],
        ),
    )


def halve_needs(network: Network) -> Network:
    """The same network with every need written as two of half its weight."""
    structure, numbers = network.structure, network.numbers
    return replace(
        network,
        needs=(*network.needs, *(f"{need}-too" for need in network.needs)),
        structure=structure._replace(need_actor=np.tile(structure.need_actor, 2)),
        numbers=numbers._replace(weight=np.tile(numbers.weight / 2, 2), cover=np.tile(numbers.cover, (2, 1))),
    )


def rescale_actor(network: Network, actor: int, factor: float) -> Network:
    """The same network with all of one actor's points multiplied by ``factor``."""
    structure, numbers = network.structure, network.numbers
    rows = np.arange(len(network.actors)) == actor

    def scaled(points: np.ndarray, own: np.ndarray) -> np.ndarray:
        return np.where(own, points * factor, points)

    return replace(
        network,
        numbers=numbers._replace(
            salience=scaled(numbers.salience, rows[:, None]),
            weight=scaled(numbers.weight, structure.need_actor == actor),
            damage=scaled(numbers.damage, structure.threat_target == actor),
            cost=scaled(numbers.cost, structure.threat_holder == actor),
            range=scaled(numbers.range, rows),
        ),
    )


def networks(talks: int | None = None, most_issues: int = 2) -> st.SearchStrategy[Network]:
    """Random networks for hypothesis: it draws the seed."""
    seeds = st.integers(min_value=0, max_value=2**32 - 1)
    return seeds.map(lambda seed: random_network(np.random.default_rng(seed), talks=talks, most_issues=most_issues))


def solved_by(network: Network, solution: str) -> Network:
    """The network with every talk settled at that solution."""
    codes = np.full(len(network.talks), CODES[solution], dtype=np.int64)
    return replace(network, structure=network.structure._replace(solution=codes))
