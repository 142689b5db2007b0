"""What became of a claim, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tertius.analysis.claims.verdict import Verdict
from tertius.case.labels import label_of

if TYPE_CHECKING:
    from tertius.analysis.claims.condition import Condition, Literal
    from tertius.analysis.claims.equilibrium import Tested
    from tertius.analysis.claims.events import Clustering
    from tertius.analysis.claims.result import ClaimResult, Claims
    from tertius.case.model import Case


APART = 0.1
"""Theories are told apart where their shares differ by more."""


def claim_sentences(case: Case, result: ClaimResult) -> Iterator[str]:
    """The verdict, what it depends on, where the theories differ, and what bears on it besides."""
    if result.note:
        yield f"It is not tested: {result.note}."
        return
    if result.clustering is not None:
        yield from _events(result.clustering, result.verdict)
        return
    yield f"It {result.verdict.value}: true in {_percent(result.share)} of draws and theories."
    if result.verdict is Verdict.DEPENDS:
        yield condition_sentence(case, result.condition)
    shares = result.theories
    if len(shares) > 1 and max(shares.values()) - min(shares.values()) > APART:
        listed = ", ".join(f"{_percent(share)} under {name}" for name, share in shares.items())
        yield f"The theories differ: {listed}."
    if result.curve is not None and result.curve.ends - result.share > APART:
        yield f"From one end of the range to the other alone it is true in {_percent(result.curve.ends)}."
    if result.game is not None:
        yield _game(case, result.game)
    if result.unsettled:
        yield (
            f"{_percent(result.unsettled)} of draws and theories do not bear on it: a version did not come to rest "
            "there, or has no such quantity."
        )


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
    if part.theory:
        return f"under {part.theory}" if part.above else f"under other theories than {part.theory}"
    verb = "exceeds" if part.above else "does not exceed"
    return f"when the {label_of(case, part.path)} {verb} {_threshold(part)}"


def _threshold(part: Literal) -> str:
    if part.path[-1] in ("probability", "credibility", "share", "passes", "chance"):
        return f"{100 * part.threshold:.0f} percent"
    return f"{part.threshold:.3g}"


def _game(case: Case, game: Tested) -> str:
    movers = {name: one for name, one in game.players.items() if one.expected > 0}
    listed = ", ".join(
        f"{case.name(name)} by {one.strategy} ({one.expected:+.2f} ± {one.error:.2f})" for name, one in movers.items()
    )
    if not movers:
        return "In expectation over the draws, when nobody knows the numbers, nobody would gain by leaving it alone."
    shy = [case.name(name) for name, one in game.players.items() if not one.expected > 0]
    rest = f"; {', '.join(shy)} would not" if shy else ""
    return f"In expectation over the draws, when nobody knows the numbers, these would gain: {listed}{rest}."


def _events(test: Clustering, verdict: Verdict) -> Iterator[str]:
    yield (
        f"It {verdict.value}: {test.observed} of {test.events} events lie in the windows, which cover "
        f"{test.windows} of {test.days} days; by chance it would be {test.expected:.1f} (p = {test.p:.3f})."
    )
    yield f"If the pattern of the dates is kept and moved as a whole, p = {test.p_moved:.3f}."


def _percent(share: float) -> str:
    """Whole percent; to one decimal near the ends, so that nearly all is not told as all."""
    near = share not in (0.0, 1.0) and not 0.01 <= share <= 0.99
    return f"{100 * share:.1f} percent" if near else f"{100 * share:.0f} percent"


def claims_sentences(claims: Claims) -> Iterator[str]:
    """What became of each claim, and why, in sentences."""
    for result in claims.results:
        yield f"{result.ident}: {' '.join(claim_sentences(claims.case, result))}"
