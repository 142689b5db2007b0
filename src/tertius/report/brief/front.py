"""The first page of a brief on talks: the answer, what it must not be used for, three findings, one picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tertius.analysis.claims.result import ClaimResult
from tertius.analysis.leverage.leverage import focus_of
from tertius.analysis.whole import Analysis
from tertius.report.brief.document import Figure, Front, Head, Jump, Strong, Table, Words
from tertius.report.charts.claims import claims_bars
from tertius.report.charts.fans import headline_fans
from tertius.report.charts.levels import issues_chart
from tertius.report.charts.leverage import reliance_bars
from tertius.report.charts.pins import bare_level
from tertius.report.text.forecast import ends, finest, level_sentence
from tertius.report.text.front import cautions as caution
from tertius.report.text.front.answer import (
    QUOTED,
    argument_sentences,
    verdict_sentence,
    verdict_without_claims,
    ways_sentence,
)
from tertius.report.text.front.bullets import (
    claim_bullet,
    deal_bullet,
    level_bullet,
    reliance_bullet,
    settled_bullet,
)
from tertius.report.text.leverage import leverage_sentences
from tertius.report.text.phrases import actor_phrase, issue_name
from tertius.rules.settlement import Status
from tertius.scenarios.targets import target_of_quantity

DRAW = "A draw is one set of numbers within the ranges of the case."

FANS_CAPTION = f"Eight draws of ten end on the band, half on its inner part. {DRAW}"

BULLETS, CAUTIONS, DRAWN = 3, 4, 3
"""The most findings, cautions and issues in the picture."""

WORDS, COUNT = 250, 30
"""The most words of the page, and those of them in which the verdicts on claims are counted."""


def front_of(found: Analysis, headline: str = "") -> Front:
    """The first page.

    Args:
        found: What was found out about a case with talks.
        headline: Words of the author for the answer; what was computed then stands first below them.
    """
    verdict = verdict_sentence(found.case, found.claims) or verdict_without_claims(found.settlement, found.forecast)
    bullets, cautions = bullets_of(found), cautions_of(found)
    if headline:
        bullets = [f"By the model: {verdict}", *bullets[: BULLETS - 1]]
    said = sum(len(sentence.split()) for sentence in (headline or verdict, *bullets, *cautions))
    return Front(
        verdict=headline or verdict,
        bullets=tuple(bullets),
        figure=figure_of(found),
        argument=_argument(found, WORDS - COUNT - said),
        cautions=tuple(cautions),
    )


def answering(found: Analysis) -> list[ClaimResult]:
    """The claims that answer the question, those that were tested."""
    tested = {one.ident: one for one in (found.claims.results if found.claims is not None else ())}
    return [tested[answer.claim] for answer in found.case.answered_by if answer.claim in tested]


def bullets_of(found: Analysis) -> list[str]:
    """At most three findings with a number each: those that answer the question, then deal, level and reliance."""
    case, told = found.case, found.forecast
    bullets = [claim_bullet(case, one, found.settlement.ranges) for one in answering(found)]
    bullets = [bullet for bullet in bullets if bullet][: BULLETS - 1]
    if found.settlement.status is Status.SEVERAL:
        # A forecast takes one of the settlements in every draw: its figures would be those of one alone.
        ways = [ways_sentence(found.settlement)] if verdict_sentence(case, found.claims) else []
        return [*ways, *bullets, *(settled_bullet(found.settlement, issue) for issue in _talk_issues(found))][:BULLETS]
    if told is not None and case.talks:
        least = min(case.talks, key=lambda talk: told.headline[talk].probability)
        issues = list(case.talks[least].issues)
        bullets += [deal_bullet(told, least), *(level_bullet(told, issue) for issue in issues[:1])]
    else:
        bullets += [settled_bullet(found.settlement, issue) for issue in _talk_issues(found)[:2]]
    if found.leverage is not None and not found.leverage.several:
        bullets.append(reliance_bullet(found.leverage, focus_of(found.leverage)))
    return [bullet for bullet in bullets if bullet][:BULLETS]


def cautions_of(found: Analysis) -> list[str]:
    """What the brief must not be used for, the gravest first; always something."""
    told, settlement = found.forecast, found.settlement
    sentences = [
        caution.unsettled_caution(settlement),
        caution.several_caution(settlement, told),
        caution.crossing_caution(found.case, answering(found)),
        caution.apart_caution(settlement, told),
        caution.theories_caution(told, found.claims),
        caution.unreasoned_caution(found.gap),
        caution.theorem_caution(told),
        caution.measured_caution(told),
        caution.judged_caution(found.gap),
        caution.undrawn_caution(found.case, told),
    ]
    said = [sentence for sentence in sentences if sentence][: CAUTIONS - 1]
    return [*said, caution.PREDICTION]


def figure_of(found: Analysis) -> Figure | None:
    """The picture that suits the question: reliance where the answer is about leverage, else levels with their fans."""
    kinds = Counter(target_of_quantity(one.quantity).kind for one in answering(found) if one.quantity)
    about = kinds.most_common(1)[0][0] if kinds else "level"
    one_way = found.leverage is not None and not found.leverage.several
    if about in ("reliance", "net_leverage", "patrons") and one_way:
        return _reliance(found)
    return _levels(found) or _verdicts(found)


def _verdicts(found: Analysis) -> Figure | None:
    """How many claims hold, fail and depend; None without claims."""
    if found.claims is None:
        return None
    return Figure(claims_bars(found.claims), " ".join(argument_sentences(found.claims)), "What became of the claims.")


def _reliance(found: Analysis) -> Figure | None:
    lev = found.leverage
    if lev is None:
        return None
    actor = focus_of(lev)
    if not any(one.share.known for one in lev.reliance[actor].values()):
        return None
    who, says = actor_phrase(found.case, actor), " ".join(leverage_sentences(lev))
    return Figure(
        reliance_bars(lev, actor), says, f"What {who} would lose without each of the others, of all it has at stake."
    )


def _levels(found: Analysis) -> Figure | None:
    """Where the issues of the question end: fans of a forecast, else levels."""
    issues = _drawn(found)
    if not issues:
        return None
    if found.forecast is None or found.settlement.status is Status.SEVERAL:
        label = " ".join(settled_bullet(found.settlement, issue) for issue in issues)
        return Figure(issues_chart(found.settlement, issues), label)
    label = " ".join(" ".join(level_sentence(found.forecast, issue) for issue in issues).split())
    if not label:  # no draw came to rest
        return None
    return Figure(
        headline_fans(found.forecast, issues), label, FANS_CAPTION,
        _fans_in_text(found, issues),
    )  # fmt: skip


def _fans_in_text(found: Analysis, issues: Sequence[str]) -> Table | None:
    """The fans as a table, for readers without pictures."""
    told = found.forecast
    if told is None:
        return None
    rows: list[tuple[Words, ...]] = []
    for issue in issues:
        low, middle, high = ends(told.pooled.levels[issue], finest(found.case, issue))
        unit, without = found.case.issues[issue].unit, bare_level(found.case, issue, found.case.reference(issue))
        name = f"{issue_name(found.case, issue)}{f' ({unit})' if unit else ''}"
        rows.append((name, middle, f"{low} to {high}", without))
    heads = (Head("Issue"), Head("Ends at", True), Head("Range", True), Head("Without a deal", True))
    return Table(heads, tuple(rows), f"Eight draws of ten end within the range. {DRAW}")


def _drawn(found: Analysis) -> list[str]:
    """The issues in the picture: those that the answer is about, then those of the first talk."""
    asked = [target_of_quantity(one.quantity) for one in answering(found) if one.quantity]
    levels = [target.ident for target in asked if target.kind == "level"]
    return list(dict.fromkeys([*levels, *_talk_issues(found)]))[:DRAWN]


def _talk_issues(found: Analysis) -> list[str]:
    return [issue for talk in found.case.talks.values() for issue in talk.issues]


def _argument(found: Analysis, quoted: int) -> Words:
    """Which claims hold, fail and depend; those that fail are quoted in so many words."""
    said = argument_sentences(found.claims, min(quoted, QUOTED)) if found.claims is not None else []
    if not said or found.claims is None:
        return ""
    count = len(found.claims.results)
    where = Jump("That claim in full" if count == 1 else f"All {count} claims, one by one", "claims")
    return (Strong("The argument. "), f"{' '.join(said)} ", where)
