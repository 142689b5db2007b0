"""Random cases with a talk of two whose numbers are private, beside another talk on which it hangs."""

from __future__ import annotations

from typing import Any

import numpy as np

from tertius.case import Case


def private_case(seed: int, issues: int | None = None, demands: bool = False, doubt: float = 1.0) -> Case:
    """A talk `main` of `one` and `two`, with a link to a talk of `one` and `far` that covers a need too.

    Args:
        seed: Of the numbers.
        issues: How many are on the table; 1 to 3 if left out.
        demands: Whether the threat asks for a level, and the two may not keep their word.
        doubt: How much of the ranges of `one` the others do not know; of those of `two` it is at least half of that.
    """
    rng = np.random.default_rng(seed)

    def ranged(low: float, high: float, width: float) -> str:
        middle = rng.uniform(low, high)
        ends = middle - width * rng.uniform(0.3, 1), middle + width * rng.uniform(0.3, 1)
        return f"{max(low, ends[0]):.4f} to {min(high, ends[1]):.4f}"

    def number(low: float, high: float) -> float:
        return round(float(rng.uniform(low, high)), 3)

    names = [f"k{k}" for k in range(int(rng.integers(1, 4)) if issues is None else issues)]
    sides = {"one": (0.5, 1.0), "two": (0.0, 0.3 if demands else 0.5)}
    stances = {
        actor: {k: {"position": ranged(*side, 0.2), "salience": ranged(10, 90, 30)} for k in names}
        for actor, side in sides.items()
    }
    without = {k: number(0.4 if demands else 0.2, 0.8) for k in names}
    main: dict[str, Any] = {
        "parties": ["one", "two"],
        "power": {"one": number(0.5, 2)},
        "without_agreement": without,
        "doubt": {"one": doubt, "two": round(doubt * number(0.5, 1), 3)},
    }
    threat: dict[str, Any] = {"holder": "two", "target": "one", "if_fails": "main"}
    threat |= {"damage": number(2, 7) if demands else number(0, 6), "cost": number(0, 2)}
    if demands:
        main["keeps"] = {"one": number(0.6, 1), "two": number(0.6, 1)}
        threat["unless"] = {"k0": without["k0"] * 0.85}
    values = {
        "case": "private",
        "title": "Private numbers",
        "as_of": "2024-01-01",
        "curvature": float(rng.choice([1.0, 1.5, 2.0])),
        "actors": dict.fromkeys(["one", "two", "far"]),
        "issues": {k: {"scale": [0, 1]} for k in [*names, "other"]},
        "talks": {"main": main, "side": {"parties": ["one", "far"], "without_agreement": {"other": 0.2}}},
        "stances": stances | {"far": {"other": {"position": 0.1, "salience": "20 to 60"}}},
        "needs": {"fuel": {"actor": "one", "weight": ranged(10, 60, 20), "covered_by": {"k0": "50%", "other": "70%"}}},
        "links": {"tie": {"holder": "far", "if_fails": "main", "then_falls": "side", "probability": 0.4}},
        "threats": {"hit": threat},
        "groups": {"hawk": {"together": ["stances.one.k0.position", "stances.one.k0.salience"]}},
    }
    return Case.model_validate(values)
