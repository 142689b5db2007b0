"""The trades of a case in its own names, as a result: `Exchanges`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.case.model import Case
from tertius.results import Record, Result, frame_of
from tertius.rules.decisions.exchange.exchange import SEED, Exchange, Traded, actors_of, effects, inner_group
from tertius.rules.decisions.stances import Stances, every_stance

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Trade(Record):
    """Two actors each move on the issue that matters less to them, so that both gain the same.

    Attributes:
        actor: Who moves on `issue`.
        issue: Its supply, and the other's demand.
        start: Where it voted before, on the scale of the issue.
        end: Where it votes after.
        other: Who moves on `other_issue` in return.
        other_issue: Its supply.
        other_start: Where it voted before.
        other_end: Where it votes after.
        gain: What each of the two gains: salience (0 to 1) times percent of the scale.
        externality: What all others gain together; below zero they lose.
    """

    actor: str
    issue: str
    start: float
    end: float
    other: str
    other_issue: str
    other_start: float
    other_end: float
    gain: float
    externality: float


@dataclass(frozen=True)
class TradeBalance(Record):
    """What an actor gains from all trades: salience (0 to 1) times percent of the scale.

    Attributes:
        own: From its own trades, as the expected outcomes move.
        inner: From those of others who stand as the two of them do, and compete with it for partners.
        outer: From those of all others.
    """

    own: float
    inner: float
    outer: float

    @property
    def total(self) -> float:
        """From all trades."""
        return self.own + self.inner + self.outer


@dataclass(frozen=True)
class Exchanges(Result):
    """Every trade of voting positions, in the order in which they were made.

    Attributes:
        case: The case; never changed.
        seed: Of the order in which trades that promise the same are made.
        trades: One after the other.
        expected: By issue the weighted mean before any trade.
        levels: By issue the weighted mean after all of them.
        balances: By actor what it gains from its own trades and from those of others.
        ties: How many trades were chosen, by the order of the seed, among others that promised as much.
    """

    case: Case
    seed: int
    trades: tuple[Trade, ...]
    expected: Mapping[str, float]
    levels: Mapping[str, float]
    balances: Mapping[str, TradeBalance]
    ties: int

    def to_frame(self) -> pd.DataFrame:
        """One row per trade: who moves on which issue from where to where, both sides, and what is gained."""
        words = ("actor", "issue", "other", "other_issue")
        kinds: dict[str, Any] = {name: "string" if name in words else float for name in Trade.__annotations__}
        rows = [(number, *asdict(trade).values()) for number, trade in enumerate(self.trades, 1)]
        return frame_of(rows, ["trade"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON, as a part of a decision."""
        return self.plain("seed", "trades", "expected", "levels", "balances", "ties")


def exchanges_of(case: Case, seed: int = SEED) -> Exchanges:
    """The trades of a case without talks, every number at its middle.

    Raises:
        ValueError: Nobody has any weight on an issue.
        CaseError: A capability is missing.
    """
    stances = every_stance(case)
    traded = Exchange(seed).trade(stances)
    actors, issues = actors_of(stances), list(stances)
    changes = _changes(actors, stances, traded)
    own = np.zeros_like(changes, np.bool_)
    np.put_along_axis(own, traded.actors, True, axis=1)
    inner = inner_group(traded) & ~own
    trades = []
    for t, (who, what) in enumerate(zip(traded.actors.tolist(), traded.issues.tolist(), strict=True)):
        (start, other_start), (end, other_end) = traded.starts[t].tolist(), traded.ends[t].tolist()
        one, other = (
            (actors[who[0]], issues[what[0]], start, end),
            (actors[who[1]], issues[what[1]], other_start, other_end),
        )
        trades.append(Trade(*one, *other, gain=float(traded.gains[t]), externality=float(changes[t][~own[t]].sum())))
    return Exchanges(
        case=case,
        seed=seed,
        trades=tuple(trades),
        expected=dict(zip(issues, traded.outcomes[0].tolist(), strict=True)),
        levels=dict(zip(issues, traded.outcomes[-1].tolist(), strict=True)),
        balances={
            actor: TradeBalance(*(float(changes[mask[:, i], i].sum()) for mask in (own, inner, ~own & ~inner)))
            for i, actor in enumerate(actors)
        },
        ties=traded.ties,
    )


def _changes(actors: list[str], stances: Mapping[str, Stances], traded: Traded) -> np.ndarray:
    """(T, N) by how much each trade changes the utility of every actor."""
    shape = (len(actors), len(stances))
    x, s = np.full(shape, np.nan), np.zeros(shape)
    for k, own in enumerate(stances.values()):
        rows = [actors.index(actor) for actor in own.actors]
        x[rows, k], s[rows, k] = own.position, own.salience / 100
    return effects(x, s, np.array([own.scale for own in stances.values()]), traded.outcomes)
