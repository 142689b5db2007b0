"""One talk with everything else held still: its parties, its issues, and what each would gain.

In the fields that begin with `here_`, and in `share`, `constant`, `left` and their like, the parties of the talk whose
payoff its levels touch are numbered from 0 to m - 1, the issues that some party cares about from 0 to n - 1, and the
needs that an issue of the talk covers from 0; `actor`, `issue` and `need_party` say who and what they are.

    share (m)       part of the bargaining power; 0 for a party that must only not lose
    constant (m)    the part of the gain that the levels do not touch
    left (j)        weight of the need times what the other talks leave uncovered
    log_weight (m)  weight of each logarithm in the ascent under way
    rise (m)        1 for those whose smallest gain z stands for, 0 for those who must only stay above nothing
    tie             weight of the distance from the references
    gain (m)        the gains last computed; before (m): those less z where the step under way began
    ideal (m)       largest gain that leaves nobody below its walk-away value
    unit (m)        in what each gain is counted while shares are raised together
    votes           how many electors there are, whose rows come behind those of the parties; group (I) whose they are
    held_at (m)     the share at which a party that can rise no further is held
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    ACTOR,
    ACTORS,
    BALLOT,
    CONSTANT,
    CURVATURE,
    ELECTOR_ACTOR,
    ELECTOR_GROUP,
    ELECTOR_TALK,
    ELECTORS,
    FELT,
    FELT_ISSUE,
    GROUP,
    HELD_STAKE,
    HERE_COVER,
    HERE_POSITION,
    HERE_REFERENCE,
    HERE_SALIENCE,
    HOLDS,
    ISSUE,
    ISSUE_TALK,
    ISSUES,
    KEPT_COVER,
    KEPT_LEFT,
    LEFT,
    NEED,
    NEED_ACTOR,
    NEED_PARTY,
    NEEDS,
    OPEN,
    PARTIES,
    PARTY,
    POSITION,
    POWER,
    REFERENCE,
    SHARE,
    SOURCES,
    STAKE,
    TALK,
    VOTES,
)
from tertius.rules.bargaining.kernels.state import TOUCHING, left_of, payoff
from tertius.rules.bargaining.kernels.talk.losses import loss
from tertius.rules.bargaining.kernels.talk.nash import SHARP
from tertius.rules.compiled.decorators import kernel


@kernel
def _select_issues(v: Ints, w: Floats, t: int) -> None:
    """Finds the issues of talk t that a party cares about."""
    n = v[v[FELT] + t] if w[v[HOLDS] + t] > 0.0 else 0
    for r in range(n):
        k = v[v[FELT_ISSUE] + t * v[ISSUES] + r]
        v[v[ISSUE] + r] = k
        w[v[HERE_REFERENCE] + r] = w[v[REFERENCE] + k]
    v[OPEN] = n


@kernel
def _is_touched(v: Ints, w: Floats, t: int, i: int) -> bool:
    """Whether the selected issues of talk t touch actor i: a need that other talks cover fully is no reason."""
    issues, n = v[ISSUES], v[OPEN]
    for r in range(n):
        if w[v[STAKE] + i * issues + v[v[ISSUE] + r]] > TOUCHING:
            return True
    for need in range(v[NEEDS]):
        if v[v[NEED_ACTOR] + need] == i:
            left = left_of(v, w, need, w[v[NEED] + need], t, False)
            for r in range(n):
                if left * w[v[KEPT_COVER] + need * issues + v[v[ISSUE] + r]] > TOUCHING:
                    return True
    return False


@kernel
def select_parties(v: Ints, w: Floats, t: int) -> None:
    """Finds the issues of talk t that a party cares about, and the parties whose payoff its levels touch.

    There is neither if none of these parties has power.
    """
    actors = v[ACTORS]
    _select_issues(v, w, t)
    m, total = 0, 0.0
    for i in range(actors):
        if v[v[PARTY] + t * actors + i] and _is_touched(v, w, t, i):
            power = w[v[POWER] + t * actors + i]
            v[v[ACTOR] + m] = i
            w[v[SHARE] + m] = power
            total += power
            m += 1
    if total <= 0.0:
        m, v[OPEN] = 0, 0
    v[PARTIES] = m
    for c in range(m):
        w[v[SHARE] + c] /= total


@kernel
def _fill_need(v: Ints, w: Floats, c: int, t: int, need: int, x: int) -> None:
    """One need of party c, if an issue of the talk covers it; what it lacks now goes back into the constant."""
    issues, row = v[ISSUES], v[SOURCES]
    cover = v[HERE_COVER] + row * issues
    left, touched = left_of(v, w, need, w[v[NEED] + need], t, True), False
    for k in range(issues):
        if v[v[ISSUE_TALK] + k] == t:
            left *= w[v[KEPT_LEFT] + need * issues + k]
    now = left
    for r in range(v[OPEN]):
        k = v[v[ISSUE] + r]
        w[cover + r] = w[v[KEPT_COVER] + need * issues + k]
        touched |= w[cover + r] > 0.0
        now *= 1.0 - w[cover + r] * w[x + k]
    if touched:
        w[v[LEFT] + row] = left
        v[v[NEED_PARTY] + row] = c
        w[v[CONSTANT] + c] += now
        v[SOURCES] = row + 1


@kernel
def _fill_row(v: Ints, w: Floats, c: int, t: int, x: int, walk: int, slack: float) -> None:
    """What makes up the gain of row c, that of the actor `actor[c]`: its stances, its needs, and the constant."""
    issues, i = v[ISSUES], v[v[ACTOR] + c]
    salience, position = v[HERE_SALIENCE] + c * issues, v[HERE_POSITION] + c * issues
    constant = payoff(v, w, x, i) - w[walk + i] + slack
    for r in range(v[OPEN]):  # the present loss goes back into the constant
        k = v[v[ISSUE] + r]
        w[salience + r] = w[v[HELD_STAKE] + i * issues + k]
        w[position + r] = w[v[POSITION] + i * issues + k]
        if w[salience + r] > 0.0:
            constant += w[salience + r] * loss(w[x + k] - w[position + r], w[v[CURVATURE]], SHARP)
    w[v[CONSTANT] + c] = constant
    for need in range(v[NEEDS]):
        if v[v[NEED_ACTOR] + need] == i and w[v[NEED] + need] > 0.0:
            _fill_need(v, w, c, t, need, x)


@kernel
def _fill_votes(v: Ints, w: Floats, t: int, x: int, walk: int) -> None:
    """The electors of the talk, in rows behind its parties; their groups are numbered from 0."""
    first = v[PARTIES]
    for row in range(v[ELECTORS]):
        if v[v[ELECTOR_TALK] + row] == t:
            c = first + v[VOTES]
            v[v[ACTOR] + c], v[v[GROUP] + c] = v[v[ELECTOR_ACTOR] + row], v[v[ELECTOR_GROUP] + row]
            v[VOTES] += 1
            _fill_row(v, w, c, t, x, walk, 0.0)


@kernel
def fill_subproblem(v: Ints, w: Floats, t: int, x: int, walk: int, slack: float) -> None:
    """Fills in talk t at the levels x (K) of every issue.

    Args:
        v: The integers of the workspace.
        w: Its floats, with the set of talks entered.
        t: The talk.
        x: Place of the levels.
        walk: Place of the walk-away values (I).
        slack: What a party without power may lose.
    """
    select_parties(v, w, t)
    v[TALK], v[SOURCES], v[VOTES], v[BALLOT] = t, 0, 0, 0
    for c in range(v[PARTIES]):
        _fill_row(v, w, c, t, x, walk, slack if w[v[SHARE] + c] <= 0.0 else 0.0)
    if v[ELECTORS] and v[OPEN]:
        _fill_votes(v, w, t, x, walk)
