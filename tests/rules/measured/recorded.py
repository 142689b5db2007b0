"""Recorded talks of Lewis et al. (2017), DealOrNoDeal, as they are published: one line a talk as one side had it.

    <input> COUNT VALUE COUNT VALUE COUNT VALUE </input> <dialogue> ... </dialogue>
    <output> item0=N item1=N item2=N item0=N item1=N item2=N </output> <partner_input> ... </partner_input>

Behind `<output>` stand words such as ``<disagree>`` or ``<no_agreement>`` if there was no deal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Recorded", "fitted", "hope_of", "read_talks"]


@dataclass(frozen=True)
class Recorded:
    """One talk: how many there are of each thing, what each is worth to both, and whether there was a deal."""

    counts: tuple[int, ...]
    values: tuple[tuple[int, ...], tuple[int, ...]]
    deal: bool


def read_talks(path: Path) -> list[Recorded]:
    """The talks of a file, in its order; those that were cut off by a lost connection are left out."""
    talks = []
    for line in path.read_text("utf-8").splitlines():
        own, other = (_numbers(line, tag) for tag in ("input", "partner_input"))
        output = re.search(r"<output>(.*?)</output>", line)
        if output is None or "disconnect" in output[1]:
            continue
        talks.append(Recorded(own[0::2], (own[1::2], other[1::2]), "item0=" in output[1]))
    return talks


def _numbers(line: str, tag: str) -> tuple[int, ...]:
    found = re.search(rf"<{tag}>([\d ]+)</{tag}>", line)
    assert found is not None, line
    return tuple(map(int, found[1].split()))


def hope_of(counts: Sequence[int], values: Sequence[Sequence[int]]) -> float:
    """The share of its best hope that the worse-off gets where that is highest, over all divisions of whole things."""
    best = [sum(n * v for n, v in zip(counts, side, strict=True)) for side in values]
    shares = []
    for division in product(*(range(n + 1) for n in counts)):
        first = sum(n * v for n, v in zip(division, values[0], strict=True))
        rest = sum((whole - n) * v for whole, n, v in zip(counts, division, values[1], strict=True))
        shares.append(min(first / best[0], rest / best[1]))
    return max(shares)


def fitted(k: NDArray[np.float64], deal: NDArray[np.bool_]) -> tuple[float, float]:
    """Intercept and slope of the logistic regression of deals on k, by Newton's method."""
    table, beta = np.column_stack([np.ones_like(k), k]), np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-table @ beta))
        beta = beta + np.linalg.solve((table * (p * (1 - p))[:, None]).T @ table, table.T @ (deal - p))
    return float(beta[0]), float(beta[1])
