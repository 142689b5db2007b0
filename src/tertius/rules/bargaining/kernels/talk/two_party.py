"""A talk between two parties with quadratic losses: its contract curve in one number, and Nash's solution on it.

Where each need has at most one source in the talk, both gains are sums of a parabola for each issue,

    g_i(x) = c_i - sum_k s_ik (x_k - p_ik)^2 + sum_k l_ik x_k,

with l the slope of the needs. The levels that maximise mu g_1 + (1 - mu) g_2 are explicit, and for mu from 0 to 1 they
are all that no other levels are better than for both:

    x_k(mu) = (mu a_1k + (1 - mu) a_2k) / (mu s_1k + (1 - mu) s_2k), kept within [0, 1];   a_ik = s_ik p_ik + l_ik / 2

g_1 rises along the curve and g_2 falls. Nash's solution is the root of h(mu) = b_1 (1 - mu) g_2 - b_2 mu g_1, with b
the powers; where there is no zone, the least bad levels are the root of g_1 - g_2. Both are found by Newton's steps,
kept between bounds that close in.
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    CONSTANT,
    CURVE,
    GAIN,
    HERE_COVER,
    HERE_POSITION,
    HERE_REFERENCE,
    HERE_SALIENCE,
    ISSUES,
    LEFT,
    MU,
    NEED_PARTY,
    OPEN,
    PARTIES,
    SHARE,
    SOURCES,
    TALK,
    TRIAL,
    VOTES,
)
from tertius.rules.bargaining.kernels.talk.nash import HAIR, LIGHT, SHARP, ZONE, best_in_zone
from tertius.rules.bargaining.kernels.talk.newton import copy_levels, gains_at, smallest_gain
from tertius.rules.compiled.decorators import kernel

STEPS = 100  # the most that a root takes
SAME_MU = 1e-9  # a step of mu below this was the last: it squares what was left
SAME_LEAST = 1e-13  # and where the least bad levels are looked for, which must be exact for the walk-away value
NASH_OF_TWO, EVEN, FIRST_AT_NOTHING, SECOND_AT_NOTHING = range(4)  # the roots that are looked for on the curve
END = 1e-12  # how near to its ends the curve is followed


@kernel
def _slopes(v: Ints, w: Floats) -> bool:
    """Fills l (2, K) and a (2, K); False if a need has two sources, or an issue no curve."""
    n, issues, curve = v[OPEN], v[ISSUES], v[CURVE]
    for k in range(n):
        w[curve + k] = w[curve + issues + k] = 0.0
    for j in range(v[SOURCES]):
        cover, found = v[HERE_COVER] + j * issues, 0
        if v[v[NEED_PARTY] + j] > 1:
            continue  # an elector
        slope = curve + v[v[NEED_PARTY] + j] * issues
        for k in range(n):
            if w[cover + k] > 0.0:
                found += 1
                w[slope + k] += w[v[LEFT] + j] * w[cover + k]
        if found > 1:
            return False
    for k in range(n):
        bent, sloped = 0.0, 0.0
        for i in range(2):
            salience, slope = w[v[HERE_SALIENCE] + i * issues + k], w[curve + i * issues + k]
            w[curve + (2 + i) * issues + k] = salience * w[v[HERE_POSITION] + i * issues + k] + 0.5 * slope
            bent += salience
            sloped += slope
        if bent <= 0.0 and sloped <= 0.0:
            return False
    return True


@kernel
def _go_along(v: Ints, w: Floats, x: int, mu: float) -> tuple[float, float, float, float]:
    """Puts x at mu on the curve; returns both gains and their slopes in mu."""
    n, issues, curve, nu = v[OPEN], v[ISSUES], v[CURVE], 1.0 - mu
    s_1, s_2 = v[HERE_SALIENCE], v[HERE_SALIENCE] + issues
    p_1, p_2 = v[HERE_POSITION], v[HERE_POSITION] + issues
    l_1, l_2, a_1, a_2 = curve, curve + issues, curve + 2 * issues, curve + 3 * issues
    g_1, g_2, d_1, d_2 = w[v[CONSTANT]], w[v[CONSTANT] + 1], 0.0, 0.0
    for j in range(v[SOURCES]):
        if v[v[NEED_PARTY] + j] == 0:
            g_1 -= w[v[LEFT] + j]
        elif v[v[NEED_PARTY] + j] == 1:
            g_2 -= w[v[LEFT] + j]
    for k in range(n):
        bend = mu * w[s_1 + k] + nu * w[s_2 + k]
        level, slope = 1.0, 0.0
        if bend > 0.0:
            level = (mu * w[a_1 + k] + nu * w[a_2 + k]) / bend
            slope = (w[a_1 + k] - w[a_2 + k] - level * (w[s_1 + k] - w[s_2 + k])) / bend
            if level < 0.0:
                level, slope = 0.0, 0.0
            elif level > 1.0:
                level, slope = 1.0, 0.0
        e_1, e_2 = level - w[p_1 + k], level - w[p_2 + k]
        g_1 -= w[s_1 + k] * e_1 * e_1 - w[l_1 + k] * level
        g_2 -= w[s_2 + k] * e_2 * e_2 - w[l_2 + k] * level
        d_1 += (w[l_1 + k] - 2.0 * w[s_1 + k] * e_1) * slope
        d_2 += (w[l_2 + k] - 2.0 * w[s_2 + k] * e_2) * slope
        w[x + k] = level
    return g_1, g_2, d_1, d_2


@kernel
def _step(low: float, high: float, mu: float, to: float, same: float) -> float:
    """Where a step of Newton's leads from mu; the middle, if it is a step of some length to the bounds or beyond."""
    inside = low < to < high or (0.0 < to < 1.0 and abs(to - mu) < same)
    return to if inside else 0.5 * (low + high)


@kernel
def _height(
    v: Ints, w: Floats, what: int, mu: float, g_1: float, g_2: float, d_1: float, d_2: float
) -> tuple[float, float]:
    """What falls along the curve and vanishes at the root that is looked for; and its slope."""
    if what == EVEN:
        return g_2 - g_1, d_2 - d_1
    if what == SECOND_AT_NOTHING:
        return g_2, d_2
    if what == FIRST_AT_NOTHING:
        return -g_1, -d_1
    b_1, b_2 = w[v[SHARE]], w[v[SHARE] + 1]
    height = b_1 * (1.0 - mu) * g_2 - b_2 * mu * g_1
    return height, -b_1 * g_2 + b_1 * (1.0 - mu) * d_2 - b_2 * g_1 - b_2 * mu * d_1


@kernel
def _go_to_root(v: Ints, w: Floats, x: int, what: int, mu: float, same: float) -> float:
    """Moves x from mu on the curve to a root, and fills the gains; returns where on the curve it is."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        g_1, g_2, d_1, d_2 = _go_along(v, w, x, mu)
        if what == NASH_OF_TWO and max(g_1, g_2) <= 0.0:
            break  # whoever gains more elsewhere on the curve, the other gains less: there is no zone
        height, slope = _height(v, w, what, mu, g_1, g_2, d_1, d_2)
        if height > 0.0:
            low = mu
        else:
            high = mu
        to = _step(low, high, mu, mu - height / slope if slope < 0.0 else -1.0, same)
        moved, mu = abs(to - mu), to
        if moved < same or high - low < 1e-15:
            break
    w[v[GAIN]], w[v[GAIN] + 1], _, _ = _go_along(v, w, x, mu)
    return mu


@kernel
def _go_to_end(v: Ints, w: Floats, x: int, one: int) -> float:
    """Moves x to what party `one` likes best, and as near to the references as it does not mind.

    Returns how much more the other would gain there than the party.
    """
    salience, curve = v[HERE_SALIENCE] + one * v[ISSUES], v[CURVE]
    slope, a = curve + one * v[ISSUES], curve + (2 + one) * v[ISSUES]
    for k in range(v[OPEN]):
        level = w[v[HERE_REFERENCE] + k]
        if w[salience + k] > 0.0:
            level = min(1.0, max(0.0, w[a + k] / w[salience + k]))
        elif w[slope + k] > 0.0:
            level = 1.0
        w[x + k] = level
    gains_at(v, w, x, 2.0, SHARP)
    return w[v[GAIN] + 1 - one] - w[v[GAIN] + one]


@kernel
def _least_bad(v: Ints, w: Floats, x: int) -> bool:
    """Moves x to where the smaller gain is as large as possible, and fills the gains; False if the curve cannot say."""
    g_1, g_2, _, _ = _go_along(v, w, x, END)
    if g_1 >= g_2:
        return _go_to_end(v, w, x, 1) >= 0.0
    g_1, g_2, _, _ = _go_along(v, w, x, 1.0 - END)
    if g_1 <= g_2:
        return _go_to_end(v, w, x, 0) >= 0.0
    _go_to_root(v, w, x, EVEN, 0.5, SAME_LEAST)
    return True


@kernel
def _has_curve(v: Ints, w: Floats, a: float) -> bool:
    """Whether the talk at hand has such a curve, whose slopes are filled in then."""
    return a == 2.0 and v[PARTIES] == 2 and _slopes(v, w)


@kernel
def nash_of_two(v: Ints, w: Floats, x: int, a: float) -> tuple[float, bool]:
    """Nash's solution of a talk of two, or its least bad levels: x, the gains and the smallest of them.

    Also whether the talk has such a curve, and the curve an answer; if not, x is inside [0, 1] and says nothing.
    The search begins where the last one for this talk ended.
    """
    if v[VOTES] or w[v[SHARE]] < LIGHT or w[v[SHARE] + 1] < LIGHT or not _has_curve(v, w, a):
        return 0.0, False
    begun = v[MU] + v[TALK]
    mu = _go_to_root(v, w, x, NASH_OF_TWO, w[begun], SAME_MU)
    smallest = smallest_gain(v, w)
    if smallest > ZONE:
        w[begun] = mu
        return smallest, True
    if not _least_bad(v, w, x):
        return 0.0, False
    smallest = smallest_gain(v, w)
    if smallest <= HAIR and gains_at(v, w, v[HERE_REFERENCE], a, SHARP) >= smallest:
        copy_levels(w, v[HERE_REFERENCE], x, v[OPEN])
        smallest = smallest_gain(v, w)
    return smallest, smallest > ZONE or smallest <= HAIR


@kernel
def _best_of_two(v: Ints, w: Floats, x: int, one: int, a: float) -> tuple[float, bool]:
    """The largest gain of party `one` in a talk of two that leaves the other not below its walk-away value.

    That is where the other's gain vanishes on the curve, or the curve's end. Also whether the talk has such a curve,
    and a zone on it; x is scratch.
    """
    if not _has_curve(v, w, a):
        return 0.0, False
    _go_to_end(v, w, x, 1 - one)
    if w[v[GAIN] + 1 - one] <= ZONE:
        return 0.0, False
    _go_to_end(v, w, x, one)
    if w[v[GAIN] + 1 - one] >= 0.0:
        return w[v[GAIN] + one], True
    _go_to_root(v, w, x, SECOND_AT_NOTHING if one == 0 else FIRST_AT_NOTHING, 0.5, SAME_LEAST)
    most = w[v[GAIN] + one]
    return most, most > ZONE


@kernel
def best_for(v: Ints, w: Floats, x: int, one: int, a: float) -> float:
    """The largest gain of party `one` that leaves nobody below its walk-away value.

    Starts from x inside the zone; x is overwritten.
    """
    most, explicit = _best_of_two(v, w, v[TRIAL], one, a)
    return most if explicit else best_in_zone(v, w, x, one, a)
