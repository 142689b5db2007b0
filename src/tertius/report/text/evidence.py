"""The evidence gap in sentences: which number is most worth finding out, how much hangs on it, what it rests on."""

from __future__ import annotations

from tertius.analysis.forecast.evidence import EvidenceGap, Gap, Weakness
from tertius.case.fields import Method
from tertius.report.text.phrases import joined, plain_percent
from tertius.scenarios.targets import kind_and_id

_METHODS: dict[Method | None, str] = {
    "observed": "was observed",
    "derived": "was derived",
    "elicited": "was asked of experts",
    "judgement": "is a judgement",
    None: "says nothing of how it was obtained",
}


def evidence_sentences(found: EvidenceGap) -> list[str]:
    """A sentence for every input whose influence is larger than its error, the widest gap first."""
    kinds = sorted({f"{kind_and_id(output)[0]}s" for output in found.outputs}) or ["nothing"]
    most = max(found.gaps, key=lambda gap: gap.influence, default=None)
    sentences: list[str] = []
    for gap in found.gaps:
        if not gap.certain:
            continue
        what, better = _input_words(gap), ""
        if sentences:
            start = f"Then {what}"
        elif most is None or gap.influence >= most.influence:
            start = f"A better figure for {what} would narrow the forecast most"
        else:
            start = f"A better figure for {what} is most worth finding"
            better = f" More hangs on {_input_words(most)} ({plain_percent(most.influence)}), which is better known."
        share = f"{plain_percent(gap.influence)} of the doubt about {joined(kinds)} comes from it"
        weakest = "the weakest of its numbers" if gap.input.numbers[0].group else "it"
        sentences.append(f"{start}: {share}, and {weakest} {weakness_words(gap.weakness)}.{better}")
    return sentences


def _input_words(gap: Gap) -> str:
    """``what moves the group 'election'``, ``the salience of Fare for Eastport``."""
    group = gap.input.numbers[0].group
    return f"what moves the group '{group}'" if group else f"the {gap.input.label}"


def weakness_words(weakness: Weakness) -> str:
    """``is a judgement``; ``was observed, 3 years before the date of the case, from a source of low reliability``."""
    words, age = _METHODS[weakness.method], weakness.age
    if age is not None and age >= 1:
        words += f", {age:.0f} year{'' if round(age) == 1 else 's'} before the date of the case"
    return f"{words}, from a source of low reliability" if weakness.reliability == "low" else words
