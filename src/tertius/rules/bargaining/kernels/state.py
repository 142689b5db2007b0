"""One draw of a network of talks, laid out for settling: units, expected losses, payoffs.

Everything is in units of each actor's range, so that no result depends on the points an actor is given.
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    ABSENT,
    ACTORS,
    AGREED_LEAVES,
    APART,
    APPROVAL,
    AT_REFERENCE,
    BACKWARD,
    BALLOT,
    BASE,
    BASE_KNOWN,
    BASE_MASK,
    BROKEN,
    CALM_LINK,
    CALM_THREAT,
    CARES,
    COST,
    COVER,
    CURVATURE,
    DAMAGE,
    DEMANDS,
    DOUBT,
    DOUBT_ACTOR,
    DOUBT_LINK,
    DOUBTS,
    ENTERED_LINK,
    FELT,
    FELT_ISSUE,
    HELD_STAKE,
    HOLDS,
    HOLDS_IN,
    ISSUE_TALK,
    ISSUES,
    KEEP,
    KEPT_COVER,
    KEPT_LEFT,
    KNOWN,
    LIMBO,
    LINK,
    LINK_FROM,
    LINK_TO,
    LINKS,
    LUCK,
    MADE,
    MOST_OUTCOMES,
    MU,
    NEED,
    NEED_ACTOR,
    NEEDS,
    ORDER,
    OUTCOME,
    OUTCOMES,
    OUTCOMES_OF,
    PARTED,
    PARTINGS,
    PARTY,
    PENDING,
    POSITION,
    RANGE,
    REFERENCE,
    RISE,
    SALIENCE,
    SEATED,
    SEEN_LINK,
    SEES,
    SHORT_LINK,
    SHORT_LOSS,
    SHORT_THREAT,
    SIDE,
    STAKE,
    STANDING,
    STRIKE,
    SURE,
    SURVIVAL,
    TALKS,
    THREAT_HOLDER,
    THREAT_LIKE,
    THREAT_LOSS,
    THREAT_TALK,
    THREAT_TARGET,
    THREATS,
    TIE,
    UNCOVERED,
    UNIT,
    UNITS,
    VIEWS,
    VOTES,
    WEIGHT,
)
from tertius.rules.bargaining.kernels.luck import fill_holds, present
from tertius.rules.bargaining.kernels.talk.losses import loss
from tertius.rules.bargaining.kernels.talk.nash import TIE_WEIGHT
from tertius.rules.compiled.decorators import kernel

TOUCHING = 1e-6  # an issue that moves an actor by no more than this share of its range does not touch it
ALIKE = 1e-9  # stakes that differ by less are the same
EXACT = 0.0  # width of a kink in payoffs; only the ascent needs slopes everywhere


@kernel
def _fill_units(v: Ints, w: Floats) -> None:
    """Each actor's unit: its range; without stakes of its own, the largest loss that a threat can bring it."""
    units = v[UNITS]
    for i in range(v[ACTORS]):
        unit = w[v[RANGE] + i]
        if unit <= 0.0:
            unit = 0.0
            for h in range(v[THREATS]):
                if v[v[THREAT_TARGET] + h] == i:
                    unit = max(unit, w[v[DAMAGE] + h])
                if v[v[THREAT_HOLDER] + h] == i:
                    unit = max(unit, w[v[COST] + h])
        w[units + i] = unit if unit > 0.0 else 1.0


@kernel
def _is_calm(v: Ints, calm: int, count: int, row: int) -> bool:
    """Whether a link or a threat does not fire, for whoever left its talk is not whose refusal it answers."""
    is_calm = False
    for c in range(v[PARTINGS]):
        is_calm |= (v[PARTED] >> c) & 1 == 1 and v[calm + c * count + row] == 1
    return is_calm


@kernel
def _fill_threats(v: Ints, w: Floats) -> None:
    """Expected loss when a talk fails, for each actor: threats suffered, and carried out."""
    actors, lost = v[ACTORS], v[THREAT_LOSS]
    for entry in range(v[TALKS] * actors):
        w[lost + entry] = 0.0
    for h in range(v[THREATS]):
        if _is_calm(v, v[CALM_THREAT], v[THREATS], h):
            continue
        t, holder, target = v[v[THREAT_TALK] + h], v[v[THREAT_HOLDER] + h], v[v[THREAT_TARGET] + h]
        w[lost + t * actors + target] += w[v[STRIKE] + h] * w[v[DAMAGE] + h] / w[v[UNITS] + target]
        w[lost + t * actors + holder] += w[v[STRIKE] + h] * w[v[COST] + h] / w[v[UNITS] + holder]


@kernel
def _fill_views(v: Ints, w: Floats) -> None:
    """The view that each actor has of the links, and in each view the probability that u survives the failure of t.

    Whoever takes no link to be something else than it is has the view 0.
    """
    talks, sees, survival, views = v[TALKS], v[SEES], v[SURVIVAL], 1
    for i in range(v[ACTORS]):
        v[sees + i] = 0
    for doubt in range(v[DOUBTS]):
        actor = v[v[DOUBT_ACTOR] + doubt]
        if v[sees + actor] == 0:
            v[sees + actor] = views
            views += 1
    for entry in range(v[VIEWS] * talks * talks):
        w[survival + entry] = 1.0
    for view in range(views):
        for link in range(v[LINKS]):
            chance = w[v[LINK] + link]
            for doubt in range(v[DOUBTS]):
                if v[sees + v[v[DOUBT_ACTOR] + doubt]] == view and v[v[DOUBT_LINK] + doubt] == link:
                    chance = w[v[DOUBT] + doubt]
            w[v[SEEN_LINK] + view * v[LINKS] + link] = chance
            if _is_calm(v, v[CALM_LINK], v[LINKS], link):
                continue
            w[survival + (view * talks + v[v[LINK_FROM] + link]) * talks + v[v[LINK_TO] + link]] *= 1.0 - chance


@kernel
def fill_firing(v: Ints, w: Floats) -> None:
    """What fires if talks fail, given who left them."""
    _fill_threats(v, w)
    _fill_views(v, w)


@kernel
def _fill_stakes(v: Ints, w: Floats) -> None:
    """Stances in each actor's unit, what is lost of them at the references, and whom an issue touches."""
    actors, issues, a = v[ACTORS], v[ISSUES], w[v[CURVATURE]]
    for i in range(actors):
        for k in range(issues):
            here = i * issues + k
            stake = w[v[SALIENCE] + here] / w[v[UNITS] + i]
            w[v[STAKE] + here] = stake
            w[v[AT_REFERENCE] + here] = stake * loss(w[v[REFERENCE] + k] - w[v[POSITION] + here], a, EXACT)
            v[v[CARES] + here] = int(stake > TOUCHING)


@kernel
def _fill_needs(v: Ints, w: Floats) -> None:
    """Needs in each actor's unit, whom they make care, what the issues outside every talk leave, and failed talks.

    What is delivered with probability kappa, else left at its reference r, leaves of a need

        kappa (1 - q x) + (1 - kappa) (1 - q r) = (1 - (1 - kappa) q r) (1 - q' x)

    with q' = kappa q / (1 - (1 - kappa) q r): the cover and what is left as they are kept.
    """
    issues, talks = v[ISSUES], v[TALKS]
    for n in range(v[NEEDS]):
        i, standing, broken = v[v[NEED_ACTOR] + n], 1.0, v[BROKEN] + n * talks
        weight = w[v[WEIGHT] + n] / w[v[UNITS] + i]
        w[v[NEED] + n] = weight
        for t in range(talks):
            w[broken + t] = 1.0
        for k in range(issues):
            cover, t = w[v[COVER] + n * issues + k], v[v[ISSUE_TALK] + k]
            if weight * cover > TOUCHING:
                v[v[CARES] + i * issues + k] = 1
            left = 1.0 - cover * w[v[REFERENCE] + k]
            keep = w[v[KEEP] + i * issues + k]
            kept = 1.0 - (1.0 - keep) * cover * w[v[REFERENCE] + k]
            w[v[KEPT_LEFT] + n * issues + k] = kept
            w[v[KEPT_COVER] + n * issues + k] = keep * cover / kept if kept > 0.0 else 0.0
            if t < 0:
                standing *= left
            else:
                w[broken + t] *= left
        w[v[STANDING] + n] = standing


@kernel
def find_felt_issues(v: Ints, w: Floats) -> None:
    """The issues of each talk that a party cares about."""
    actors, issues = v[ACTORS], v[ISSUES]
    for t in range(v[TALKS]):
        n = 0
        for k in range(issues):
            felt = False
            if v[v[ISSUE_TALK] + k] == t:
                for i in range(actors):
                    felt |= v[v[PARTY] + t * actors + i] != 0 and v[v[CARES] + i * issues + k] != 0
            if felt:
                v[v[FELT_ISSUE] + t * issues + n] = k
                n += 1
        v[v[FELT] + t] = n


@kernel
def _tell_apart(v: Ints, w: Floats) -> None:
    """What tells talks apart (T, 3): the stakes of their parties, what these want, and the references."""
    actors, issues = v[ACTORS], v[ISSUES]
    for entry in range(3 * v[TALKS]):
        w[v[APART] + entry] = 0.0
    for k in range(issues):
        t = v[v[ISSUE_TALK] + k]
        if t < 0:
            continue
        party, apart = v[PARTY] + t * actors, v[APART] + 3 * t
        w[apart + 2] += w[v[REFERENCE] + k]
        for i in range(actors):
            if v[party + i]:
                stake = w[v[STAKE] + i * issues + k]
                w[apart] += stake
                w[apart + 1] += stake * w[v[POSITION] + i * issues + k]
        for n in range(v[NEEDS]):
            if v[party + v[v[NEED_ACTOR] + n]]:
                w[apart] += w[v[NEED] + n] * w[v[COVER] + n * issues + k]


@kernel
def _is_ahead(v: Ints, w: Floats, t: int, other: int) -> bool:
    """Whether talk t is settled before the other: at the first of its three numbers that differs it has more."""
    for column in range(3):
        more = w[v[APART] + 3 * t + column] - w[v[APART] + 3 * other + column]
        if abs(more) > ALIKE:
            return more > 0.0
    return False


@kernel
def _put_in_order(v: Ints, w: Floats) -> None:
    """The turn in which talks are settled: the largest stakes first, wherever a case names them; or the reverse.

    Talks that nothing tells apart are taken as they come in the case.
    """
    talks, order = v[TALKS], v[ORDER]
    _tell_apart(v, w)
    for t in range(talks):
        place = t
        while place > 0 and _is_ahead(v, w, t, v[order + place - 1]):
            v[order + place] = v[order + place - 1]
            place -= 1
        v[order + place] = t
    if v[BACKWARD]:
        for place in range(talks // 2):
            last = talks - 1 - place
            v[order + place], v[order + last] = v[order + last], v[order + place]


@kernel
def begin_draw(v: Ints, w: Floats) -> None:
    """Works out all that the numbers of a draw, at the beginning of `w`, make of the state; no talk is agreed yet."""
    _fill_units(v, w)
    v[PARTED], v[LIMBO] = 0, 0
    for entry in range(v[TALKS] * v[ACTORS] if v[PARTINGS] else 0):
        v[v[PARTY] + entry] = v[v[SEATED] + entry]
    fill_firing(v, w)
    _fill_stakes(v, w)
    _fill_needs(v, w)
    find_felt_issues(v, w)
    _put_in_order(v, w)
    for entry in range(v[VIEWS] * v[TALKS]):
        w[v[HOLDS] + entry] = 0.0
    for entry in range(v[NEEDS] * v[TALKS]):
        w[v[UNCOVERED] + entry] = 1.0
    look_at(v, 0)
    v[OUTCOMES], v[SURE], v[VOTES], v[BALLOT] = 1, -1, 0, 0
    w[v[OUTCOME]] = 1.0
    for t in range(v[TALKS]):
        w[v[MU] + t] = 0.5
        w[v[APPROVAL] + t] = 1.0
    for link in range(v[LINKS]):
        v[v[SHORT_LINK] + link] = 0
    for h in range(v[THREATS]):
        v[v[SHORT_THREAT] + h] = 0
    for entry in range(v[TALKS] * v[ACTORS]):
        w[v[SHORT_LOSS] + entry] = 0.0
    for c in range(v[ACTORS]):
        w[v[RISE] + c] = 1.0
        w[v[UNIT] + c] = 1.0
    w[v[TIE]] = TIE_WEIGHT


@kernel
def look_at(v: Ints, side: int) -> None:
    """Makes another side of the set the one that is looked at: its fields lie behind each other."""
    on = side - v[SIDE]
    v[SIDE] = side
    v[OUTCOME] += on * v[MOST_OUTCOMES]
    v[MADE] += on * v[MOST_OUTCOMES]
    v[ABSENT] += on * v[MOST_OUTCOMES]
    v[HOLDS_IN] += on * v[MOST_OUTCOMES] * v[VIEWS] * v[TALKS]
    v[HOLDS] += on * v[VIEWS] * v[TALKS]
    v[HELD_STAKE] += on * v[ACTORS] * v[ISSUES]
    v[BASE] += on * v[ACTORS]
    v[BASE_KNOWN] += on * v[ACTORS]


@kernel
def _enter_side(v: Ints, w: Floats, mask: int) -> None:
    """Looks at the set being settled from the side of the talk that is sure, and works out what is not yet known."""
    if v[LUCK]:
        look_at(v, v[SURE] + 1)
    if v[v[KNOWN] + v[SIDE]] == 0:
        fill_holds(v, w, mask)
        for i in range(v[ACTORS]):
            v[v[BASE_KNOWN] + i] = 0
        v[v[KNOWN] + v[SIDE]], v[v[OUTCOMES_OF] + v[SIDE]], v[v[BASE_MASK] + v[SIDE]] = 1, v[OUTCOMES], mask
    v[OUTCOMES] = v[v[OUTCOMES_OF] + v[SIDE]]


@kernel
def enter_side(v: Ints, w: Floats, mask: int) -> None:
    """The same within a set that was entered: what each talk leaves of the needs if it holds stays as it is."""
    _enter_side(v, w, mask)
    for t in range(v[TALKS]):
        _expect_needs(v, w, t)


@kernel
def enter_set(v: Ints, w: Floats, mask: int, x: int) -> None:
    """Makes `mask` the set being settled: who stands with which probability, and what that makes of payoffs."""
    for side in range(1 + v[TALKS] if v[LUCK] else 1):
        v[v[KNOWN] + side] = 0
    for link in range(v[LINKS]):
        v[v[ENTERED_LINK] + link] = v[v[SHORT_LINK] + link]
    _enter_side(v, w, mask)
    for t in range(v[TALKS]):
        update_needs(v, w, t, x)


@kernel
def fill_short_losses(v: Ints, w: Floats, t: int) -> None:
    """Expected loss of each actor from threats that fire although the agreement of talk t holds, for it is short."""
    lost = v[SHORT_LOSS] + t * v[ACTORS]
    for i in range(v[ACTORS]):
        w[lost + i] = 0.0
    for h in range(v[THREATS]):
        if v[v[THREAT_TALK] + h] == t and v[v[SHORT_THREAT] + v[v[THREAT_LIKE] + h]]:
            target, holder, strike = v[v[THREAT_TARGET] + h], v[v[THREAT_HOLDER] + h], w[v[STRIKE] + h]
            w[lost + target] += strike * w[v[DAMAGE] + h] / w[v[UNITS] + target]
            w[lost + holder] += strike * w[v[COST] + h] / w[v[UNITS] + holder]


@kernel
def _short_losses(v: Ints, w: Floats, i: int) -> float:
    """What actor i may expect to lose by deals that hold and stop short."""
    holds, lost = v[HOLDS] + v[v[SEES] + i] * v[TALKS], 0.0
    for t in range(v[TALKS]):
        lost += w[holds + t] * w[v[SHORT_LOSS] + t * v[ACTORS] + i]
    return lost


@kernel
def _fill_base(v: Ints, w: Floats, i: int, mask: int) -> None:
    """What actor i has whatever the levels of the set are, its needs left out; and what it stakes on each level."""
    issues, talks, base = v[ISSUES], v[TALKS], 0.0
    holds = v[HOLDS] + v[v[SEES] + i] * talks
    for k in range(issues):
        here, t = i * issues + k, v[v[ISSUE_TALK] + k]
        stands = w[holds + t] * w[v[KEEP] + here] if t >= 0 else 0.0
        stake = w[v[STAKE] + here]
        w[v[HELD_STAKE] + here] = stands * stake
        base += stake - (1.0 - stands) * w[v[AT_REFERENCE] + here]
    for t in range(talks):
        if v[v[PENDING] + t] == 0 or (mask >> t) & 1:
            base -= (present(v, w, mask, t) - w[holds + t]) * w[v[THREAT_LOSS] + t * v[ACTORS] + i]
    w[v[BASE] + i] = base


@kernel
def update_needs(v: Ints, w: Floats, t: int, x: int) -> None:
    """What talk t leaves of each need at the levels x if its agreement holds, and is expected to leave."""
    issues, talks = v[ISSUES], v[TALKS]
    for n in range(v[NEEDS]):
        cover, left, agreed = v[KEPT_COVER] + n * issues, v[KEPT_LEFT] + n * issues, 1.0
        for k in range(issues):
            if v[v[ISSUE_TALK] + k] == t:
                agreed *= w[left + k] * (1.0 - w[cover + k] * w[x + k])
        w[v[AGREED_LEAVES] + n * talks + t] = agreed
    _expect_needs(v, w, t)


@kernel
def _expect_needs(v: Ints, w: Floats, t: int) -> None:
    """What talk t is expected to leave of each need, in each outcome of luck."""
    talks, needs = v[TALKS], v[NEEDS]
    for n in range(needs):
        agreed, broken = w[v[AGREED_LEAVES] + n * talks + t], w[v[BROKEN] + n * talks + t]
        view = v[v[SEES] + v[v[NEED_ACTOR] + n]]
        for q in range(v[OUTCOMES]):
            holds = w[v[HOLDS_IN] + (q * v[VIEWS] + view) * talks + t]
            w[v[UNCOVERED] + (q * needs + n) * talks + t] = holds * agreed + (1.0 - holds) * broken


@kernel
def left_of(v: Ints, w: Floats, need: int, weight: float, t: int, held: bool) -> float:
    """E(what every talk but t leaves uncovered of a need), times a weight; with t = -1 what all talks leave.

    With `held` only as far as the agreement of talk t holds.
    """
    talks, left = v[TALKS], 0.0
    view = v[v[SEES] + v[v[NEED_ACTOR] + need]]
    if v[OUTCOMES] == 1:
        holds = w[v[HOLDS_IN] + view * talks + t] if held else 1.0
        left = holds * weight * w[v[STANDING] + need]
        for u in range(talks):
            if u != t:
                left *= w[v[UNCOVERED] + need * talks + u]
        return left
    for q in range(v[OUTCOMES]):
        holds = w[v[HOLDS_IN] + (q * v[VIEWS] + view) * talks + t] if held else 1.0
        part = holds * weight * w[v[STANDING] + need]
        for u in range(talks):
            if u != t:
                part *= w[v[UNCOVERED] + (q * v[NEEDS] + need) * talks + u]
        left += w[v[OUTCOME] + q] * part
    return left


@kernel
def payoff(v: Ints, w: Floats, x: int, i: int) -> float:
    """Expected payoff of actor i at the levels x, in units of its range, in the set last entered."""
    issues, a = v[ISSUES], w[v[CURVATURE]]
    if v[v[BASE_KNOWN] + i] == 0:
        _fill_base(v, w, i, v[v[BASE_MASK] + v[SIDE]])
        v[v[BASE_KNOWN] + i] = 1
    stake, position, value = v[HELD_STAKE] + i * issues, v[POSITION] + i * issues, w[v[BASE] + i]
    for k in range(issues):
        if w[stake + k] > 0.0:
            value -= w[stake + k] * loss(w[x + k] - w[position + k], a, EXACT)
    for n in range(v[NEEDS]):
        if v[v[NEED_ACTOR] + n] == i:
            value += w[v[NEED] + n] * (1.0 - left_of(v, w, n, 1.0, -1, False))
    if v[DEMANDS]:
        value -= _short_losses(v, w, i)
    return value
