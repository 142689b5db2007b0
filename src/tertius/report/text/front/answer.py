"""The answer to the question of a case: in the words of those claims that answer it, or by what the talks come to.

Everything here is said aloud: an answer has at most `BREATH` words, and no sentence of the argument more than 45.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.words import probability_word
from tertius.case.actions import Answer
from tertius.case.model import Case
from tertius.report.text.phrases import capital, counted, issue_name, joined, level_number, scale_words, talk_phrase
from tertius.report.text.settlement import overview_sentence
from tertius.rules.settlement import Settlement, Status

BREATH = 35
"""The most words of an answer."""

QUOTED = 38
"""The most words of claims that fail."""

_ENDS = {
    "": "all but certain to end in a deal",
    "almost certain": "almost certain to end in a deal",
    "very likely": "very likely to end in a deal",
    "likely": "likely to end in a deal",
    "roughly even chance": "as likely to fail as to end in a deal",
    "unlikely": "unlikely to end in a deal",
    "very unlikely": "very unlikely to end in a deal",
    "almost no chance": "almost certain to fail",
    "never": "all but certain to fail",
}
"""What a talk with a probability of this word is, the likeliest first."""

_MADE = {
    Verdict.HOLDS: "Yes: ",
    Verdict.FAILS: "No, this does not follow: ",
    Verdict.DEPENDS: "Perhaps, for it depends on the numbers: ",
}
"""What stands before a claim of which the case does not say what to say."""

_WORD = re.compile(r"[^\W\d_]+")


def verdict_sentence(case: Case, claims: Claims | None) -> str:
    """The answer by the claims that answer the question: ``Yes, a little; the visit changes almost nothing``.

    Args:
        case: The case.
        claims: Its claims, tested.

    Returns:
        At most `BREATH` words, parts that do not fit counted; empty if no claim that answers it was tested.
    """
    tested = {} if claims is None else {one.ident: one for one in claims.results if one.verdict is not Verdict.UNTESTED}
    found = [(answer, tested[answer.claim]) for answer in case.answered_by if answer.claim in tested]
    missing = len(case.answered_by) - len(found)
    if not found:
        return ""
    untold = f"{counted(missing)} more {'is' if missing == 1 else 'are'} not tested" if missing else ""
    whole, brief = ([_part(case, *one, brief=brief) for one in found] for brief in (False, True))
    said = _sentence(whole, 0, untold)
    return said if _length(said) <= BREATH else _in_one_breath(brief, untold)


def _part(case: Case, answer: Answer, result: ClaimResult, *, brief: bool) -> str:
    """What is said of one claim: the author's words, else the claim, or in brief its name, with yes or no before it."""
    said = {Verdict.HOLDS: answer.holds, Verdict.FAILS: answer.fails, Verdict.DEPENDS: answer.depends}[result.verdict]
    if said:
        return said.rstrip(". ")
    says = f"“{short_name(case, result)}”" if brief else result.claim.says.rstrip(". ")
    return f"{_MADE[result.verdict]}{says}"


def _in_one_breath(parts: Sequence[str], untold: str) -> str:
    """The parts as one sentence; those for which there is no breath are counted."""
    kept = [*parts]
    while len(kept) > 1 and _length(_sentence(kept, len(parts) - len(kept), untold)) > BREATH:
        kept.pop()
    return _sentence(kept, len(parts) - len(kept), untold)


def _sentence(parts: Sequence[str], left: int, untold: str) -> str:
    more = f"the rest of the answer has {counted(left)} more part{'s' if left > 1 else ''}" if left else ""
    first, *rest = parts
    listed = [capital(first), *(_inner(part) for part in rest), more, untold]
    return f"{'; '.join(part for part in listed if part)}."


def _inner(part: str) -> str:
    """A part that follows another: a yes or no that was made begins small there."""
    return part[:1].lower() + part[1:] if part.startswith(tuple(_MADE.values())) else part


def _length(text: str) -> int:
    return len(text.split())


def verdict_without_claims(settlement: Settlement, forecast: Forecast | None) -> str:
    """The answer by what the talks come to: ``All four talks are likely to end in a deal``.

    Args:
        settlement: The case settled at the middle of its ranges.
        forecast: Its forecast, which comes first where one was made.

    Returns:
        At most `BREATH` words on talks whose names are short; with many talks they are counted, not named.
    """
    case = settlement.case
    if settlement.status is Status.SEVERAL:
        return ways_sentence(settlement)
    if forecast is None or not case.talks:
        return overview_sentence(settlement)
    groups = _by_word(forecast)
    said = _likely(case, groups, named=True)
    said = said if _length(said) <= BREATH else _likely(case, groups, named=False)
    where = _where(forecast)
    return f"{said}; {where}." if where and _length(said) + _length(where) <= BREATH else f"{said}."


def ways_sentence(settlement: Settlement) -> str:
    """In which ways the talks can settle: by the deals of each, or by the level that is furthest apart."""
    case, ways = settlement.case, (settlement, *settlement.alternatives)
    deals = list(dict.fromkeys(_deals(way) for way in ways))
    start = f"The talks can settle in {counted(len(ways))} ways, and nothing says in which"
    if len(deals) > 1:
        said = f"{start}: {joined(deals, 'or')}."
        return said if _length(said) <= BREATH else f"{start}; they differ in which talks end in a deal."
    apart = {issue: _spread(case, issue, [way.levels[issue] for way in ways]) for issue in case.issues}
    issue = max(apart, key=lambda one: apart[one])
    levels = dict.fromkeys(level_number(case, issue, way.levels[issue]) for way in ways)
    return f"{start}: {issue_name(case, issue)} at {joined(list(levels), 'or')}." if len(levels) > 1 else f"{start}."


def _spread(case: Case, issue: str, levels: Sequence[float]) -> float:
    low, high = case.issues[issue].scale
    return (max(levels) - min(levels)) / (high - low)


def _deals(way: Settlement) -> str:
    """``with both deals``, ``with no deal in the talk “A”``: which talks of a settlement end in a deal."""
    failed = [talk_phrase(way.case, talk) for talk, deal in way.agreements.items() if not deal]
    total = len(way.agreements)
    if not failed:
        return "with both deals" if total == 2 else f"with {'a deal' if total == 1 else 'all deals'}"
    return "with no deal" if len(failed) == total else f"with no deal in {joined(failed, 'or')}"


def _by_word(forecast: Forecast) -> list[tuple[str, list[str]]]:
    """The talks by how likely each is to end in a deal, the likeliest first."""
    groups: dict[str, list[str]] = {word: [] for word in _ENDS}
    for talk, one in forecast.headline.items():
        groups[probability_word(one.probability) or ("" if one.probability > 0.5 else "never")].append(talk)
    return [(word, talks) for word, talks in groups.items() if talks]


def _likely(case: Case, groups: Sequence[tuple[str, list[str]]], *, named: bool) -> str:
    """``All four talks are likely to end in a deal``; or how likely it is in each, by name or counted."""
    total = len(case.talks)
    if total == 1:
        return f"{capital(talk_phrase(case, next(iter(case.talks))))} is {_ENDS[groups[0][0]]}"
    if len(groups) == 1:
        return f"{'Both' if total == 2 else f'All {counted(total)}'} talks are {_ENDS[groups[0][0]]}"
    parts = []
    for word, talks in groups:
        who = joined([talk_phrase(case, talk) for talk in talks])
        if not named or len(talks) > 2:
            who = f"{counted(len(talks))} of the {counted(total)} talks"
        parts.append(f"{who} {'is' if len(talks) == 1 else 'are'} {_ENDS[word]}")
    return capital("; ".join(parts))


def _where(forecast: Forecast) -> str:
    """Where the first issue of the first talk that has one would end, in the middle of the draws."""
    case = forecast.case
    issue = next((issue for talk in case.talks.values() for issue in talk.issues), None)
    if issue is None or not forecast.pooled.levels[issue].draws:
        return ""
    middle = forecast.pooled.levels[issue].middle.value
    return f"{issue_name(case, issue)} ends at about {scale_words(case, issue, middle)}"


def argument_sentences(claims: Claims, quoted: int | None = None) -> list[str]:
    """How many claims hold, fail and depend, and which fail, in their own words.

    Args:
        claims: The claims, tested.
        quoted: The most words of claims that are quoted; `QUOTED` if left out, and always that of one claim then.
    """
    results = claims.results
    counts = Counter(one.verdict for one in results)
    said = [
        _counted(counts[verdict], one, more)
        for verdict, one, more in (
            (Verdict.HOLDS, "holds", "hold"),
            (Verdict.FAILS, "fails", "fail"),
            (Verdict.DEPENDS, "depends on numbers or theory", "depend on numbers or theory"),
            (Verdict.UNTESTED, "is not tested", "are not tested"),
        )
        if counts[verdict]
    ]
    if not results:
        return []
    whole = f"Of {len(results)} claims {joined(said)}"
    if len(results) == 1:
        whole = f"The one claim {said[0].partition(' ')[2]}"
    return [f"{whole}.", *_failing([one for one in results if one.verdict is Verdict.FAILS], quoted)]


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _failing(failed: Sequence[ClaimResult], quoted: int | None) -> list[str]:
    """The claims that fail, in their own words as far as there is breath for them."""
    most, least = (QUOTED, 1) if quoted is None else (quoted, 0)
    kept: list[str] = []
    for says in (one.claim.says.rstrip(". ") for one in failed):
        if len(kept) < least or _length(" ".join([*kept, says])) <= most:
            kept.append(f"“{says}”")
    if not kept:
        return []
    left = len(failed) - len(kept)
    return [f"What does not follow: {joined([*kept, *([f'{counted(left)} more'] if left else [])])}."]


def short_name(case: Case, result: ClaimResult) -> str:
    """The id of a claim in words, with the capitals of the case: ``strong tie weakens Washington``."""
    said = (one.says for one in case.claims.values())
    proper = _proper([case.question, case.title, *said, *(one.name for one in case.actors.values())])
    return " ".join(proper.get(word, word) for word in re.split(r"[-_]+", result.ident))


def _proper(texts: Iterable[str]) -> dict[str, str]:
    """Words that are written with a capital inside a sentence, by how they are written without."""
    found: dict[str, str] = {}
    for text in texts:
        for place in _WORD.finditer(text):
            inside = place.start() > 0 and text[: place.start()].rstrip()[-1:] not in (".", ":", "?", "!", "")
            whole = text[place.start() : place.end()]
            if whole[0].isupper() and (inside or text == whole):
                found[whole.lower()] = whole
    return found
