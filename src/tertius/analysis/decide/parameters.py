"""The parameters of the pool: fitted once, by ``validation/fit_pool.py``, and shipped as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

PARTS = ("challenge", "midpoint", "parliament", "core")
"""What speaks for a decision below a cut, in the order of its weights."""

FILE = "decision_pool.json"


@dataclass(frozen=True)
class PoolParameters:
    """What the pool weighs with: fitted, or chosen when it was fitted.

    Attributes:
        fitted_on: The issues that the weights were fitted on, in words.
        weights: b of each part, 0 or more.
        exponent: a, of the capability in the weight c^a s of an actor.
        rounds: How many rounds of `challenge` are averaged.
        challenge_exponents: Of capability and of salience in `challenge`, every pair of which is played.
        quota: The share of the capability of all members of the Council that is a majority, where nothing is said of
            their votes: that of the treaties, 62 of 87.
        seen: Lowest and highest value among the issues it was fitted on, of `actors` (how many have weight),
            `spread` (weighted standard deviation of the positions, as a fraction of the scale) and `largest_share`
            (of all weight, in the hands of one actor).
    """

    fitted_on: str
    weights: Mapping[str, float]
    exponent: float
    rounds: int
    challenge_exponents: tuple[float, ...]
    quota: float
    seen: Mapping[str, tuple[float, float]]

    def to_dict(self) -> dict[str, Any]:
        """The entries of the data file."""
        return asdict(self)


def parameters_of(data: Mapping[str, Any]) -> PoolParameters:
    """The parameters from the entries of the data file, as `PoolParameters.to_dict` gives them."""
    return PoolParameters(
        fitted_on=data["fitted_on"],
        weights={name: float(data["weights"][name]) for name in PARTS},
        exponent=float(data["exponent"]),
        rounds=int(data["rounds"]),
        challenge_exponents=tuple(map(float, data["challenge_exponents"])),
        quota=float(data["quota"]),
        seen={name: (float(low), float(high)) for name, (low, high) in data["seen"].items()},
    )


@lru_cache(maxsize=1)
def pool_parameters() -> PoolParameters:
    """The parameters that ship with Tertius."""
    return parameters_of(json.loads(files(__package__).joinpath(FILE).read_text("utf-8")))
