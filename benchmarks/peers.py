"""Beside other libraries, in one run: the same questions, how far the answers differ, and how long each took.

.venv/bin/python benchmarks/peers.py

SciPy comes with Tertius. NegMAS and QuantEcon are asked where they are installed (`pip install negmas
quantecon`), and skipped with a word where not.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.reference.networks import make_network

import tertius
from tertius.analysis.moves.game import pure_equilibria
from tertius.analysis.moves.mixed import Mixture, extreme_equilibria
from tertius.analysis.moves.plans import movers_of, sequences
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.renegotiate import renegotiate_draws

CASES = 100  # random talks and networks
DRAWS = 10_000  # that Tertius settles at once: the same talks and networks again and again
REPEATS = 10  # of games
GRID = 101  # levels of an issue that NegMAS is given
GRIDS = 10  # talks that it is given
GAMES = 20
SEED = 1
Floats = NDArray[np.float64]
Worth = Callable[[Floats], tuple[Floats, Floats]]
"""Payoffs (m,) and their slopes (m, n) at levels (n,)."""


def talk(rng: np.random.Generator, parties: int) -> Network:
    """One talk with an issue for every party: each wants the most of its own and the least of the others'."""
    names = [f"p{i}" for i in range(parties)]
    issues = [f"x{i}" for i in range(parties)]
    stances = {
        name: {issue: (float(name[1:] == issue[1:]), float(rng.uniform(10, 50))) for issue in issues} for name in names
    }
    stances = {name: own | {f"x{name[1:]}": (1.0, 60.0 * (parties - 1))} for name, own in stances.items()}
    levels = {issue: float(rng.uniform(0.1, 0.3)) for issue in issues}
    return make_network(names, {"talk": {"parties": names, "without_agreement": levels}}, stances)


def client(rng: np.random.Generator) -> Network:
    """A client and two patrons: two talks over a supply and a price each, and one need that both supplies cover."""
    table = {
        f"with-{n}": {
            "parties": ["client", f"patron-{n}"],
            "without_agreement": {f"supply-{n}": float(rng.uniform(0, 0.2)), f"price-{n}": float(rng.uniform(0, 0.2))},
        }
        for n in range(2)
    }
    stances = {
        "client": {f"price-{n}": (0.0, float(rng.uniform(10, 30))) for n in range(2)},
        **{
            f"patron-{n}": {
                f"supply-{n}": (0.0, float(rng.uniform(2, 6))),
                f"price-{n}": (1.0, float(rng.uniform(10, 30))),
            }
            for n in range(2)
        },
    }
    covers = {f"supply-{n}": float(rng.uniform(0.5, 0.9)) for n in range(2)}
    needs = {"goods": {"actor": "client", "weight": float(rng.uniform(20, 60)), "covered_by": covers}}
    return make_network(["client", "patron-0", "patron-1"], table, stances, needs=needs)


def stacked(networks: Iterable[Network]) -> Numbers:
    """The numbers of networks of one structure as a batch."""
    return Numbers(*(np.stack(arrays) for arrays in zip(*(network.numbers for network in networks), strict=True)))


def worth_of(network: Network) -> Worth:
    """V_i of every actor at all levels, and its slopes: quadratic losses, one need at most, nothing linked."""
    numbers, owner = network.numbers, network.structure.need_actor

    def worth(x: Floats) -> tuple[Floats, Floats]:
        away = x - numbers.position
        values = (numbers.salience * (1 - away**2)).sum(axis=1)
        slopes = -2 * numbers.salience * away
        for n, actor in enumerate(owner):
            missing = 1 - numbers.cover[n] * x
            values[actor] += numbers.weight[n] * (1 - missing.prod())
            others = np.array([np.delete(missing, k).prod() for k in range(x.size)])
            slopes[actor] += numbers.weight[n] * numbers.cover[n] * others
        return values, slopes

    return worth


def nash_by_slsqp(worth: Worth, walk: Floats, start: Floats) -> Floats:
    """Levels that maximise sum log(V_i - d_i): first a point of the zone by the largest smallest gain, then Nash's."""
    n, unit = start.size, np.abs(walk).max()

    def gains(z: Floats) -> Floats:
        value: Floats = (worth(z[:n])[0] - walk) / unit - z[n]
        return value

    def slopes(z: Floats) -> Floats:
        return np.column_stack([worth(z[:n])[1] / unit, -np.ones(walk.size)])

    inside = minimize(
        lambda z: -z[n],
        np.append(start, -0.01),
        jac=lambda z: np.append(np.zeros(n), -1.0),
        bounds=[(0, 1)] * n + [(None, None)],
        constraints={"type": "ineq", "fun": gains, "jac": slopes},
        method="SLSQP",
    ).x[:n]

    def loss(x: Floats) -> tuple[float, Floats]:
        value, slope = worth(x)
        gain = np.maximum((value - walk) / unit, 1e-12)
        return -float(np.log(gain).sum()), -(slope / unit / gain[:, None]).sum(axis=0)

    held = {
        "type": "ineq",
        "fun": lambda x: (worth(x)[0] - walk) / unit - 1e-9,
        "jac": lambda x: worth(x)[1] / unit,
    }
    found = minimize(
        loss,
        inside,
        jac=True,
        bounds=[(0, 1)] * n,
        constraints=held,
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 200},
    )
    levels: Floats = found.x
    return levels


def talk_by_slsqp(network: Network) -> Floats:
    """The levels of a network of one talk."""
    worth = worth_of(network)
    start = network.numbers.reference
    return nash_by_slsqp(worth, worth(start)[0], start)


def most_at_stake_first(network: Network) -> list[int]:
    """The talks in the order of the rule, on which it hangs where a network of several settlements ends."""
    structure, numbers = network.structure, network.numbers

    def stakes(t: int) -> float:
        here, seats = structure.issue_talk == t, structure.party[t]
        shares = (numbers.salience / numbers.range[:, None])[np.ix_(seats, here)].sum()
        needs = zip(structure.need_actor, numbers.weight, numbers.cover, strict=True)
        return shares + sum(w * cover[here].sum() / numbers.range[actor] for actor, w, cover in needs if seats[actor])

    return sorted(range(len(network.talks)), key=stakes, reverse=True)


def network_by_slsqp(network: Network) -> Floats:
    """The levels of a network of two talks under `renegotiate`: best replies in turn, until no level moves."""
    structure, reference, worth = network.structure, network.numbers.reference, worth_of(network)

    def reply(t: int, x: Floats, walk: Floats) -> Floats:
        here, seats = structure.issue_talk == t, structure.party[t]

        def own(part: Floats) -> tuple[Floats, Floats]:
            y = x.copy()
            y[here] = part
            values, slopes = worth(y)
            return values[seats], slopes[np.ix_(seats, here)]

        y = x.copy()
        y[here] = nash_by_slsqp(own, walk[seats], reference[here])
        return y

    alone = [reply(t, reference, worth(reference)[0]) for t in range(2)]
    walks = [worth(alone[1 - t])[0] for t in range(2)]
    x = reference
    for _ in range(200):
        before = x
        for t in most_at_stake_first(network):
            x = reply(t, x, walks[t])
        if np.abs(x - before).max() < 1e-7:
            break
    return x


def used_by(work: Callable[[], Any]) -> tuple[Any, float]:
    """What work yields, and the processor time that it takes."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def tell(what: str, apart: str, theirs: float, ours: float) -> None:
    """One row: the question, how far the answers differ, and milliseconds of processor time a question."""
    print(f"| {what} | {apart} | {1000 * theirs:,.3f} ms | {1000 * ours:,.4f} ms | {theirs / ours:,.0f} |", flush=True)


def ours(networks: list[Network]) -> tuple[Floats, float]:
    """Our levels of networks of one structure, and the processor time of one of them."""
    structure, batch = networks[0].structure, stacked(networks * (DRAWS // len(networks)))
    renegotiate_draws(structure, stacked(networks[:2]))
    answers, used = used_by(lambda: renegotiate_draws(structure, batch))
    return answers.levels[: len(networks)], used / len(batch.reference)


def beside_slsqp() -> None:
    """Single talks and networks, beside SciPy."""
    rng = np.random.default_rng(SEED)
    for what, make, solve in (
        ("SciPy SLSQP, one talk of two, two issues", lambda: talk(rng, 2), talk_by_slsqp),
        ("SciPy SLSQP, one talk of three, three issues", lambda: talk(rng, 3), talk_by_slsqp),
        ("SciPy SLSQP in turn, two talks and a need", lambda: client(rng), network_by_slsqp),
    ):
        networks = [make() for _ in range(CASES)]
        levels, fast = ours(networks)
        theirs, slow = used_by(lambda networks=networks, solve=solve: np.stack([solve(each) for each in networks]))
        apart = np.abs(theirs - levels).max(axis=1)
        tell(what, f"{apart.max():.0e} of a scale", slow / CASES, fast)


def beside_negmas() -> None:
    """The Nash point of talks of two, which NegMAS looks for among outcomes on a grid."""
    try:
        negmas, operations = import_module("negmas"), import_module("negmas.preferences.ops")
        quadratic = import_module("negmas.preferences.value_fun").QuadraticFun
    except ImportError:
        print("| NegMAS | not installed: skipped | | | |")
        return
    rng = np.random.default_rng(SEED)
    networks = [talk(rng, 2) for _ in range(GRIDS)]
    levels, fast = ours(networks)
    issues = [negmas.make_issue(GRID, name) for name in networks[0].issues]
    outcomes = list(product(range(GRID), repeat=2))

    def nash_point(network: Network) -> Floats:
        functions = []
        for position, salience, walk in zip(
            network.numbers.position,
            network.numbers.salience,
            worth_of(network)(network.numbers.reference)[0],
            strict=True,
        ):
            values = {
                issue.name: quadratic(-s / (GRID - 1) ** 2, 2 * s * p / (GRID - 1), s - s * p * p)
                for issue, p, s in zip(issues, position.tolist(), salience.tolist(), strict=True)
            }
            functions.append(negmas.LinearAdditiveUtilityFunction(values, issues=issues, reserved_value=float(walk)))
        frontier, places = operations.pareto_frontier(functions, outcomes=outcomes)
        (_, best), *_ = operations.nash_points(functions, frontier, outcomes=outcomes)
        return np.array(outcomes[places[best]]) / (GRID - 1)

    theirs, slow = used_by(lambda: np.stack([nash_point(network) for network in networks]))
    apart = np.abs(theirs - levels).max()
    tell(f"NegMAS Nash point, {GRID} x {GRID} outcomes", f"{apart:.3f} of a scale", slow / GRIDS, fast)


def beside_quantecon() -> None:
    """Pure equilibria of random games as large as that of korea-2019."""
    try:
        theory = import_module("quantecon.game_theory")
    except ImportError:
        print("| QuantEcon | not installed: skipped | | | |")
        return
    case, rng = tertius.load("korea-2019"), np.random.default_rng(SEED)
    players = movers_of(case)
    shape = tuple(1 + sum(1 for _ in sequences(case, player, players, 1)) for player in players)
    tables = [rng.uniform(0, 100, (*shape, len(shape))) for _ in range(GAMES)]
    games = [theory.NormalFormGame(table) for table in tables]
    theory.pure_nash_brute(games[0])  # compiles
    theirs, slow = used_by(lambda: [theory.pure_nash_brute(each) for each in games])
    found, fast = used_by(lambda: [[pure_equilibria(table) for table in tables] for _ in range(REPEATS)])
    same = sum([tuple(map(int, each)) for each in a] == b for a, b in zip(theirs, found[0], strict=True))
    many = sum(map(len, theirs))
    size = " x ".join(map(str, shape))
    tell(
        f"QuantEcon pure equilibria, {size}",
        f"{same} of {GAMES} the same, {many} in all",
        slow / GAMES,
        fast / REPEATS / GAMES,
    )
    beside_its_mixed_equilibria(theory)


def beside_its_mixed_equilibria(theory: Any) -> None:
    """All equilibria of 3 x 3 games with payoffs 0 to 3, which have ties: how many of ours each of theirs has."""
    rng = np.random.default_rng(SEED)
    tables = [rng.integers(0, 4, (3, 3, 2)).astype(float) for _ in range(200)]
    games = [theory.NormalFormGame(table) for table in tables]
    ours, fast = used_by(lambda: [extreme_equilibria(table) for table in tables])
    for name in ("support_enumeration", "vertex_enumeration"):
        theirs, slow = used_by(lambda name=name: [getattr(theory, name)(each) for each in games])
        short = sum(any(not _among(one, found) for one in all_of) for all_of, found in zip(ours, theirs, strict=True))
        beyond = sum(any(not _among(one, all_of) for one in found) for all_of, found in zip(ours, theirs, strict=True))
        words = f"loses some in {short} of 200 games, has others in {beyond}"
        tell(f"QuantEcon {name.replace('_', ' ')}, 3 x 3", words, slow / 200, fast / 200)


def _among(one: Mixture, found: Any) -> bool:
    return any(all(np.abs(p - q).max() < 1e-6 for p, q in zip(one, each, strict=True)) for each in found)


def main() -> None:
    """Prints the table."""
    warnings.simplefilter("ignore")  # of the other libraries
    print("| beside | the answers differ by | theirs | ours | ratio |")
    print("|---|---|---|---|---|")
    beside_slsqp()
    beside_negmas()
    beside_quantecon()


if __name__ == "__main__":
    main()
