"""Rules: published models that turn a case into a settlement."""

from collections.abc import Sequence

from tertius.case.model import Case
from tertius.case.problem import closest
from tertius.errors import UsageError
from tertius.rules.hold import Hold
from tertius.rules.renegotiate import Renegotiate
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Shortfall, Status
from tertius.rules.theories import Spread, Theories
from tertius.rules.weighted_mean import WeightedMean

__all__ = [
    "RULES",
    "Rule",
    "Settlement",
    "Shortfall",
    "Spread",
    "Status",
    "Theories",
    "default_rule",
    "rule_named",
    "settle",
    "settle_all",
    "settle_theories",
]

RULES: dict[str, Rule] = {rule.key: rule for rule in (Renegotiate(), Hold(), WeightedMean())}


def default_rule(case: Case) -> Rule:
    """The first rule that applies: `renegotiate` for talks, `weighted-mean` for a decision by weight."""
    return next(rule for rule in RULES.values() if rule.applies(case))


def rule_named(name: str) -> Rule:
    """The rule of that name; a `UsageError` says which there are."""
    if name not in RULES:
        hint = closest(name, RULES)
        known = f"the rules are {', '.join(RULES)}"
        raise UsageError(f"there is no rule '{name}': {f'{hint} ({known})' if hint else known}")
    return RULES[name]


def settle(case: Case, without: str | tuple[str, ...] = (), rule: Rule | str | None = None) -> Settlement:
    """Work out where each talk of a case settles, or that it fails, every number at its middle.

    Args:
        case: A checked case, as `tertius.load` gives it.
        without: Talks made to break down: their threats and links fire, and the others settle without them.
        rule: The model or its name; `RULES` holds them all. Without it, the first that applies.

    Raises:
        UsageError: `without` names a talk that the case does not have, or `rule` a rule that there is not.
        LimitError: The case has more talks than the rule settles exactly.
    """
    return _rule(rule, case).settle(case, (without,) if isinstance(without, str) else tuple(without))


def settle_all(case: Case, rule: Rule | str | None = None) -> tuple[Settlement, dict[str, Settlement]]:
    """The settlement of a case, and for each talk the settlement if that talk breaks down."""
    return _rule(rule, case).settle_all(case)


def settle_theories(case: Case, theories: str | Sequence[str] = "all", without: Sequence[str] = ()) -> Theories:
    """The settlements of one case under several theories, side by side.

    Args:
        case: A checked case.
        theories: Names of rules, as a sequence or with commas between them; "all" for every rule that applies.
        without: Talks made to break down.

    Raises:
        UsageError: A name is no rule or one that does not apply, or is no talk of the case.
        LimitError: The case is too large for one of them.
    """
    names = theories.split(",") if isinstance(theories, str) else list(theories)
    if names == ["all"]:
        rules = [rule for rule in RULES.values() if rule.applies(case)]
    else:
        rules = [rule_named(name) for name in dict.fromkeys(name.strip() for name in names)]
        for rule in rules:
            _check_applies(rule, case)
    if not rules:
        raise UsageError(f"no theory named: choose from {', '.join(RULES)}, or all")
    return Theories(case, {rule.key: rule.settle(case, tuple(without)) for rule in rules})


def _rule(rule: Rule | str | None, case: Case) -> Rule:
    chosen = default_rule(case) if rule is None else rule_named(rule) if isinstance(rule, str) else rule
    _check_applies(chosen, case)
    return chosen


def _check_applies(rule: Rule, case: Case) -> None:
    if not rule.applies(case):
        fitting = ", ".join(other.key for other in RULES.values() if other.applies(case))
        raise UsageError(f"the rule '{rule.key}' does not apply to {case.case}: those that do are {fitting}")
