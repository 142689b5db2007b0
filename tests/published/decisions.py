"""Small decisions with a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tertius

__all__ = ["LOGROLLING", "decision"]


def _case(
    stances: Mapping[str, Mapping[str, tuple[float, float]]],
    references: Mapping[str, float],
    powers: Sequence[float],
    curvature: float,
) -> tertius.Case:
    return tertius.Case.model_validate(
        {
            "case": "decision",
            "title": "A decision",
            "as_of": "2024-01-01",
            "curvature": curvature,
            "actors": {actor: {"capability": power} for actor, power in zip(stances, powers, strict=True)},
            "issues": {issue: {"reference": level} for issue, level in references.items()},
            "stances": {
                actor: {issue: {"position": p, "salience": s} for issue, (p, s) in own.items()}
                for actor, own in stances.items()
            },
        }
    )


def decision(
    rows: Mapping[str, tuple[float, float]], reference: float, powers: Sequence[float], curvature: float = 2
) -> tertius.Case:
    """One issue, x: position and salience of each actor, where it stays, and the capabilities."""
    return _case({actor: {"x": row} for actor, row in rows.items()}, {"x": reference}, powers, curvature)


LOGROLLING = _case(
    {
        "a": {"x": (100, 60), "y": (100, 30), "z": (100, 10)},
        "b": {"x": (0, 10), "y": (0, 30), "z": (0, 60)},
    },
    {"x": 50, "y": 50, "z": 50},
    (1, 1),
    1,
)
"""Two who want the opposite on three issues, and care most about different ones."""
