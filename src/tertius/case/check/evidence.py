"""The numbers of a case and what each rests on: a source, or a reason and a range.

The rule: every number that a case gives names a source, or says why and carries a range. There is no
exception for stated positions, the ends of a scale or numbers that seem obvious. A method of ``observed`` or
``derived`` needs a source. Scale, anchors and curvature are definitions, the numbers inside claims are the
question: they need no evidence. Evidence covers all numbers of its entry, the bare values below it included;
an inner entry with a why, a source or a method of its own stands on that alone.
"""

from __future__ import annotations

from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.findings import Finding
from tertius.case.model import Case, Source
from tertius.errors import Problem

EVIDENCE_RULE = "a number needs a source, or a why and a range; an event needs a source"
"""What `check_evidence` asks for, said once rather than at every number."""


NO_SOURCE = "it names no source"
"""What is said of an event."""


def check_evidence(case: Case) -> list[Problem]:
    """Return every number without a source, or a why and a range; and every event without a source."""
    findings = []
    for number in numbers_of(case):
        if number.sources:
            continue
        if number.method in ("observed", "derived"):
            found = f"{number.words} is said to be {number.method}, but names no source"
            findings.append(Finding(number.path, found, "", "name the source in `source`"))
        elif number.why is None:
            findings.append(Finding(number.path, f"{number.words} has neither a source nor a why"))
        elif number.quantity.certain:
            advice = "give the range that an expert would find fair, as '50 to 70'"
            findings.append(Finding(number.path, f"{number.words} is a judgement without a range", "", advice))
    findings += [Finding(("events", ident), NO_SOURCE) for ident, e in case.events.items() if not e.source]
    return sorted((finding.problem(case) for finding in findings), key=lambda problem: problem.order)


def sources_of(case: Case, number: NumberEntry) -> list[Source]:
    """Return the sources that a number names."""
    return [case.sources[ident] for ident in number.sources if ident in case.sources]
