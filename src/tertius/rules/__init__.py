"""Rules: published models that turn a case into a settlement.

`RULES` holds them all; `settle` settles a case under one, `settle_theories` under several side by side. A `Theory` is a
rule with a solution of the bargaining problem.
"""

from collections.abc import Sequence
from functools import partial

from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import CaseError, UsageError, check_all
from tertius.rules.bargaining.hold import Hold
from tertius.rules.bargaining.renegotiate import Renegotiate
from tertius.rules.decision_rule import DecisionRule, ModelRule
from tertius.rules.decisions.challenge.challenge import Challenge
from tertius.rules.decisions.condorcet import Condorcet
from tertius.rules.decisions.core import Core
from tertius.rules.decisions.exchange.exchange import Exchange
from tertius.rules.decisions.mean import Mean
from tertius.rules.decisions.median import Median
from tertius.rules.decisions.mode import Mode
from tertius.rules.decisions.reference import Reference
from tertius.rules.decisions.spatial.spatial import Spatial
from tertius.rules.decisions.weighted_mean import WeightedMean
from tertius.rules.decisions.weighted_median import WeightedMedian
from tertius.rules.kalai_smorodinsky_decision import KalaiSmorodinskyDecision
from tertius.rules.nash_decision import NashDecision
from tertius.rules.rule import Rule
from tertius.rules.settlement import (
    CONCEPTS,
    DEFAULT,
    Concept,
    DealChances,
    Settlement,
    Shortfall,
    Status,
    concept_named,
)
from tertius.rules.side_by_side import Spread, TheoryComparison
from tertius.rules.theory import Theory, theories_of

__all__ = [
    "CONCEPTS",
    "RULES",
    "Concept",
    "Rule",
    "Settlement",
    "Shortfall",
    "Spread",
    "Status",
    "Theory",
    "TheoryComparison",
    "chosen_theory",
    "concept_named",
    "decision_rules",
    "default_rule",
    "rule_named",
    "settle",
    "settle_all",
    "settle_theories",
    "theories_for",
    "theories_named",
    "theory_named",
]

RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Renegotiate(),
        Hold(),
        ModelRule(WeightedMean()),
        ModelRule(Mean()),
        ModelRule(Median()),
        ModelRule(WeightedMedian()),
        ModelRule(Mode()),
        ModelRule(Reference()),
        ModelRule(Condorcet()),
        ModelRule(Core()),
        NashDecision(),
        KalaiSmorodinskyDecision(),
        ModelRule(Challenge()),
        ModelRule(Spatial()),
        ModelRule(Exchange()),
    )
}


def default_rule(case: Case) -> Rule:
    """The first rule that applies: `renegotiate` for talks, `weighted-mean` for a decision by weight."""
    return next(rule for rule in RULES.values() if rule.applies(case))


def decision_rules() -> dict[str, DecisionRule]:
    """The rules for decisions without talks, by their keys."""
    return {key: rule for key, rule in RULES.items() if isinstance(rule, DecisionRule)}


def rule_named(name: str) -> Rule:
    """The rule of that name; a `UsageError` says which there are."""
    if name not in RULES:
        hint = closest(name, RULES)
        known = f"the rules are {', '.join(RULES)}"
        raise UsageError(f"there is no rule '{name}': {f'{hint} ({known})' if hint else known}")
    return RULES[name]


def theory_named(name: str) -> Theory:
    """The theory of that name, a rule or ``rule+solution``; a `UsageError` says which there are."""
    rule, plus, solution = name.partition("+")
    theory = Theory(rule_named(rule.strip()), concept_named(solution.strip() if plus else DEFAULT))
    if theory.solution.key != DEFAULT and not theory.rule.talks:
        raise UsageError(f"'{name}': the rule '{theory.rule.key}' settles no talks, so it takes no solution")
    return theory


def theories_for(case: Case, asked: bool = False) -> list[Theory]:
    """Every theory that says something about a case: each rule that applies, with each solution.

    Args:
        case: A checked case.
        asked: Whether rules are among them that are used only when asked for by name.
    """
    rules = [rule for rule in RULES.values() if asked or rule.offered]
    return [theory for rule in rules for theory in theories_of(rule) if theory.applies(case)]


def theories_named(cases: Sequence[Case], names: str | Sequence[str] = "default") -> list[Theory]:
    """The theories of these names that apply to every one of some cases.

    Args:
        cases: Checked cases, one or more.
        names: Names of rules, or ``rule+solution``, as a sequence or with commas between them; "default" for every rule
            that applies, with Nash's solution; "all" for every rule that applies, with every solution.

    Raises:
        CaseError: A case does not say what a rule of that name must know.
        UsageError: Every mistake: names that are no theory, or that do not apply, each with what would be right; or no
            theory applies to all of the cases.
    """
    for case in cases:
        sound(case)
    listed = [name.strip() for name in (names.split(",") if isinstance(names, str) else names)]
    if listed in (["all"], ["default"]):
        offered = [theory for theory in theories_for(cases[0]) if all(theory.applies(case) for case in cases)]
        chosen = [theory for theory in offered if listed == ["all"] or theory.solution.key == DEFAULT]
        if not chosen:
            raise UsageError(f"no theory applies to {' and '.join(case.case for case in cases)} alike")
        return chosen
    named = [name for name in dict.fromkeys(listed) if name]
    if not named:
        known = ", ".join(theory.name for theory in theories_for(cases[0]))
        raise UsageError(f"no theory named: choose from {known}, or all")
    check_all(*(partial(_check_applies, name, case) for name in named for case in cases))
    return [theory_named(name) for name in named]


def chosen_theory(case: Case, rule: Rule | str | None = None, solution: str | None = None) -> Theory:
    """The theory that a case is settled under if these are asked for; without them the first that applies.

    Raises:
        UsageError: There is no such rule or solution, or it says nothing about the case.
    """
    sound(case)
    rule = default_rule(case) if rule is None else rule_named(rule) if isinstance(rule, str) else rule
    if solution is not None and not rule.talks:
        raise UsageError(f"{case.case} has no talks, so there is nothing that a solution could settle")
    chosen = Theory(rule, concept_named(solution or DEFAULT))
    _check_applies(chosen, case)
    return chosen


def settle(
    case: Case,
    without: str | tuple[str, ...] = (),
    rule: Rule | str | None = None,
    solution: str | None = None,
    chances: bool | Settlement = True,
) -> Settlement:
    """Work out where each talk of a case settles, or that it fails, every number at its middle.

    Args:
        case: A checked case, as `tertius.load` gives it.
        without: Talks made to break down: their threats and links fire, and the others settle without them.
        rule: The model or its name; `RULES` holds them all. Without it, the first that applies.
        solution: What the talks that name no solution settle at, a key of `CONCEPTS`; without it, Nash's.
        chances: Whether it is worked out how likely a deal is missed because numbers are private (`doubt`), which takes
            most of the time. False leaves it out, as if nothing were private; the settlement of an earlier version of
            the case lends its chances. Either moves payoffs and walk-away values, and the settlement says so in its
            `settings` and `warnings`. A case without private numbers is settled the same in any way.

    Raises:
        UsageError: `without` names a talk that the case does not have, `rule` a rule or `solution` a solution that
            there is not.
        LimitError: The case has more talks than the rule settles exactly.
    """
    talks = (without,) if isinstance(without, str) else tuple(without)
    return chosen_theory(case, rule, solution).settle(case, talks, _lent(chances))


def settle_all(
    case: Case,
    rule: Rule | str | None = None,
    solution: str | None = None,
    chances: bool | Settlement = True,
) -> tuple[Settlement, dict[str, Settlement]]:
    """The settlement of a case, and for each talk the settlement if that talk breaks down; arguments as `settle`."""
    return chosen_theory(case, rule, solution).settle_all(case, _lent(chances))


def _lent(chances: bool | Settlement) -> DealChances:
    return chances if isinstance(chances, bool) else chances.chances


def settle_theories(case: Case, theories: str | Sequence[str] = "all", without: Sequence[str] = ()) -> TheoryComparison:
    """The settlements of one case under several theories, side by side.

    Args:
        case: A checked case.
        theories: What `theories_named` takes.
        without: Talks made to break down.

    Raises:
        UsageError: A name is no theory or one that does not apply, or is no talk of the case.
        LimitError: The case is too large for one of them.
    """
    chosen = theories_named([case], theories)
    return TheoryComparison(case, {theory.name: theory.settle(case, tuple(without)) for theory in chosen})


def _check_applies(theory: Theory | str, case: Case) -> None:
    theory = theory_named(theory) if isinstance(theory, str) else theory
    problems = theory.rule.lacks(case)
    if problems:
        raise CaseError(problems)
    if not theory.applies(case):
        fitting = ", ".join(other.name for other in theories_for(case, asked=True))
        raise UsageError(f"the theory '{theory.name}' does not apply to {case.case}: those that do are {fitting}")
