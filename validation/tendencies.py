"""How often plausible arguments about leverage hold in random networks: the table of docs/models/renegotiate.md.

    .venv/bin/python validation/tendencies.py [networks] [docs/models/renegotiate.md]

A law holds in every network; a tendency does not. Each row changes one thing in random networks of two to four
talks and counts how often the actor named is no worse off for it. Networks whose search did not come to rest,
before or after, are left out and counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.reference.networks import random_network
from tests.reference.variations import with_link, with_supplier, with_supplier_talk, with_threat
from validation.pages import tell

from tertius.rules.arrays import Network
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import renegotiate

START, END = "<!-- tendencies: start -->", "<!-- tendencies: end -->"
NO_LESS = 1e-6
Change = Callable[[Network, np.random.Generator], tuple[Network, Network, int] | None]
"""The network before and after, and the actor who should be no worse off after; None if it does not apply."""


def _party(network: Network, rng: np.random.Generator) -> tuple[int, int]:
    talk = int(rng.integers(len(network.talks)))
    return talk, int(rng.choice(np.flatnonzero(network.structure.party[talk])))


def _need(network: Network, rng: np.random.Generator) -> int | None:
    return int(rng.integers(len(network.needs))) if network.needs else None


def better_walk_away(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int]:
    """A breakdown gets cheaper for a party: it need no longer pay for a threat of its own that hurts nobody."""
    talk, party = _party(network, rng)
    target = (party + 1) % len(network.actors)
    cost = float(rng.uniform(1, 15))
    return with_threat(network, talk=talk, holder=party, target=target, damage=0, cost=cost, strike=0.7), network, party


def extra_supplier(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int] | None:
    """A need gets a standing supplier more."""
    need = _need(network, rng)
    if need is None:
        return None
    after = with_supplier(network, need, float(rng.uniform(0.1, 0.8)))
    return network, after, int(network.structure.need_actor[need])


def more_power(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int]:
    """A party gets half as much bargaining power again."""
    talk, party = _party(network, rng)
    power = network.numbers.power.copy()
    power[talk, party] *= 1.5
    return network, replace(network, numbers=network.numbers._replace(power=power)), party


def free_threat_hurts(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int]:
    """A cost-free threat against a party goes; the party should be no worse off for it."""
    talk, party = _party(network, rng)
    holder = (party + 1) % len(network.actors)
    damage = float(rng.uniform(1, 15))
    return (
        with_threat(network, talk=talk, holder=holder, target=party, damage=damage, cost=0, strike=0.7),
        network,
        party,
    )


def free_threat_helps(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int]:
    """A party makes a cost-free threat against another party of its talk."""
    talk, holder = _party(network, rng)
    target = int(rng.choice([i for i in np.flatnonzero(network.structure.party[talk]) if i != holder]))
    damage = float(rng.uniform(1, 15))
    return (
        network,
        with_threat(network, talk=talk, holder=holder, target=target, damage=damage, cost=0, strike=0.7),
        holder,
    )


def dear_threat_hurts(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int]:
    """A threat that costs its holder three times what it costs the target leaves the target no better off."""
    talk, holder = _party(network, rng)
    target = int(rng.choice([i for i in np.flatnonzero(network.structure.party[talk]) if i != holder]))
    damage = float(rng.uniform(1, 5))
    after = with_threat(network, talk=talk, holder=holder, target=target, damage=damage, cost=3 * damage, strike=0.7)
    return after, network, target


def new_supplier_talk(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int] | None:
    """A talk with a new supplier opens for the client of a need."""
    need = _need(network, rng)
    if need is None or len(network.talks) > 3:
        return None
    weight = float(network.numbers.weight[need])
    after = with_supplier_talk(network, need, float(rng.uniform(0.3, 0.9)), max(1.0, weight))
    return network, after, int(network.structure.need_actor[need])


def protecting_link(network: Network, rng: np.random.Generator) -> tuple[Network, Network, int]:
    """A link protects a party's talk: if it fails, another talk of its partner falls with 30 percent."""
    talk, party = _party(network, rng)
    other = int(rng.choice([t for t in range(len(network.talks)) if t != talk]))
    return network, with_link(network, talk, other, 0.3), party


ROWS: dict[str, Change] = {
    "a better walk-away value does not hurt the party": better_walk_away,
    "an extra standing supplier does not hurt the client": extra_supplier,
    "more bargaining power does not hurt the party": more_power,
    "a cost-free threat does not help its target": free_threat_hurts,
    "a cost-free threat does not hurt its holder": free_threat_helps,
    "a threat that costs its holder thrice what it does to the target does not help the target": dear_threat_hurts,
    "a talk with a new supplier does not hurt the client": new_supplier_talk,
    "a link that protects a talk does not hurt a party of that talk": protecting_link,
}


def payoff(network: Network, actor: int) -> float | None:
    """The actor's payoff as a share of its range; None if the search did not come to rest."""
    outcomes, *_ = renegotiate(network)
    return None if outcomes.flags[-1] & (CYCLING | LIMIT) else float(outcomes.payoffs[-1, actor])


def rate(change: Change, networks: int) -> tuple[int, int, int]:
    """In how many networks it held, how many were tried, how many were left out."""
    held = tried = left_out = 0
    for seed in range(networks):
        rng = np.random.default_rng([seed, 7])
        network = random_network(rng, talks=int(rng.integers(2, 5)))
        changed = change(network, rng)
        if changed is None:
            continue
        before, after, actor = changed
        was, is_now = payoff(before, actor), payoff(after, actor)
        if was is None or is_now is None:
            left_out += 1
            continue
        tried += 1
        held += is_now >= was - NO_LESS
    return held, tried, left_out


def interval(held: int, tried: int) -> tuple[float, float]:
    """Wilson's 95 percent interval of a rate."""
    z, p = 1.96, held / tried
    centre, width = p + z * z / (2 * tried), z * np.sqrt(p * (1 - p) / tried + z * z / (4 * tried * tried))
    return (centre - width) / (1 + z * z / tried), (centre + width) / (1 + z * z / tried)


def table(networks: int) -> str:
    """The table, in Markdown."""
    lines = ["| argument | holds in | 95% interval | networks | did not come to rest |", "|---|---|---|---|---|"]
    for words, change in ROWS.items():
        held, tried, left_out = rate(change, networks)
        low, high = interval(held, tried)
        lines.append(f"| {words} | {held / tried:.1%} | {low:.1%} to {high:.1%} | {tried} | {left_out} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


if __name__ == "__main__":
    tell(table, 1000, START, END)
