"""Rules: published models that turn a case into a settlement."""

from tertius.case.model import Case
from tertius.rules.renegotiate import Renegotiate
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Shortfall, Status

__all__ = ["RULES", "Rule", "Settlement", "Shortfall", "Status", "settle", "settle_all"]

RULES: dict[str, Rule] = {rule.key: rule for rule in (Renegotiate(),)}

_DEFAULT = RULES[Renegotiate.key]


def settle(case: Case, without: str | tuple[str, ...] = (), rule: Rule = _DEFAULT) -> Settlement:
    """Work out where each talk of a case settles, or that it fails, every number at its middle.

    Args:
        case: A checked case, as `tertius.load` gives it.
        without: Talks made to break down: their threats and links fire, and the others settle without them.
        rule: The model; `RULES` holds them all.

    Raises:
        UsageError: `without` names a talk that the case does not have.
        LimitError: The case has more talks than the rule settles exactly.
    """
    return rule.settle(case, (without,) if isinstance(without, str) else tuple(without))


def settle_all(case: Case, rule: Rule = _DEFAULT) -> tuple[Settlement, dict[str, Settlement]]:
    """The settlement of a case, and for each talk the settlement if that talk breaks down."""
    return rule.settle_all(case)
