"""What an answer assumes, the words that it uses in a fixed sense, and on whose work it rests: a line each."""

from __future__ import annotations

from tertius.case.model import Case
from tertius.report.text.phrases import capital, joined, talk_phrase
from tertius.report.text.settlement import rule_title
from tertius.report.text.upper_hand import any_by_belief
from tertius.rules import theory_named
from tertius.rules.settlement import DEFAULT, Settlement
from tertius.rules.side_by_side import TheoryComparison

_SOLUTIONS = {
    "nash": "where the product of the gains over the walk-away values is greatest (Nash)",
    "kalai-smorodinsky": "where all gain the same share of the best each could hope for (Kalai and Smorodinsky)",
    "egalitarian": "where all gain the same share of what each has at stake (egalitarian)",
}

_FAILS = {
    "renegotiate": "A party’s walk-away value is what it has if this talk fails and all others settle anew.",
    "hold": "A party’s walk-away value is what it has if this talk fails and all other deals stay as they are.",
}

_REFERENCES = {
    "nash": ("Nash (1950), Econometrica 18, 155.",),
    "kalai-smorodinsky": ("Kalai and Smorodinsky (1975), Econometrica 43, 513.",),
    "egalitarian": ("Kalai (1977), Econometrica 45, 1623.",),
    "renegotiate": (
        "Stole and Zwiebel (1996), Review of Economic Studies 63, 375.",
        "de Fontenay and Gans (2014), Journal of Industrial Economics 62, 756.",
    ),
    "hold": ("Horn and Wolinsky (1988), RAND Journal of Economics 19, 408.",),
    "private": ("Myerson and Satterthwaite (1983), Journal of Economic Theory 29, 265.",),
    "measured": ("Lewis and others (2017), EMNLP, 2443.",),
    "words": ("Intelligence Community Directive 203 (2015).",),
    "indices": ("Saltelli and others (2010), Computer Physics Communications 181, 259.",),
}
"""Where to look up what is used, in short; ``tertius cite`` has it in full."""

SENSES = (
    "Level: where an issue stands on its scale.",
    "Points: what an actor loses or wins; each has its own, so compare none between actors.",
    "Salience: the points that the whole scale of an issue is worth to an actor.",
    "At stake: the points between the worst and the best that the case could bring an actor.",
)
"""Words that the brief uses in a fixed sense."""

SENSES_OF_TALKS = (
    "Walk-away value: what a party has without the deal, below which it accepts none.",
    "Best possible deal: the most that a party could get and the others still accept.",
)
"""The same, where there are talks."""

CHANCES = "Likely is 55 to 80 percent, very likely up to 95, almost certain up to 99; unlikely and so on likewise."
"""The estimative words."""


def assumptions(settlement: Settlement, uncertain: bool) -> list[str]:
    """What the answer assumes, a sentence each.

    Args:
        settlement: The answer.
        uncertain: Whether numbers are drawn from their ranges.
    """
    case = settlement.case
    sentences = [
        _distance(case),
        "A need is covered source by source: each covers its share of what the others leave open."
        if case.needs
        else "",
    ]
    if not case.talks:
        decided = f"All decide together by the rule “{settlement.rule}”: {rule_title(settlement)}."
        return [sentence for sentence in (*sentences, decided) if sentence]
    sentences += [
        *_settles(settlement),
        _FAILS.get(settlement.rule, ""),
        "If no terms leave every party better off, the talk fails and its issues stay where they are without a deal.",
        "After a failure links and threats strike with their probability, even where that hurts who acts."
        if case.links or case.threats
        else "",
        "A promise is a part of its deal; the levels are means over whether it is kept." if case.promises else "",
        f"{'Apart from beliefs, everyone' if any_by_belief(case) else 'Everyone'} knows the numbers"
        f"{', in each draw those of that draw' if uncertain else ''}{_private(case)}.",
    ]
    return [sentence for sentence in sentences if sentence]


def _distance(case: Case) -> str:
    powers = {1.0: "distance", 2.0: "square of the distance"}
    power = powers.get(case.curvature, f"distance to the power {case.curvature:g}")
    return f"An actor loses points with the {power} from the level it wants, at the table or not."


def _private(case: Case) -> str:
    return ", but those that a talk calls private" if any(talk.may_be_missed for talk in case.talks.values()) else ""


def _settles(settlement: Settlement) -> list[str]:
    """Where talks settle: one sentence for each solution or rule in use."""
    case = settlement.case
    ruled = [
        f"{capital(talk_phrase(case, talk))} is decided by the rule “{entry.rule}”."
        for talk, entry in case.talks.items()
        if entry.rule is not None
    ]
    by_solution = _solutions(settlement)
    if len(by_solution) == 1 and not ruled:
        return [f"Each talk settles {_SOLUTIONS[next(iter(by_solution))]}."]
    return [*ruled, *(f"{capital(joined(talks))}: settled {_SOLUTIONS[key]}." for key, talks in by_solution.items())]


def _solutions(settlement: Settlement) -> dict[str, list[str]]:
    """The talks under each solution in use."""
    case, default = settlement.case, settlement.settings.get("solution", DEFAULT)
    found: dict[str, list[str]] = {}
    for talk, entry in case.talks.items():
        if entry.rule is None:
            found.setdefault(entry.solution or default, []).append(talk_phrase(case, talk))
    return found


def theory_lines(theories: TheoryComparison, settlement: Settlement) -> list[str]:
    """What the other theories take to be otherwise, a line for each of their parts."""
    shown = theory_named(settlement.theory)
    used = [theory_named(name) for name in theories.settlements]
    parts = {one.rule.key: _FAILS.get(one.rule.key, "") for one in used if one.rule.key != shown.rule.key}
    parts |= {
        one.solution.key: f"Each talk settles {_SOLUTIONS[one.solution.key]}."
        for one in used
        if one.rule.talks and one.solution.key != shown.solution.key and one.solution.key in _SOLUTIONS
    }
    return [f"Theory '{key}': {words[0].lower()}{words[1:]}" for key, words in parts.items() if words]


def settings_sentence(settlement: Settlement, theories: list[str]) -> str:
    """The settings that are not the usual ones; empty if all are.

    Args:
        settlement: The answer.
        theories: Those that count, if they were asked for.
    """
    case, default = settlement.case, settlement.settings.get("solution", DEFAULT)
    unusual = [
        f"curvature {case.curvature:g}"
        if "curvature" in case.model_fields_set and case.curvature != _curvature()
        else "",
        f"solution {default}" if default != DEFAULT else "",
        f"theories {', '.join(theories)}" if theories else "",
    ]
    said = [part for part in unusual if part]
    return f"Not the usual settings: {'; '.join(said)}." if said else ""


def _curvature() -> float:
    return float(Case.model_fields["curvature"].default)


def references(settlement: Settlement, drawn: bool, indices: bool) -> list[str]:
    """The works that this answer rests on.

    Args:
        settlement: The answer.
        drawn: Whether there is a forecast, with words for its chances.
        indices: Whether the inputs that matter were looked for.
    """
    case = settlement.case
    used = [*(_solutions(settlement) if case.talks else ()), settlement.rule]
    used += ["private"] if any(talk.may_be_missed for talk in case.talks.values()) else []
    used += ["measured", "words"] if drawn and case.talks else []
    used += ["indices"] if indices else []
    return list(dict.fromkeys(work for key in used for work in _REFERENCES.get(key, ())))
