"""What became of a claim, in a table and in one sentence: why it fails, or on what it depends."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from tertius.analysis.claims.verdict import FAILS, HOLDS, Alike, Verdict
from tertius.case.actions import Compare, Sweep
from tertius.case.fields import IN_PERCENT
from tertius.case.labels import label_of, unit_of
from tertius.report.text.claims import APART, MOSTLY, SELDOM
from tertius.report.text.phrases import MEASURABLE, NOTHING, actor_phrase, fixed, joined, many, percent
from tertius.scenarios.targets import target_of_quantity

if TYPE_CHECKING:
    from tertius.analysis.claims.condition import Condition, Literal
    from tertius.analysis.claims.equilibrium import Tested
    from tertius.analysis.claims.events import Clustering
    from tertius.analysis.claims.result import ClaimResult, Claims
    from tertius.case.model import Case

MOST_WORDS = 25
"""A sentence on a claim has no more words, if it can be helped."""

_SHARES = ("upper_hand", "net_leverage", "agreement")
SHORT = 8
"""A unit up to so long stays on the line of its number."""

IDLE = "It makes no difference to speak of."
"""Said of a claim whose difference shows as none in eight draws of ten."""

BUILT, NUMBERS = "Built in.", "Owed to the numbers."
"""Why a claim comes out as it does, where cases built alike with other numbers tell."""


def counts_sentence(claims: Claims) -> str:
    """How many claims there are of each verdict."""
    counts = Counter(result.verdict.value for result in claims.results)
    told = joined([f"{word} {number}" for word, number in counts.items()])
    return f"Of {many(len(claims.results), 'claim')}: {told}."


def method_sentence(claims: Claims) -> str:
    """Over what the claims were tested, and what a verdict is."""
    under = joined(list(claims.theories))
    return (
        f"Tested in {many(claims.draws, 'draw')} under {under}. A claim holds if it is true in 95% of them "
        "or more, fails in 5% or less, and depends otherwise."
    )


def difference_sentence() -> str:
    """What the differences in the table are."""
    return "The difference is the median, the range has eight draws of ten; those in % are percentage points."


def owed_sentence(claims: Claims) -> str:
    """What is meant by built in, or owed to the numbers; empty if nothing is."""
    owed = {owed_words(result.verdict, result.alike) for result in claims.results}
    said = {
        BUILT: "What is built in comes out the same in nine of ten cases built like this one with other numbers.",
        NUMBERS: "What is owed to the numbers comes out otherwise in most cases built like this one.",
    }
    return " ".join(words for one, words in said.items() if one in owed)


def owed_words(verdict: Verdict, alike: Alike | None) -> str:
    """Whether a verdict is owed to how the case is built, or to its numbers; empty where neither."""
    if alike is None or math.isnan(alike.share) or verdict not in (Verdict.HOLDS, Verdict.FAILS):
        return ""
    same = alike.share if verdict is Verdict.HOLDS else 1 - alike.share
    if same >= (MOSTLY if verdict is Verdict.HOLDS else 1 - SELDOM):
        return BUILT
    return NUMBERS if same < 0.5 else ""


def true_in(result: ClaimResult) -> str:
    """In which share of draws and theories a claim is true; of dated events the p."""
    if result.clustering is not None:
        return f"p = {result.clustering.p_corrected:.3f}"
    bound = result.verdict is Verdict.DEPENDS and round(100 * result.share) in (round(100 * FAILS), round(100 * HOLDS))
    return percent(result.share, "%", 1 if bound else 0)


def difference_cells(case: Case, result: ClaimResult) -> tuple[str, str]:
    """The median difference with its unit, and the range of eight draws in ten."""
    effect = result.effect
    if not math.isfinite(effect.median):
        return NOTHING, NOTHING
    unit, factor, decimals = unit_of_difference(case, result.quantity)
    figures = (factor * value for value in (effect.low, effect.median, effect.high))
    low, median, high = (fixed(value, decimals, plus=True) for value in figures)
    space = "" if unit == "%" else "\u00a0" if len(unit) <= SHORT else " "
    return f"{median}{space}{unit}", f"{low} to {high}"


def unit_of_difference(case: Case, quantity: str) -> tuple[str, float, int]:
    """The unit to set behind a difference, by what it is multiplied, and its decimals."""
    if not quantity:
        return "points", 1.0, 1
    target = target_of_quantity(quantity)
    if target.kind in _SHARES:
        return "%", 100.0, 1
    if target.kind != "level":
        return "points", 1.0, 1
    entry = case.issues[target.ident]
    low, high = entry.scale
    decimals = max(0, 3 - math.floor(math.log10(high - low) + 0.3))
    return entry.unit or f"of\u00a0{high - low:g}", 1.0, decimals


def why_sentence(case: Case, result: ClaimResult) -> str:
    """One sentence on a claim that fails, depends or was not tested; empty for one that holds."""
    if result.note:
        return f"Not tested: {result.note}."
    if result.clustering is not None:
        return _dates(result.clustering)
    if result.verdict is Verdict.HOLDS or (result.crossing and result.verdict is Verdict.FAILS):
        return ""
    if result.game is not None:
        return _movers(case, result.game)
    return _depends(case, result) if result.verdict is Verdict.DEPENDS else _fails(case, result)


def _dates(test: Clustering) -> str:
    return (
        f"{test.observed} of {test.events} such events lie in the windows; chance would put {test.expected:.1f} there."
    )


def _movers(case: Case, game: Tested) -> str:
    """Who would gain by leaving the profile, as far as can be expected before the numbers are known."""
    movers = [name for name, player in game.players.items() if player.expected > MEASURABLE]
    who = joined([actor_phrase(case, name) for name in movers]) or "nobody"
    return f"Before the numbers are known, {who} could expect to gain by doing otherwise."


def _fails(case: Case, result: ClaimResult) -> str:
    """Why a comparison or a sweep fails: nothing moves, or the other way, or too little."""
    effect, test = result.effect, result.claim.test
    if not math.isfinite(effect.median):
        return "No draw bears on it."
    low, high = _ends(case, result)
    if isinstance(test, Compare) and test.direction == "same":
        return "It does make a difference."
    if low == high == 0:
        return IDLE
    if (high if _is_up(test) else -low) <= 0:
        return "The opposite is so, if anything." if 0 in (low, high) else "The opposite is so."
    if isinstance(test, Compare) and test.at_least:
        return f"It goes that way, but hardly ever by the {test.at_least:g} asked for."
    if result.curve is not None and result.curve.ends > result.share + APART:
        return f"It does not move steadily; from end to end it is true in {percent(result.curve.ends, '%')}."
    return "It goes now one way, now the other."


def _ends(case: Case, result: ClaimResult) -> tuple[float, float]:
    """The ends of the range, as the table shows them."""
    _, factor, decimals = unit_of_difference(case, result.quantity)
    return round(factor * result.effect.low, decimals), round(factor * result.effect.high, decimals)


def _is_up(test: object) -> bool:
    return (isinstance(test, Compare) and test.direction == "higher") or (
        isinstance(test, Sweep) and test.direction == "rises"
    )


def _depends(case: Case, result: ClaimResult) -> str:
    """On what a claim depends: the theory, or one or two numbers, as fully as fits in a sentence."""
    if _ends(case, result) == (0, 0):
        return IDLE
    shares = result.theories
    if len(shares) > 1 and max(shares.values()) - min(shares.values()) > APART:
        listed = joined([f"in {percent(share, '%')} under {name}" for name, share in shares.items()])
        return f"The theories differ: true {listed}."
    if result.condition is None:
        return "No one or two of the numbers decide it."
    options = list(_conditions(case, result.condition))
    return next((words for words in options if len(words.split()) <= MOST_WORDS), options[-1])


def _conditions(case: Case, condition: Condition) -> list[str]:
    """A condition in full, by its numbers alone, by the first of them."""
    met = joined([_literal(case, part) for part in condition.parts])
    names = [_name(case, part) for part in condition.parts]
    inside, outside = percent(condition.inside, "%"), percent(condition.outside, "%")
    return [
        f"True in {inside} of draws if {met}, else in {outside}.",
        f"It turns on {joined(names)}: {inside} against {outside}.",
        f"It turns on {names[0]}, among others: {inside} against {outside}.",
    ]


def _name(case: Case, part: Literal) -> str:
    return "the theory" if part.theory else f"the {label_of(case, part.path)}"


def _literal(case: Case, part: Literal) -> str:
    """``the salience of arms for China is above 71.3``."""
    if part.theory:
        return f"the theory is {'' if part.above else 'not '}{part.theory}"
    threshold = f"{part.threshold:.3g}"
    if unit_of(case, part.path) in IN_PERCENT:
        threshold = percent(part.threshold, "%", hedged=False)
    return f"{_name(case, part)} is {'above' if part.above else 'at most'} {threshold}"
