"""How fast leverage is: reliance and an exact attribution of the flagship, growth with features, talks and actors.

.venv/bin/python benchmarks/leverage.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tertius.analysis.leverage import attribution as module
from tertius.analysis.leverage import leverage
from tertius.case import load
from tertius.case.model import Case

ROUNDS = 3


def best(run: Callable[[], object]) -> float:
    """Least wall time of a few runs."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        took.append(time.perf_counter() - start)
    return min(took)


def hub(spokes: int, threats: int = 0) -> Case:
    """A client with a talk and a supplier for each of so many patrons, and so many threats in the first talk."""
    patrons = [f"patron-{n}" for n in range(spokes)]
    return Case.model_validate(
        {
            "case": "hub",
            "title": "A hub",
            "as_of": "2024-01-01",
            "actors": dict.fromkeys(["client", *patrons]),
            "issues": {f"{kind}-{n}": {"scale": [0, 1]} for n in range(spokes) for kind in ("supply", "price")},
            "talks": {
                f"with-{n}": {"parties": ["client", patron], "without_agreement": {f"supply-{n}": 0, f"price-{n}": 0}}
                for n, patron in enumerate(patrons)
            },
            "stances": {
                "client": {f"price-{n}": {"position": 0, "salience": 20} for n in range(spokes)},
                **{patron: {f"price-{n}": {"position": 1, "salience": 20}} for n, patron in enumerate(patrons)},
            },
            "needs": {
                "goods": {
                    "actor": "client",
                    "weight": 60,
                    "covered_by": {f"supply-{n}": 0.9 - 0.05 * n for n in range(spokes)},
                }
            },
            "threats": {
                f"threat-{h}": {"holder": "client", "target": "patron-0", "if_fails": "with-0", "damage": 1 + h}
                for h in range(threats)
            },
        }
    )


def main() -> None:
    """Prints the tables."""
    korea = load("korea-2019")
    leverage(korea).attribution("dprk")
    for rule in ("renegotiate", "hold"):
        whole = best(lambda rule=rule: leverage(korea, rule=rule))
        lev = leverage(korea, rule=rule)
        took = best(lambda lev=lev: lev.attribution("dprk"))
        print(f"korea-2019, {rule}: leverage {whole:.2f} s, attribution {took:.2f} s")
    print(f"korea-2019, 100 draws: {best(lambda: leverage(korea, draws=100)):.2f} s")
    print("actors and talks:   leverage   attribution")
    for spokes in (2, 3, 4, 5, 6):
        case = hub(spokes)
        lev = leverage(case)
        told = lev.attribution("client")
        took = best(lambda lev=lev: lev.attribution("client"))
        kind = "exact" if told.exact else "sampled"
        print(
            f"{spokes + 1:>6} and {spokes:>5} {best(lambda case=case: leverage(case)):>10.2f} s {took:>9.2f} s   "
            f"{len(told.parts)} features, {told.settlements:,} settlements, {kind}"
        )
    print("features of two talks:")
    for threats in (0, 4, 8, 12):
        lev = leverage(hub(2, threats))
        told = lev.attribution("client")
        took = best(lambda lev=lev: lev.attribution("client"))
        kind = "exact" if told.exact else "sampled"
        print(f"{len(told.parts):>6} {took:>10.2f} s   {told.settlements:,} settlements, {kind}")
    print(f"(exact up to {module.EXACT} features)")


if __name__ == "__main__":
    main()
