"""`exchange` against the slow reference; what holds of every trade; and tables at the edge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.case.layouts.exchange import load_exchange
from tertius.rules.decisions.exchange.exchange import Traded, exchange, inner_group
from tests.reference.slow_exchange import trade_slowly


def table(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 7)), int(rng.integers(2, 6)))
    x = np.where(rng.random(shape) < 0.2, np.nan, rng.uniform(0, 100, shape))
    x[0] = rng.uniform(0, 100, shape[1])
    return (
        x,
        rng.uniform(0.05, 1, shape),
        np.where(rng.random(shape) < 0.1, 0.0, rng.uniform(0.1, 3, shape)) + (x == x[0]),
    )


def test_the_trades_are_those_of_the_slow_reference() -> None:
    made = 0
    for seed in range(60):
        x, s, c = table(seed)
        known = [[None if np.isnan(cell) else float(cell) for cell in row] for row in x]
        slow = trade_slowly(known, s.tolist(), c.tolist())
        fast = exchange(x, s, c)
        assert len(fast.gains) == len(slow)
        for t, (i, q, j, p, y_i, y_j, gain) in enumerate(slow):
            order = [0, 1] if fast.actors[t, 0] == i else [1, 0]
            assert fast.actors[t][order].tolist() == [i, j]
            assert fast.issues[t][order].tolist() == [q, p]
            assert fast.ends[t][order] == pytest.approx([y_i, y_j], abs=1e-9)
            assert fast.gains[t] == pytest.approx(gain, abs=1e-9)
        made += len(slow)
    assert made > 200


def test_what_holds_of_every_trade() -> None:
    for seed in range(30):
        x, s, c = table(seed)
        traded = exchange(x, s, c)
        there, w = np.isfinite(x), np.where(np.isfinite(x), s * c, 0)
        now = x.copy()
        for t, ((i, j), (q, p)) in enumerate(zip(traded.actors.tolist(), traded.issues.tolist(), strict=True)):
            shift = np.abs(traded.outcomes[t + 1] - traded.outcomes[t])
            assert s[i, p] * shift[p] - s[i, q] * shift[q] == pytest.approx(traded.gains[t])
            assert s[j, q] * shift[q] - s[j, p] * shift[p] == pytest.approx(traded.gains[t])
            assert traded.starts[t].tolist() == [now[i, q], now[j, p]]
            now[i, q], now[j, p] = traded.ends[t]
            mean = (w * np.where(there, now, 0)).sum(axis=0) / w.sum(axis=0)
            assert traded.outcomes[t + 1] == pytest.approx(mean)
            assert inner_group(traded)[t, [i, j]].all()
        assert np.array_equal(np.isnan(traded.positions), ~there)
        assert np.nanmin(traded.positions) >= -1e-9
        assert np.nanmax(traded.positions) <= 100 + 1e-9
        assert not len(traded.gains) or traded.gains.min() > 0


def test_units_change_nothing_and_the_seed_only_what_is_tied() -> None:
    x, s, c = table(3)
    one, other = exchange(x, s, c), exchange(7 + x / 20, s, 3 * c, np.array([[7.0, 12.0]] * x.shape[1]), seed=9)
    assert one.ties == 0
    assert other.actors.tolist() == one.actors.tolist()
    assert other.ends == pytest.approx(7 + one.ends / 20)
    assert other.gains == pytest.approx(one.gains)


def test_equals_are_taken_in_the_order_of_the_seed_and_counted() -> None:
    x = np.array([[0.0, 0.0], [0.0, 0.0], [100.0, 100.0]])
    s, c = np.array([[1.0, 0.2], [1.0, 0.2], [0.2, 1.0]]), np.ones((3, 2))
    found = [exchange(x, s, c, seed=seed) for seed in range(8)]
    assert {int(one.actors[0, 0]) for one in found} == {0, 1}
    assert {one.ties for one in found} == {1}
    again = exchange(x, s, c, seed=0)
    assert again.actors.tolist() == found[0].actors.tolist()


def test_nobody_trades_without_two_disagreements_or_other_priorities() -> None:
    def count(x: list[list[float]], s: list[list[float]]) -> Traded:
        return exchange(np.array(x), np.array(s), np.ones((2, 2)))

    assert not count([[0, 50], [100, 50]], [[1, 0.2], [0.2, 1]]).gains.size  # they agree on the second
    assert not count([[0, 0], [100, 100]], [[1, 0.5], [0.5, 0.25]]).gains.size  # the same priorities
    assert count([[0, 0], [100, 100]], [[1, 0.5], [0.5, 1]]).gains.size == 1
    with pytest.raises(ValueError, match="nobody has any weight"):
        count([[0, 0], [100, 100]], [[1, 0], [1, 0]])
    with pytest.raises(ValueError, match="must be 0 or more"):
        count([[0, 0], [100, 100]], [[1, -1], [1, 1]])


ROWS = (
    "#A;a;A\n#A;b;B\n#P;tax;Tax\n#P;dam;Dam\n#D;a;tax;0;1;1\n#D;a;dam;0;0.5;1\n#D;b;tax;100;0.5;1\n#D;b;dam;100;1;1\n"
)


def test_a_decision_tells_the_trades_and_their_table(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(ROWS, "utf-8")
    case = load_exchange(file, "2024-01-01")
    decision = tertius.decide(case)
    assert decision.exchanges is not None
    frame = decision.exchanges.to_frame()
    assert frame[["actor", "issue", "other", "other_issue"]].values.tolist() == [["a", "dam", "b", "tax"]]
    assert decision.issues["tax"].answers["exchange"].level == decision.exchanges.levels["tax"]
    assert decision.exchanges.levels["tax"] == pytest.approx(0, abs=1e-9)
    assert decision.to_dict()["exchanges"]["trades"][0]["gain"] == pytest.approx(100 / 3 - 50 / 3)
    assert tertius.settle(case, rule="exchange").levels == pytest.approx({"tax": 0, "dam": 100}, abs=1e-9)
    assert tertius.decide(case, ["mean"]).exchanges is None


def test_one_issue_has_no_trades_and_is_not_asked_unless_named() -> None:
    case = tertius.load("ec-emission-1994")
    assert "exchange" not in tertius.decide(case, draws=0).issues["delay"].answers
    answer = tertius.decide(case, ["exchange"], draws=0).issues["delay"].answers["exchange"]
    assert (answer.level, answer.status) == (None, "no answer")
    assert "there is one issue" in answer.why
    with pytest.raises(tertius.CaseError, match="is the only issue"):
        tertius.settle(case, rule="exchange")


def test_draws_are_decided_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(ROWS.replace("tax;0;1;1", "tax;0 to 20;1;1"), "utf-8")
    drawn = tertius.decide(load_exchange(file, "2024-01-01"), ["exchange"], draws=50).issues["tax"]
    assert drawn.answers["exchange"].draws is not None
    assert drawn.answers["exchange"].draws.low < drawn.answers["exchange"].draws.high
