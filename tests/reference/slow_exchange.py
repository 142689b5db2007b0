"""Equal-gain exchange worked out slowly and plainly, trade by trade, from the page of the rule."""

from __future__ import annotations

from itertools import combinations

__all__ = ["trade_slowly"]

Table = list[list[float | None]]
Done = tuple[int, int, int, int, float, float, float]


def trade_slowly(x: Table, s: Table, c: Table) -> list[Done]:
    """Every trade: i, its issue q, j, its issue p, their new positions and the gain; no two may promise the same.

    Args:
        x: Positions from 0 to 100, actor by actor; None where there is no stance.
        s: Saliences.
        c: Capabilities.
    """
    actors, issues = range(len(x)), range(len(x[0]))
    now = [list(row) for row in x]
    ways: dict[tuple[int, int], bool] = {}
    total = [sum(c[i][k] * s[i][k] for i in actors if x[i][k] is not None) for k in issues]  # type: ignore[operator]
    mean = [
        sum(c[i][k] * s[i][k] * x[i][k] for i in actors if x[i][k] is not None) / total[k]  # type: ignore[operator]
        for k in issues
    ]
    open_ = set()
    for p, q in combinations(issues, 2):
        for i, j in combinations(actors, 2):
            places = [(i, p), (i, q), (j, p), (j, q)]
            if any(x[a][k] is None for a, k in places):
                continue
            below = [x[a][k] < mean[k] for a, k in places]  # type: ignore[operator]
            if below[0] != below[2] and below[1] != below[3]:
                open_ |= {(i, j, p, q), (i, j, q, p)}
    done: list[Done] = []
    while True:
        offers = [offer for trade in open_ if (offer := _offer(trade, x, now, s, c, total, ways))]
        if not offers:
            return done
        gain, i, q, y_i, j, p, y_j = max(offers)
        ways[i, q], ways[j, p] = y_i > now[i][q], y_j > now[j][p]  # type: ignore[operator]
        now[i][q], now[j][p] = y_i, y_j
        open_ -= {(i, j, p, q)}
        done.append((i, q, j, p, y_i, y_j, gain))


def _offer(
    trade: tuple[int, int, int, int],
    x: Table,
    now: Table,
    s: Table,
    c: Table,
    total: list[float],
    ways: dict[tuple[int, int], bool],
) -> tuple[float, int, int, float, int, int, float] | None:
    """What i gains if it moves on q, and j on p, until one of them stands where the other wanted it."""
    i, j, p, q = trade
    s_ip, s_iq, s_jp, s_jq = s[i][p], s[i][q], s[j][p], s[j][q]
    pull_i, pull_j = c[i][q] * s_iq / total[q], c[j][p] * s_jp / total[p]  # type: ignore[operator]
    if not pull_i > 0 or not pull_j > 0:
        return None
    way_i, way_j = x[j][q] - now[i][q], x[i][p] - now[j][p]  # type: ignore[operator]
    for share in (1.0, None):  # j goes all the way, or else i does
        if share is not None:
            d_p = abs(way_j) * pull_j
            d_q = d_p * (s_ip + s_jp) / (s_iq + s_jq)  # type: ignore[operator]
        else:
            d_q = abs(way_i) * pull_i
            d_p = d_q * (s_iq + s_jq) / (s_ip + s_jp)  # type: ignore[operator]
        if d_q <= abs(way_i) * pull_i * (1 + 1e-14):
            break
    gain = s_ip * d_p - s_iq * d_q  # type: ignore[operator]
    y_i = now[i][q] + (1 if way_i > 0 else -1) * d_q / pull_i  # type: ignore[operator]
    y_j = now[j][p] + (1 if way_j > 0 else -1) * d_p / pull_j  # type: ignore[operator]
    turned = ways.get((i, q), way_i > 0) != (way_i > 0) or ways.get((j, p), way_j > 0) != (way_j > 0)
    if gain < 1e-10 or turned or abs(y_i - now[i][q]) < 1e-10 or abs(y_j - now[j][p]) < 1e-10:  # type: ignore[operator]
        return None
    return gain, i, q, y_i, j, p, y_j
