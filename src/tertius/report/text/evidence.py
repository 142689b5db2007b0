"""The evidence gap in sentences: which number is most worth finding out, how much hangs on it, what it rests on."""

from __future__ import annotations

from tertius.analysis.forecast.evidence import EvidenceGap, Weakness
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
    most = max((gap.influence for gap in found.gaps), default=0.0)
    sentences: list[str] = []
    for gap in found.gaps:
        if not gap.certain:
            continue
        group = gap.input.numbers[0].group
        what = f"what moves the group '{group}'" if group else f"the {gap.input.label}"
        if sentences:
            start = f"Then {what}"
        elif gap.influence >= most:
            start = f"A better figure for {what} would narrow the forecast most"
        else:
            start = f"A better figure for {what} is most worth finding"
        share = f"{plain_percent(gap.influence)} of the doubt about {joined(kinds)} comes from it"
        rests = f"{'the weakest of its numbers' if group else 'it'} {weakness_words(gap.weakness)}"
        sentences.append(f"{start}: {share}, and {rests}.")
    return sentences


def weakness_words(weakness: Weakness) -> str:
    """``is a judgement``; ``was observed, 3 years before the date of the case, from a source of low reliability``."""
    words, age = _METHODS[weakness.method], weakness.age
    if age is not None and age >= 1:
        words += f", {age:.0f} year{'' if round(age) == 1 else 's'} before the date of the case"
    return f"{words}, from a source of low reliability" if weakness.reliability == "low" else words
