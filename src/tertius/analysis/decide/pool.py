"""The pool: a forecast distribution of a decision that many take, from all that its table tells.

    F(t) = sigma(b_1 L(t) + b_2 mid(t) + b_3 ep(t) + b_4 core(t))      the probability of a decision below the cut t

cut by cut: the medians of `challenge`, the middle between the outermost positions, the Parliament, and the weighted
mean, kept to what no majority would overturn (`cuts.py`). The four b are 0 or more, so that F rises; they were fitted
to decisions of the European Union (docs/models/pool.md). A pooled decision says in sentences in what its table is
unlike those that the pool was fitted on.

Reference:
    Ordinal regression, cut by cut: McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal
    Statistical Society B 42, 109-142. Fitted by the CRPS: Gneiting, T. and Raftery, A. E. (2007). Journal of the
    American Statistical Association 102, 359-378.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tertius.analysis.decide.cuts import GRID, Tables, below_cuts, chances_of, cuts_of, features_of
from tertius.analysis.decide.parameters import PARTS, PoolParameters, pool_parameters
from tertius.results import Result
from tertius.rules.decisions.votes import PLAIN, Votes

if TYPE_CHECKING:
    import pandas as pd


Floats = NDArray[np.float64]

ROLES = ("member", "commission", "parliament", "other")
"""What an actor can be in a decision of the European Union; a member is a member state in its Council."""

_AT_ONCE = 2_000_000  # numbers of a kernel held at one time; 16 MB
_SAME = 1e-9  # sums of chances, and levels as a share of the grid, that are this close count as the same


@dataclass(frozen=True)
class PooledDecision(Result):
    """Where one issue may be decided, and how likely each level is.

    Attributes:
        grid: (N,) levels, on the scale of the issue.
        chances: (N,) probability of each; they add up to 1.
        outside: In what the table is unlike those that the pool was fitted on, a sentence for each way; empty if it is
            like them.
    """

    grid: Floats
    chances: Floats
    outside: tuple[str, ...] = ()

    @property
    def mean(self) -> float:
        """The expected level."""
        return float(self.grid @ self.chances)

    @property
    def median(self) -> float:
        """The level that is as likely fallen short of as passed: the best guess if errors count by their size."""
        return self.quantile(0.5)

    def quantile(self, q: float) -> float:
        """The lowest level of the grid that is passed with a probability of 1 - q at most.

        Raises:
            ValueError: q is not from 0 to 1.
        """
        if not 0 <= q <= 1:
            raise ValueError(f"a quantile of {q:g}: from 0 to 1 is legal")
        reached = np.cumsum(self.chances) >= q - _SAME
        return float(self.grid[int(np.argmax(reached))])

    def within(self, low: float, high: float) -> float:
        """The probability of a level from `low` to `high`, both included."""
        width = _SAME * float(np.ptp(self.grid))
        inside = (self.grid >= low - width) & (self.grid <= high + width)
        return float(min(1.0, self.chances[inside].sum()))

    def range(self, share: float = 0.8) -> tuple[float, float]:
        """The shortest range that holds at least `share` of the probability; of two as short the likelier.

        Where a pole is likely it ends there, whereas the range between two quantiles, which leaves out as much on
        either side, would hold both poles and much more than it promises.

        Raises:
            ValueError: `share` is not above 0 and at most 1.
        """
        if not 0 < share <= 1:
            raise ValueError(f"a range that holds {share:g}: above 0 and at most 1 is legal, 0.8 for 80 percent")
        below = np.concatenate([[0.0], np.cumsum(self.chances)])
        last = np.searchsorted(below, below[:-1] + share - _SAME)
        first = np.flatnonzero(last <= len(self.grid))
        ends = np.maximum(last[first] - 1, first)
        held = below[ends + 1] - below[first]
        best = int(np.lexsort((-held.round(9), ends - first))[0])
        return float(self.grid[first[best]]), float(self.grid[ends[best]])

    def to_frame(self) -> pd.DataFrame:
        """A row per level: its probability, and that of ending at or below it."""
        import pandas as pd

        columns = {"level": self.grid, "chance": self.chances, "at_or_below": np.cumsum(self.chances)}
        return pd.DataFrame(columns).set_index("level")

    def to_dict(self) -> dict[str, Any]:
        """The distribution in numbers, as JSON has it."""
        return {
            "mean": self.mean,
            "median": self.median,
            "range_80": list(self.range(0.8)),
            "grid": self.grid.tolist(),
            "chances": self.chances.tolist(),
            "outside": list(self.outside),
        }

    def _repr_html_(self) -> str:
        low, high = self.range(0.8)
        notes = "".join(f"<li>{escape(reason)}</li>" for reason in self.outside)
        return f"<p>Median {self.median:g}, 80 percent from {low:g} to {high:g}</p><ul>{notes}</ul>"


def pool_decision(
    positions: ArrayLike,
    saliences: ArrayLike,
    capabilities: ArrayLike,
    *,
    roles: Sequence[str] | None = None,
    votes: Votes | None = None,
    quota: float | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> PooledDecision:
    """The pooled forecast of one issue.

    Args:
        positions: (I,) what each actor wants, on `scale`.
        saliences: (I,) how much it matters to each, 0 to 100.
        capabilities: (I,) the weight of each, 0 or more; only their proportions matter.
        roles: (I,) what each actor is, one of `ROLES`; None if none is an institution of the European Union.
        votes: Whose votes decide; None if it is not known.
        quota: Without votes, the share of the capability that decides, a half (more than it) to 1; None if it is not
            known: of members of the Council then the share of the treaties, else none.
        scale: Lowest and highest level of the issue.

    Raises:
        ValueError: Nobody has any weight, a number is out of its range, or there is no core.
    """
    x, s, c = (np.atleast_1d(np.asarray(column, np.float64))[None] for column in (positions, saliences, capabilities))
    tables = tables_of(x, s, c, roles, votes, quota, scale)
    chances = _pooled(tables, pool_parameters())[0]
    low, high = scale
    return PooledDecision(low + (high - low) * GRID, chances, outside_of(tables, roles, pool_parameters()))


def pool_many(
    positions: ArrayLike,
    saliences: ArrayLike,
    capabilities: ArrayLike,
    *,
    roles: Sequence[str] | None = None,
    votes: Votes | None = None,
    quota: float | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> Floats:
    """The chances of many tables of the same actors, such as draws of one: (D, N), a row as in `PooledDecision`.

    The mean of the rows is the forecast of a table whose numbers are uncertain.

    Args:
        positions: (D, I), as in `pool_decision`.
        saliences: (D, I).
        capabilities: (D, I).
        roles: (I,).
        votes: Of all tables.
        quota: Of all tables.
        scale: Lowest and highest level of the issue.

    Raises:
        ValueError: As in `pool_decision`.
    """
    tables = tables_of(positions, saliences, capabilities, roles, votes, quota, scale)
    return _pooled(tables, pool_parameters())


def tables_of(
    positions: ArrayLike,
    saliences: ArrayLike,
    capabilities: ArrayLike,
    roles: Sequence[str] | None,
    votes: Votes | None,
    quota: float | None,
    scale: tuple[float, float],
) -> Tables:
    """Tables on the scale from 0 to 1, checked.

    Raises:
        ValueError: A number is out of its range, or shapes do not fit.
    """
    low, high = scale
    if not (np.isfinite([low, high]).all() and low < high):
        raise ValueError(f"the scale goes from {low:g} to {high:g}: its highest level must be above its lowest")
    x, s, c = (np.atleast_2d(np.asarray(column, np.float64)) for column in (positions, saliences, capabilities))
    if not x.shape == s.shape == c.shape or not x.size or (roles is not None and len(roles) != x.shape[1]):
        raise ValueError("positions, saliences, capabilities and roles need one entry for each actor, and an actor")
    if votes is not None and len(votes.member) != x.shape[1]:
        raise ValueError(f"votes of {len(votes.member)} actors for a table of {x.shape[1]}")
    if quota is not None and not PLAIN <= quota <= 1:
        raise ValueError(f"the quota must be a share of the capability from {PLAIN:g} to 1, found {quota:g}")
    unknown = sorted(set(roles or ()) - set(ROLES))
    if unknown:
        raise ValueError(f"'{unknown[0]}' is no role: the roles are {', '.join(ROLES)}")
    _in_range("positions", x, low, high)
    _in_range("saliences", s, 0, 100)
    _in_range("capabilities", c, 0, np.inf)
    named = list(roles or ("other",) * x.shape[1])
    parliament, member = (np.array([role == one for role in named], np.bool_) for one in ("parliament", "member"))
    c = c / np.maximum(c.max(axis=1, keepdims=True), np.finfo(np.float64).tiny)  # only proportions matter
    return Tables((x - low) / (high - low), s / 100, c, parliament, member, votes, quota)


def _in_range(what: str, numbers: Floats, low: float, high: float) -> None:
    wrong = ~(np.isfinite(numbers) & (numbers >= low) & (numbers <= high))
    if wrong.any():
        legal = f"{low:g} or more" if np.isinf(high) else f"from {low:g} to {high:g}"
        raise ValueError(f"{what} must be {legal}, found {numbers[wrong][0]:g}")


def _pooled(tables: Tables, parameters: PoolParameters) -> Floats:
    """(D, N) chances of each level of the grid, found in batches that fit into memory."""
    count, actors = tables.positions.shape
    batch = max(1, _AT_ONCE // (len(GRID) * actors))
    weights = np.array([parameters.weights[name] for name in PARTS])
    parts = []
    for start in range(0, count, batch):
        part = tables.part(slice(start, start + batch))
        cuts = cuts_of(part, features_of(part, parameters.exponent), parameters)
        parts.append(chances_of(below_cuts(cuts, weights)))
    return np.concatenate(parts)


def outside_of(tables: Tables, roles: Sequence[str] | None, parameters: PoolParameters) -> tuple[str, ...]:
    """In what the first table is unlike those that the pool was fitted on, a sentence for each way."""
    features, seen, reasons = features_of(tables, parameters.exponent), parameters.seen, list[str]()
    weights, spread = features.weights[0], float(features.spreads[0])
    count, largest = int((weights > 0).sum()), float(weights.max())
    if roles is None or "member" not in roles:
        reasons.append(
            "The pool was fitted on decisions of the European Union, and no actor is said to be a member of its "
            "Council: elsewhere nobody has measured how good it is."
        )
    elif "commission" not in roles:
        reasons.append(
            "The Commission is not among the actors, as it was wherever the pool was fitted, but for rare gaps."
        )
    if tables.votes is None and tables.quota is None:
        told = (
            f"{100 * parameters.quota:.0f} percent of the capability of the members is taken for a majority"
            if tables.member.any()
            else "what no majority would overturn is not known"
        )
        reasons.append(f"Nobody's votes are given, nor a quota, so {told}.")
    if roles is not None and "member" in roles and "parliament" not in roles:
        reasons.append("The Parliament is not among the actors, so its position has no weight of its own.")
    low, high = seen["actors"]
    if not low <= count <= high:
        actors = "One actor has" if count == 1 else f"{count} actors have"
        reasons.append(f"{actors} weight, where the pool has seen {low:.0f} to {high:.0f}.")
    if spread < seen["spread"][0]:
        reasons.append(
            f"The positions are closer together than any that the pool has seen: their spread is {100 * spread:.1f} "
            f"percent of the scale, against {100 * seen['spread'][0]:.1f} or more."
        )
    if largest > seen["largest_share"][1]:
        reasons.append(
            f"One actor has {100 * largest:.0f} percent of all weight, where the pool has seen "
            f"{100 * seen['largest_share'][1]:.0f} at most."
        )
    return tuple(reasons)
