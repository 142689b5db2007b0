"""The first page of a brief on a decision: the pooled range, who can move it, how far the rules are apart."""

from __future__ import annotations

from tertius.analysis.decide.decide import Decision
from tertius.analysis.whole import Analysis
from tertius.errors import UsageError
from tertius.report.brief.document import Figure, Front, Head, Jump, Strong, Table, Words
from tertius.report.charts.decision import decision_chart
from tertius.report.text.front import decision as say
from tertius.report.text.front.answer import argument_sentences, verdict_sentence
from tertius.report.text.front.cautions import PREDICTION
from tertius.report.text.phrases import issue_name

BULLETS, CAUTIONS = 3, 4


def decision_front(found: Analysis, headline: str = "") -> Front:
    """The first page.

    Args:
        found: What was found out about a case without talks.
        headline: Words of the author for the answer; what was computed then stands first below them, as it does below
            the claims that answer the question.

    Raises:
        UsageError: Nothing is decided.
    """
    decision = found.decision
    if decision is None:
        raise UsageError(f"{found.case.case} decides nothing by weight")
    verdict, bullets = _answer(found, decision)
    answer = headline or verdict_sentence(found.case, found.claims)
    if answer:
        bullets = [f"By the pool of all rules: {verdict[0].lower()}{verdict[1:]}", *bullets]
    return Front(
        verdict=answer or verdict,
        bullets=tuple(bullets[:BULLETS]),
        figure=_figure(decision),
        argument=_argument(found),
        cautions=tuple(_cautions(decision)),
    )


def _answer(found: Analysis, decision: Decision) -> tuple[str, list[str]]:
    """The verdict, and the bullets below it: of several issues a line each."""
    issues = list(decision.issues)
    if len(issues) > 1:
        lines = [say.issue_line(decision, issue) for issue in issues[:BULLETS]]
        return say.several_sentence(decision, len(lines)), lines
    (issue,) = issues
    one = None if found.sway is None else found.sway.issues.get(issue)
    bullets = [
        "" if one is None else say.pivotal_bullet(found.case, one),
        say.apart_bullet(decision, issue),
        say.pole_bullet(decision, issue),
        "" if one is None else say.change_bullet(found.case, one),
    ]
    return say.verdict_sentence(decision, issue), [bullet for bullet in bullets if bullet]


def _argument(found: Analysis) -> Words:
    """Which claims hold, fail and depend; empty without claims."""
    said = argument_sentences(found.claims) if found.claims is not None else []
    return (Strong("The argument. "), f"{' '.join(said)} ", Jump("All claims", "claims")) if said else ""


def _cautions(decision: Decision) -> list[str]:
    """What the brief must not be used for, the gravest first; always something."""
    sentences = [
        say.apart_caution(decision),
        say.outside_caution(decision),
        say.tables_caution(decision),
        say.imputed_caution(decision),
        say.judged_caution(decision.case),
        say.certain_caution(decision),
    ]
    return [*[sentence for sentence in sentences if sentence][: CAUTIONS - 1], PREDICTION]


def _figure(decision: Decision) -> Figure:
    """Who stands where by weight, the answer of every rule and the pooled range; of several issues the first."""
    issues = list(decision.issues)
    issue = issues[0]
    name = f"{issue_name(decision.case, issue)}. " if len(issues) > 1 else ""
    sentences = (say.verdict_sentence(decision, issue), say.apart_bullet(decision, issue))
    label = name + " ".join(sentence for sentence in sentences if sentence)
    return Figure(
        decision_chart(decision, [issue]),
        label,
        "Marks as large as the weight of their actors; what every rule says; the pooled range, half of it darker.",
        _in_text(decision),
    )


def _in_text(decision: Decision) -> Table:
    """The same as a table, for readers without pictures: every issue, its range, and where the rules lie."""
    rows: list[tuple[Words, ...]] = []
    for issue, one in decision.issues.items():
        middle, ends = say.pooled_cells(decision.case, one)
        rows.append((issue_name(decision.case, issue), middle, ends, say.spread_cell(decision.case, one)))
    heads = (Head("Issue"), Head("Pool", True), Head("Four cases of five", True), Head("Rules", True))
    return Table(heads, tuple(rows))
