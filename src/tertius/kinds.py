"""Kinds of talk, each with a published rate at which such talks ended in agreement: ``tertius base-rates``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tertius.results import Record, Result, frame_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


@dataclass(frozen=True)
class BaseRate(Record):
    """How often talks of a kind ended in agreement; what counts as one differs from kind to kind.

    Attributes:
        kind: Its id, which a talk gives as its `kind`.
        low: The rate, as a share of 1; the lower one if several are published.
        high: The rate; the higher one.
        n: Of how many; None if the source does not say.
        of: What was counted.
        agreement: What counts as an agreement.
        source: Who published it and when, or the data that it was counted in.
        obtained: Whether it was counted in the data, read in the publication, or found cited by others.
    """

    kind: str
    low: float
    high: float
    n: int | None
    of: str
    agreement: str
    source: str
    obtained: str

    @property
    def rate(self) -> float:
        """The rate, or the middle between the lower and the higher one."""
        return (self.low + self.high) / 2

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return {"kind": self.kind, "rate": self.rate, **super().to_dict()}


@dataclass(frozen=True)
class BaseRates(Result):
    """The published base rates that come with Tertius, by kind of talk."""

    rates: Mapping[str, BaseRate]

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius base-rates --json``: a base rate for each kind."""
        return self.plain("rates")["rates"]  # type: ignore[no-any-return]

    def to_frame(self) -> pd.DataFrame:
        """One row per kind: rate, low, high, n, of, agreement, source, obtained."""
        texts = dict.fromkeys(("of", "agreement", "source", "obtained"), "string")
        kinds = dict.fromkeys(("rate", "low", "high"), "float") | {"n": "Int64", **texts}
        rows = [tuple(rate.to_dict().values()) for rate in self.rates.values()]
        return frame_of(rows, ["kind"], kinds)


@cache
def known_rates() -> Mapping[str, BaseRate]:
    """The base rates by their kinds."""
    text = files("tertius").joinpath("base_rates.csv").read_text("utf-8")
    return MappingProxyType({row["kind"]: _rate_of(row) for row in csv.DictReader(text.splitlines())})


def _rate_of(row: dict[str, str]) -> BaseRate:
    texts = {name: row[name] for name in ("kind", "of", "agreement", "source", "obtained")}
    n = int(row["n"]) if row["n"] else None
    return BaseRate(low=float(row["low"]), high=float(row["high"]), n=n, **texts)


def base_rates() -> BaseRates:
    """Return the published base rates that come with Tertius: how often talks of a kind ended in agreement."""
    return BaseRates(dict(known_rates()))
