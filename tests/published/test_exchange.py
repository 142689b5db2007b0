"""Known answers for `exchange`: the trades that another program prints for Paris 2015, and one worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.case.layouts.exchange import load_exchange
from tertius.rules.decisions.exchange.exchange import effects, exchange
from tertius.rules.decisions.exchange.exchanges import Exchanges, Trade

EXACT = 1e-9
CONFIRMED = 12
"""So many trades at the beginning are the same in two programs."""

UNTIED = 32
"""So many come before the first that promises as much as another."""

AS_PRINTED = 1241
"""An order of equals that leads to every trade that is printed."""


def paris(data: Path, seed: int = 1) -> Exchanges:
    case = load_exchange(data / "position_exchange" / "CoP21.csv", "2015-10-02")
    found = tertius.decide(case, ["exchange"], seed=seed).exchanges
    assert found is not None
    return found


def printed(data: Path) -> list[list[str]]:
    with (data / "position_exchange" / "CoP21.output.csv").open(encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=";"))


def sides_of(trade: Trade) -> list[tuple[str, str, float, float]]:
    one = (trade.actor, trade.issue, trade.start, trade.end)
    return sorted([one, (trade.other, trade.other_issue, trade.other_start, trade.other_end)])


def sides_in(row: list[str]) -> list[tuple[str, str, float, float]]:
    one = (row[0].lower(), row[1], float(row[5]), float(row[7]))
    return sorted([one, (row[2].lower(), row[3], float(row[9]), float(row[11]))])


@pytest.mark.parametrize(("seed", "count"), [(1, CONFIRMED), (2, UNTIED)])
def test_the_first_trades_of_paris_are_those_of_another_program(data: Path, seed: int, count: int) -> None:
    for trade, row in zip(paris(data, seed).trades[:count], printed(data), strict=False):
        for (actor, issue, *ends), (who, what, *told) in zip(sides_of(trade), sides_in(row), strict=True):
            assert (actor, issue) == (who, what)
            assert ends == pytest.approx(told, abs=EXACT)
        assert trade.gain == pytest.approx(float(row[4]), abs=EXACT)


def test_one_order_of_equals_leads_to_every_trade_that_is_printed(data: Path) -> None:
    trades, rows = paris(data, AS_PRINTED).trades, printed(data)
    assert len(trades) == len(rows) == 129
    found = sorted(side for trade in trades for side in sides_of(trade))
    told = sorted(side for row in rows for side in sides_in(row))
    assert [side[:2] for side in found] == [side[:2] for side in told]
    assert np.array([side[2:] for side in found]) == pytest.approx(np.array([side[2:] for side in told]), abs=EXACT)
    gains = sorted(trade.gain for trade in trades)
    assert gains == pytest.approx(sorted(float(row[4]) for row in rows), abs=EXACT)


X = np.array([[0.0, 0.0], [100.0, 100.0], [50.0, np.nan]])
S = np.array([[1.0, 0.5], [0.5, 0.8], [0.5, 0.0]])
C = np.ones((3, 2))


def test_a_trade_worked_out_by_hand() -> None:
    """b goes all the way on the first issue, dO = 25; a owes 25 (1 + .5) / (.5 + .8) on the second, a move of 75."""
    traded = exchange(X, S, C)
    assert traded.actors.tolist() == [[0, 1]]
    assert traded.issues.tolist() == [[1, 0]]
    assert traded.starts.tolist() == [[0, 100]]
    assert traded.ends == pytest.approx(np.array([[75.0, 0.0]]))
    assert traded.gains == pytest.approx([25 - 0.5 * 25 * 1.5 / 1.3])
    assert traded.outcomes[0] == pytest.approx([37.5, 80 / 1.3])
    assert traded.outcomes[1] == pytest.approx([12.5, 80 / 1.3 + 25 * 1.5 / 1.3])
    harm = effects(X, S, np.array([[0.0, 100.0]] * 2), traded.outcomes)[0]
    assert harm[:2] == pytest.approx([traded.gains[0]] * 2)
    assert harm[2] == pytest.approx(-12.5)  # the bystander: the outcome left it 25 further off, at salience one half
