"""Random cases whose talks may fail although a deal would suit all."""

from __future__ import annotations

from typing import Any

import numpy as np

from tertius.case import Case


def random_case(seed: int, keeps: bool = False) -> Case:
    """A case of three talks of two over one or two issues each: powers, needs, links and threats, some with demands."""
    rng = np.random.default_rng(seed)
    actors = [f"a{i}" for i in range(int(rng.integers(3, 5)))]
    entries: dict[str, Any] = {"case": "random", "title": "Random", "as_of": "2024-01-01"}
    entries |= {name: {} for name in ("issues", "talks", "needs", "links", "threats")}
    entries |= {"actors": {actor: actor.upper() for actor in actors}, "stances": {actor: {} for actor in actors}}
    for t in range(3):
        _add_talk(entries, rng, f"t{t}", keeps)
    for n in range(2):
        covered = {str(issue): float(rng.random()) for issue in rng.choice(list(entries["issues"]), 2, replace=False)}
        needy = {"actor": actors[n], "weight": float(rng.uniform(5, 20)), "covered_by": covered}
        if len({issue[1] for issue in covered}) == 2:  # two sources in one talk make for several answers
            entries["needs"][f"n{n}"] = needy
    for n in range(int(rng.integers(1, 3))):
        cause, effect = (str(name) for name in rng.choice(list(entries["talks"]), 2, replace=False))
        link = {"holder": actors[0], "if_fails": cause, "then_falls": effect, "probability": float(rng.random())}
        entries["links"][f"l{n}"] = link | (_demand(entries, rng, cause, actors[0]) if n else {})
    return Case.model_validate(entries)


def _add_talk(entries: dict[str, Any], rng: np.random.Generator, talk: str, keeps: bool) -> None:
    """A talk of two with what both want there, what others want, and a threat or two."""
    actors = list(entries["actors"])
    first, second = (str(name) for name in rng.choice(actors, 2, replace=False))
    issues = [f"x{talk[1]}{k}" for k in range(int(rng.integers(1, 3)))]
    entries["talks"][talk] = {
        "parties": [first, second],
        "power": {first: float(rng.uniform(0.3, 2)), second: 1.0},
        "without_agreement": {issue: float(rng.uniform(0.1, 0.9)) for issue in issues},
        "keeps": {first: float(rng.random())} if keeps else {},
    }
    for issue in issues:
        entries["issues"][issue] = {"scale": [0, 1]}
        for actor in actors:
            if actor in (first, second) or rng.random() < 0.2:
                stance = {"position": float(rng.random()), "salience": float(rng.uniform(5, 30))}
                entries["stances"][actor][issue] = stance
    for h in range(int(rng.integers(1, 3))):
        holder, target = (first, second) if h == 0 else (second, first)
        threat = {"holder": holder, "target": target, "if_fails": talk, "damage": float(rng.uniform(1, 15))}
        asks = _demand(entries, rng, talk, holder) if rng.random() < 0.7 else {}
        entries["threats"][f"h{talk[1]}{h}"] = threat | {"cost": float(rng.uniform(0, 5))} | asks


def _demand(entries: dict[str, Any], rng: np.random.Generator, talk: str, holder: str) -> dict[str, Any]:
    """A demand on the holder's side of the reference, if it has a side there."""
    for issue, reference in entries["talks"][talk]["without_agreement"].items():
        stance = entries["stances"][holder].get(issue)
        if stance is not None and abs(stance["position"] - reference) > 0.1:
            part = float(rng.uniform(0.1, 0.9))
            return {"unless": {issue: reference + part * (stance["position"] - reference)}}
    return {}
