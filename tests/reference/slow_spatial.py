"""The Spatial Model of Politics worked out slowly and plainly, actor by actor, from the page of the rule."""

from __future__ import annotations

from math import floor, hypot, prod, sqrt

__all__ = ["turn_slowly"]

Point = list[float]
Deal = tuple[int, Point, int, Point]


def turn_slowly(x: list[Point], s: list[Point], c: list[float], how: dict[str, str], steps: int) -> list[Point]:
    """Where all stand after one turn.

    Args:
        x: Positions, actor by actor, from 0 to 1.
        s: Saliences; those of an actor add up to 1 at most.
        c: Capabilities.
        how: The options, by name.
        steps: Bargains are rounded to this part; 0: not at all.
    """
    return _Turn(x, s, c, how, steps).after()


class _Turn:
    def __init__(self, x: list[Point], s: list[Point], c: list[float], how: dict[str, str], steps: int) -> None:
        self.x, self.s, self.c, self.how, self.steps = x, s, c, how, steps
        self.actors = range(len(x))
        self.total = [sum(row) for row in s]
        neutral = [[1 - self.apart(k, x[i]) for i in self.actors] for k in self.actors]
        chances = self.election(neutral)
        least = {"low": 0.0, "middle": -0.5, "high": -1.0}[how["risk"]]
        low, high = min(chances), max(chances)
        flat = high - low <= 1e-12 * high
        self.risk = [0.0 if flat else least + (1 - least) * (p - low) / (high - low) for p in chances]

    def apart(self, k: int, place: Point) -> float:
        most = sqrt(sum(s * s for s in self.s[k]))
        return hypot(*(s * (a - b) for s, a, b in zip(self.s[k], self.x[k], place, strict=True))) / most if most else 0

    def worth(self, k: int, place: Point, risk: float) -> float:
        d = self.apart(k, place)
        return (1 - d) * (1 + min(d, 1) * risk)

    def seen(self, h: int, k: int, i: int) -> float:
        """u_ki as h sees it."""
        way = {"own": 0, "third": 1 / 3, "half": 1 / 2, "two-thirds": 2 / 3, "true": 1}[self.how["estimate"]]
        return self.worth(k, self.x[i], self.risk[h] + way * (self.risk[k] - self.risk[h]))

    def vote(self, weight: float, du: float) -> float:
        sharp = max(-1.0, min(1.0, du / 1e-8))
        return (
            weight
            * {
                "proportional": du,
                "mixed": 0.8 * du + 0.2 * sharp,
                "binary": sharp,
                "mixed-cubic": (du + du**3) / 2,
                "cubic": du**3,
                "prospect": du * 2 / 3 if du > 0 else du,
            }[self.how["voting"]]
        )

    def election(self, u: list[list[float]]) -> list[float]:
        options = range(len(u[0]))
        power = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}[self.how["victory"]]
        p = [[0.5 for _ in options] for _ in options]
        for a in options:
            for b in options:
                if a != b:
                    votes = [self.vote(self.c[k], u[k][max(a, b)] - u[k][min(a, b)]) for k in self.actors]
                    votes = [vote if a > b else -vote for vote in votes]
                    pro = (1e-8 + sum(v for v in votes if v > 0)) ** power
                    con = (1e-8 - sum(v for v in votes if v < 0)) ** power
                    p[a][b] = pro / (pro + con)
        if self.how["election"] == "conditional":
            odds = [prod(row) for row in p]
            return [one / sum(odds) for one in odds]
        q = [1 / len(options) for _ in options]
        for _ in range(1000):
            new = [sum(p[a][b] * (q[a] + q[b]) for b in options) / len(options) for a in options]
            change = max(abs(n - o) for n, o in zip(new, q, strict=True))
            q = [(n + o) / 2 for n, o in zip(new, q, strict=True)]
            if change < 1e-6:
                break
        return q

    def wins(self, h: int, i: int, j: int) -> float:
        """P_ij as h sees it."""
        u = [[self.seen(h, k, i), self.seen(h, k, j), self.seen(h, k, k)] for k in self.actors]
        w = [c * t for c, t in zip(self.c, self.total, strict=True)]
        own_i = 1e-10 + max(0.0, self.vote(w[i], u[i][0] - u[i][1]))
        own_j = 1e-10 + max(0.0, -self.vote(w[j], u[j][0] - u[j][1]))
        pro, con = own_i, own_j
        for k in self.actors:
            if k not in (i, j):
                ui, uj, uk = u[k]
                vote = self.vote(w[k], ui - uj)
                p = (own_i + max(0.0, vote)) / (own_i + own_j + abs(vote))
                stays = {"full": (ui, uj, ui, uj), "semi": (uk, uj, ui, uk), "none": (uk, uk, uk, uk)}
                with_i, beaten_with_i, beaten_with_j, with_j = stays[self.how["commitment"]]
                joined_i = p * (2 * ui + with_i) + (1 - p) * (2 * uj + beaten_with_i)
                joined_j = p * (2 * ui + beaten_with_j) + (1 - p) * (2 * uj + with_j)
                joins = self.vote(w[k], joined_i - joined_j)
                pro, con = pro + max(0.0, joins), con + max(0.0, -joins)
        return pro / (pro + con)

    def deals(self) -> list[Deal]:
        found: list[Deal] = []
        for i in self.actors:
            best, target = 1e-5, -1
            for j in self.actors:
                if j != i:
                    p, sj = self.wins(i, i, j), self.total[j]
                    ii, ij = self.seen(i, i, i), self.seen(i, i, j)
                    gain = (1 - sj) * 2 * ii + sj * (p * 2 * ii + (1 - p) * 2 * ij) - (ii + ij)
                    if gain > best:
                        best, target = gain, j
            if target >= 0:
                found += self.between(i, target)
        return found

    def between(self, i: int, j: int) -> list[Deal]:
        views = [self.wins(h, i, j) for h in ([i] if self.how["view"] == "initiator" else [i, j])]
        pairs = [[self.meet(i, j, k, p) for k in range(len(self.s[i]))] for p in views]
        if self.how["view"] == "compromise":
            wi, wj = (max(self.c[k] * self.total[k], 0.0) for k in (i, j))
            one, two = pairs
            mean = [
                tuple((wi * a + wj * b) / (wi + wj) for a, b in zip(p, q, strict=True))
                for p, q in zip(one, two, strict=True)
            ]
            pairs = [[(a, b) for a, b in mean]]
        return [(i, [a for a, _ in pair], j, [b for _, b in pair]) for pair in pairs]

    def meet(self, i: int, j: int, k: int, p: float) -> tuple[float, float]:
        xi, xj, si, sj = self.x[i][k], self.x[j][k], self.s[i][k], self.s[j][k]
        if self.how["bargain"] == "s2pmax":
            di, dj = max(0.0, 1 - 2 * p), max(0.0, 2 * p - 1)
            to_j = di * sj**2 / (di * sj**2 + 1e-6 + (1 - di) * si**2)
            to_i = dj * si**2 / (dj * si**2 + 1e-6 + (1 - dj) * sj**2)
            return xi + to_j * (xj - xi), xj + to_i * (xi - xj)
        n = {"s1p1": 1, "s2p2": 2}[self.how["bargain"]]
        a, b = (si * p) ** n, (sj * (1 - p)) ** n
        ends = ((a + 1e-6) * xi + b * xj) / (a + b + 1e-6), (a * xi + (b + 1e-6) * xj) / (a + b + 1e-6)
        first, second = (floor(0.5 + end * self.steps) / self.steps if self.steps else end for end in ends)
        return first, second

    def after(self) -> list[Point]:
        deals = self.deals()
        return [self.chosen(k, [deal for deal in deals if k in (deal[0], deal[2])]) for k in self.actors]

    def chosen(self, k: int, mine: list[Deal]) -> Point:
        def state(voter: int, deal: Deal | None) -> float:
            places = list(self.x)
            if deal is not None:
                places[deal[0]], places[deal[2]] = deal[1], deal[3]
            return sum(self.worth(voter, place, self.risk[voter]) for place in places) / len(places)

        chances = self.election([[state(voter, deal) for deal in (None, *mine)] for voter in self.actors])
        best = max(range(len(chances)), key=lambda place: (chances[place] > max(chances) * (1 - 1e-12), -place))
        if best == 0:
            return self.x[k]
        deal = mine[best - 1]
        return deal[1] if deal[0] == k else deal[3]
