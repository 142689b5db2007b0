"""Why a figure is what it is: first what the settlement says of it, then its chain of reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tertius.analysis.why import Why
from tertius.analysis.why import why as reasons
from tertius.analysis.why.why import Question, question_of
from tertius.case.model import Case
from tertius.report.text.phrases import capital, fixed, level_words, percent
from tertius.report.text.questions.why import why_sentences
from tertius.report.text.settlement import failure_sentence, status_sentence
from tertius.rules import chosen_theory
from tertius.rules.settlement import Settlement, Status
from tertius.workbench.answers.talks import exact
from tertius.workbench.answers.why import inputs_told, row_told
from tertius.workbench.jobs.answer import settled
from tertius.workbench.trials.sliders import sliders_of
from tertius.workbench.trials.trial import Trial


def why(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """The chain of one figure.

    Args:
        case: The case.
        asked: ``of``, a target of `tertius.why`; ``trial``, the what-if under which it is asked, as plain values; and
            ``way``, which of several settlements is meant, from 0.
        told: Told the number of steps, and what is known from the settlement alone.
    """
    if asked.get("trial"):
        case = Trial.of_plain(asked["trial"]).changed(case)
    question = question_of(case, str(asked["of"]))
    quick = settled(case, whole=False) if case.talks else chosen_theory(case, None, None).settle(case)
    told(0, 0, _known(quick, question, 0)[1])
    one, known = _known(quick if exact(quick) else settled(case, whole=True), question, int(asked.get("way", 0)))
    chain = reasons(one, str(asked["of"]), progress=lambda steps: told(steps, 0, known))
    return {
        **known,
        "title": capital(chain.root.label),
        "sentences": _sentences(chain, question, known["lead"]),
        "root": row_told(chain.root),
        "inputs": inputs_told(chain, sliders_of(case)),
    }


def _sentences(chain: Why, question: Question, lead: str) -> list[str]:
    """What is said of a chain below its title, which has the figure."""
    if question.kind == "number":
        return [f"The case says {chain.inputs[question.ident].words}."]
    said = why_sentences(chain)[1:]
    return [lead, *said] if question.kind in ("talk", "level") else said


def _known(found: Settlement, question: Question, way: int) -> tuple[Settlement, dict[str, Any]]:
    """The settlement that is meant, and what is known from it alone."""
    ways = (found, *found.alternatives)
    one = ways[min(max(way, 0), len(ways) - 1)]
    known = {"title": title_of(found.case, question), "lead": lead_of(one, question), "root": None}
    return one, {**known, **_state(found, ways)}


def _state(found: Settlement, ways: tuple[Settlement, ...]) -> dict[str, Any]:
    """How many settlements there are, and what to know of one that is not at rest."""
    several = found.status is Status.SEVERAL
    return {
        "ending": "" if found.status in (Status.SETTLED, Status.SEVERAL) else status_sentence(found),
        "several": "The talks can settle in more than one way; the chain is that of one of them." if several else "",
        "ways": len(ways),
    }


def title_of(case: Case, question: Question) -> str:
    """A figure as somebody asks for it, before it is known."""
    ident, party = question.ident, question.party
    named: dict[str, Callable[[], str]] = {
        "talk": lambda: case.name(ident),
        "level": lambda: case.issues[ident].name or ident,
        "payoff": lambda: f"payoff of {case.name(ident)}",
        "need": lambda: f"need {case.name(ident)}",
        "walk_away": lambda: f"what {case.name(party)} has if {case.name(ident)} fails",
        "gain": lambda: f"what {case.name(party)} gains over walking away from {case.name(ident)}",
        "number": lambda: "a number of the case",
    }
    return capital(named[question.kind]())


def lead_of(settlement: Settlement, question: Question) -> str:
    """What the settlement itself says of a figure, in a sentence; empty if it says nothing."""
    case, ident, party = settlement.case, question.ident, question.party
    if question.kind == "talk":
        if not settlement.agreements[ident]:
            return failure_sentence(settlement, ident)
        chances = settlement.chances.get(ident)
        known = chances is not None and not chances.reason and exact(settlement)
        likely = "" if chances is None or not known else f", with a probability of {percent(chances.deal)}"
        return f"{case.name(ident)} ends in a deal{likely}."
    if question.kind == "level":
        return f"{case.issues[ident].name or ident}: {level_words(case, ident, settlement.levels[ident])}."
    found: dict[str, Callable[[], float]] = {
        "payoff": lambda: settlement.payoffs[ident],
        "walk_away": lambda: settlement.walk_away[ident][party],
        "gain": lambda: settlement.gain(ident, party),
    }
    if question.kind not in found:
        return ""
    return f"{title_of(case, question)}: {fixed(found[question.kind]())} points."
