"""How long the deepest cases take: a chain of up to twelve talks, settled at its middle, from every start.

.venv/bin/python benchmarks/deep.py
"""

from __future__ import annotations

import time

import numpy as np

import tertius
from tertius.case.model import Case

LENGTHS = (6, 8, 10, 11, 12)
"""Talks; twelve is as many as `renegotiate` takes."""


def chain(talks: int, seed: int = 1) -> Case:
    """Actors in a row, a talk of two issues between each and the next. Who stands to the left needs what the talk can
    give, and a talk that fails brings down the next one in one case of five."""
    rng = np.random.default_rng(seed)

    def salience() -> float:
        return round(float(rng.uniform(10, 50)), 1)

    stances: dict[str, dict[str, object]] = {f"actor-{i}": {} for i in range(talks + 1)}
    table = {}
    for t in range(talks):
        levels = {f"{kind}-{t}": round(float(rng.uniform(30, 70)), 1) for kind in ("supply", "price")}
        table[f"talk-{t}"] = {"parties": [f"actor-{t}", f"actor-{t + 1}"], "without_agreement": levels}
        for place, issue in enumerate(levels):
            stances[f"actor-{t}"][issue] = {"position": 100 * place, "salience": salience()}
            stances[f"actor-{t + 1}"][issue] = {"position": 100 * (1 - place), "salience": salience()}
    return Case.model_validate(
        {
            "case": f"chain-of-{talks}",
            "title": f"A chain of {talks} talks",
            "as_of": "2024-01-01",
            "actors": dict.fromkeys(stances),
            "issues": {issue: {"scale": [0, 100]} for talk in table.values() for issue in talk["without_agreement"]},
            "talks": table,
            "stances": stances,
            "needs": {
                f"need-{t}": {"actor": f"actor-{t}", "weight": 20, "covered_by": {f"supply-{t}": 0.5}}
                for t in range(talks)
            },
            "links": {
                f"link-{t}": {
                    "holder": f"actor-{t + 1}",
                    "if_fails": f"talk-{t}",
                    "then_falls": f"talk-{t + 1}",
                    "probability": 0.2,
                }
                for t in range(talks - 1)
            },
        }
    )


def main() -> None:
    """Prints the table, once everything is compiled."""
    tertius.settle(chain(2))
    print("| talks in a chain | seconds of processor time | ended |")
    print("|---|---|---|")
    for talks in LENGTHS:
        case = chain(talks)
        start = time.process_time()
        found = tertius.settle(case)
        print(f"| {talks} | {time.process_time() - start:.2f} | {found.status.value} |", flush=True)


if __name__ == "__main__":
    main()
