"""What became of a claim, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tertius.case.edit.diff import in_line
from tertius.case.fields import IN_PERCENT
from tertius.case.labels import label_of, unit_of
from tertius.report.text.phrases import percent, with_error

if TYPE_CHECKING:
    from tertius.analysis.claims.condition import Condition, Literal
    from tertius.analysis.claims.equilibrium import Tested
    from tertius.analysis.claims.events import Clustering
    from tertius.analysis.claims.result import ClaimResult, Claims
    from tertius.analysis.claims.verdict import Alike
    from tertius.case.actions import Change, Claim, Compare, Equilibrium, EventsTest
    from tertius.case.model import Case


def change_words(changes: Iterable[Change]) -> list[str]:
    """Each change in a clause: ``set links.patron.probability to 50%``."""
    words = []
    for change in changes:
        value = f" to {in_line(change.to)}" if change.verb == "set" else ""
        value = f": {in_line(change.value)}" if change.verb == "add" else value
        words.append(f"{change.verb} {change.path}{value}")
    return words


def _compare_words(test: Compare) -> str:
    least = f" by at least {test.at_least:g}" if test.at_least else ""
    first, second = ("; ".join(change_words(part)) or "the case as it stands" for part in (test.changes, test.against))
    return f"Compare {first} against {second}: {test.quantity} is {test.direction}{least}"


def _equilibrium_words(game: Equilibrium) -> str:
    plays = "; ".join(f"{actor}: {', '.join(moves) or 'nothing'}" for actor, moves in game.moves.items())
    return f"Equilibrium of the pre-talk game, {plays}: {'yes' if game.is_equilibrium else 'no'}"


def _events_words(test: EventsTest) -> str:
    """``Events: visit of dprk to china within 30 days before summit with usa``."""
    who = f" of {' and '.join(test.actors)}" if test.actors else ""
    where = f" to {test.host}" if test.host else ""
    whom = f" with {' and '.join(test.others)}" if test.others else ""
    return f"Events: {test.kind}{who}{where} within {test.within:g} days before {test.before}{whom}"


FORM_WORDS: dict[str, Callable[[Any], str]] = {
    "compare": _compare_words,
    "sweep": lambda sweep: f"Sweep {sweep.input} over {sweep.over}: {sweep.quantity} {sweep.direction}",
    "equilibrium": _equilibrium_words,
    "events": _events_words,
}
"""How a claim of each form will be tested, in words."""


def claim_words(claim: Claim) -> str:
    """How a claim will be tested, in words."""
    return FORM_WORDS[claim.form](claim.test)


APART = 0.1
"""Theories are told apart where their shares differ by more."""


def claims_sentences(claims: Claims) -> Iterator[str]:
    """What became of each claim, and why, in sentences."""
    for result in claims.results:
        yield f"{result.ident}: {' '.join(claim_sentences(claims.case, result))}"


def claim_sentences(case: Case, result: ClaimResult) -> Iterator[str]:
    """The verdict, what it depends on, where the theories differ, and what bears on it besides."""
    if result.note:
        yield f"It is not tested: {result.note}."
        return
    if result.clustering is not None:
        yield from _dates(result, result.clustering)
        return
    yield f"It {result.verdict.value}: true in {_percent(result.share)} of draws and theories."
    from tertius.report.text.limits.branches import crossing_sentence, switched_sentence  # which know the rules

    yield from filter(None, [crossing_sentence(result) or switched_sentence(result.switched, result.looked_into)])
    if result.verdict is type(result.verdict).DEPENDS:
        yield condition_sentence(case, result.condition)
    shares = result.theories
    if len(shares) > 1 and max(shares.values()) - min(shares.values()) > APART:
        listed = ", ".join(f"{_percent(share)} under {name}" for name, share in shares.items())
        yield f"The theories differ: {listed}."
    if result.alike is not None:
        yield alike_sentence(result.verdict.value, result.alike)
    if result.curve is not None and result.curve.ends - result.share > APART:
        yield f"From one end of the range to the other alone it is true in {_percent(result.curve.ends)}."
    if result.game is not None and not result.crossing:
        yield _game(case, result.game)
    if result.unsettled:
        yield (
            f"{_percent(result.unsettled)} of draws and theories do not bear on it: a version did not come to rest "
            "there, or has no such quantity."
        )


MOSTLY, SELDOM = 0.9, 0.1
"""A claim that is true in so many cases built alike, or in so few, owes that to how the case is built."""


def alike_sentence(verdict: str, alike: Alike) -> str:
    """In how many cases built alike a claim is true, and what that says of a verdict."""
    if alike.share != alike.share:
        return f"None of {alike.cases} cases built like this one bears on it."
    true = f"It is true of {_percent(alike.share)} of {alike.cases} cases built like this one with other numbers"
    if (verdict == "holds" and alike.share >= MOSTLY) or (verdict == "fails" and alike.share <= SELDOM):
        return f"{true}: that it {verdict} says little of this case in particular."
    if (verdict == "holds" and alike.share < 0.5) or (verdict == "fails" and alike.share > 0.5):
        return f"{true}: that it {verdict} is owed to the numbers of this case."
    return f"{true}."


def _dates(result: ClaimResult, test: Clustering) -> Iterator[str]:
    """The test of events, what the window does to it, and what bears on it besides."""
    before = f"{test.others} event" if test.others == 1 else f"{test.others} events"
    yield (
        f"It {result.verdict.value}: {test.observed} of {test.events} events lie in the windows before {before}, which "
        f"cover {test.windows} of {test.days} days; by chance it would be {test.expected:.1f} (p = {test.p:.3f})."
    )
    if test.tests > 1:
        yield (
            f"The case has {test.tests} claims on events; corrected for that (Holm) p = {test.p_corrected:.3f}, by "
            "which the verdict goes."
        )
    if test.after_last:
        yield (
            f"{test.after_last} of the {test.events} come after the last of the others and cannot count: whether one "
            "follows them is not on record."
        )
    tried = "; ".join(f"{one.within:g} days: {one.observed} (p = {one.p:.3f})" for one in test.tried)
    yield f"By the length of the window: {tried}."
    yield (
        "If the window had been chosen after a look at all of these, chance would give a p as small as the smallest "
        f"with probability {test.p_windows:.3f}."
    )
    yield f"If the pattern of the dates is kept and moved as a whole, p = {test.p_moved:.3f}."


def condition_sentence(case: Case, condition: Condition | None) -> str:
    """A sentence such as: It holds in 93 percent of draws when China's salience exceeds 22, in 41 percent otherwise."""
    if condition is None:
        return "No simple condition on one input or two separates where it holds from where not."
    met = " and ".join(_part(case, part) for part in condition.parts)
    return (
        f"It holds in {_percent(condition.inside)} of draws {met}, in {_percent(condition.outside)} otherwise; the "
        f"condition is met in {_percent(condition.coverage)}."
    )


def _part(case: Case, part: Literal) -> str:
    """``when the salience of arms for China exceeds 71.3``, ``under other theories than hold``."""
    if part.theory:
        return f"under {part.theory}" if part.above else f"under other theories than {part.theory}"
    verb, threshold = "exceeds" if part.above else "does not exceed", f"{part.threshold:.3g}"
    if unit_of(case, part.path) in IN_PERCENT:
        threshold = percent(part.threshold, hedged=False)
    return f"when the {label_of(case, part.path)} {verb} {threshold}"


def _game(case: Case, game: Tested) -> str:
    """Who would leave the equilibrium before the draws are known."""
    start = "In expectation over the draws, when nobody knows the numbers,"
    movers = [
        f"{case.name(name)} by {player.strategy} ({with_error(f'{player.expected:+.2f}', player.error)})"
        for name, player in game.players.items()
        if player.expected > 0
    ]
    if not movers:
        return f"{start} nobody would gain by leaving it alone."
    others = [case.name(name) for name, player in game.players.items() if not player.expected > 0]
    rest = f"; {', '.join(others)} would not" if others else ""
    return f"{start} these would gain: {', '.join(movers)}{rest}."


def _percent(share: float) -> str:
    """Whole percent; nearly all is told as over 99, not as all."""
    return percent(share)
