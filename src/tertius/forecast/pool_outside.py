"""Why a use of the pool is outside of what it was fitted on, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tertius.forecast.pool_ingredients import Features, Tables, features_of
from tertius.forecast.pool_parameters import PoolParameters

__all__ = ["outside_of"]


def outside_of(tables: Tables, roles: Sequence[str] | None, parameters: PoolParameters) -> tuple[str, ...]:
    """The reasons, of the first table; none if it is like those that the pool was fitted on."""
    features = features_of(tables, parameters.exponent)
    return (*_body(roles), *_left_out(tables, roles), *_unlike(features, parameters))


def _body(roles: Sequence[str] | None) -> Iterator[str]:
    if roles is None or "member" not in roles:
        yield (
            "The pool was fitted on decisions of the European Union, and no actor is said to be a member of its "
            "Council: elsewhere nobody has measured how good it is."
        )
    elif "commission" not in roles:
        yield "The Commission is not among the actors, as it was wherever the pool was fitted, but for rare gaps."


def _left_out(tables: Tables, roles: Sequence[str] | None) -> Iterator[str]:
    if np.isnan(tables.references[0]):
        yield "The reference is not given, so no weight is put on things staying as they are."
    if roles is not None and "member" in roles and "parliament" not in roles:
        yield "The Parliament is not among the actors, so its position has no weight of its own."


def _unlike(features: Features, parameters: PoolParameters) -> Iterator[str]:
    seen, weights = parameters.seen, features.weights[0]
    count, spread, largest = int((weights > 0).sum()), float(features.spreads[0]), float(weights.max())
    low, high = seen["actors"]
    if not low <= count <= high:
        yield f"{_actors(count)} weight, where the pool has seen {low:.0f} to {high:.0f}."
    low, high = seen["spread"]
    if spread < low:
        yield (
            f"The positions are closer together than any that the pool has seen: their spread is {100 * spread:.1f} "
            f"percent of the scale, against {100 * low:.1f} or more."
        )
    if largest > seen["largest_share"][1]:
        yield (
            f"One actor has {100 * largest:.0f} percent of all weight, where the pool has seen "
            f"{100 * seen['largest_share'][1]:.0f} at most."
        )


def _actors(count: int) -> str:
    return "One actor has" if count == 1 else f"{count} actors have"
