"""What a version is worth by the wants of the base: held against the account of payoffs, draw by draw."""

from __future__ import annotations

import numpy as np
import pytest

from tertius.analysis.moves.tree import true_payoffs
from tertius.case import Case, Change, apply_changes
from tertius.draws import fix
from tertius.rules.payoffs import chances_of, payoff_of
from tertius.scenarios.scenarios import Scenarios
from tests.analysis.moves.towns import towns

LINKED = Change(
    add="links.port-stands-by",
    value={"holder": "port", "if_fails": "road", "then_falls": "harbour", "probability": "30% to 60%"},
)
SAID = [
    Change(set="stances.upper.fees.position", to="10 to 30"),
    Change(set="stances.port.fees.position", to="80"),
    Change(set="stances.lower.toll.position", to="0 to 10"),
    LINKED,
]
BROKEN = Change(set="stances.lower.toll.salience", to=0)


def judged(base: Case, fixed: Case, levels: dict[str, float], agreed: dict[str, bool], actor: str) -> float:
    """The account of a draw of the version, with the stances of the same draw of the base."""
    mixed = fixed.model_copy(update={"stances": base.stances})
    return payoff_of(mixed, levels, agreed, actor, chances_of(fixed))


@pytest.mark.parametrize("changes", [SAID, [*SAID, BROKEN]])
def test_payoffs_are_counted_by_the_wants_of_the_base(changes: list[Change]) -> None:
    base = towns()
    version = apply_changes(base, changes)
    scenarios = Scenarios(base, "hold", 12, 3, threads=1)
    settled = scenarios.settle(version)["hold"]
    drawn = scenarios.drawn_of(base)
    found = true_payoffs(settled, base, drawn)
    for draw in range(12):
        fixed = fix(version, dict(zip(settled.drawn.paths, settled.drawn.values[draw], strict=True)))
        wants = fix(base, dict(zip(drawn.paths, drawn.values[draw], strict=True)))
        levels = dict(zip(version.issues, map(float, settled.many.levels[draw]), strict=True))
        agreed = dict(zip(version.talks, map(bool, settled.many.agreed[draw]), strict=True))
        for actor in base.actors:
            assert found[actor][draw] == pytest.approx(judged(wants, fixed, levels, agreed, actor), abs=1e-6)


def test_the_base_itself_is_worth_what_it_settles_at() -> None:
    base = towns()
    scenarios = Scenarios(base, "hold", 8, threads=1)
    settled = scenarios.settle(base)["hold"]
    found = true_payoffs(settled, base, scenarios.drawn_of(base))
    assert all((found[actor] == settled.payoff(actor)).all() for actor in base.actors)


def test_an_actor_that_is_gone_has_no_payoff() -> None:
    base = towns()
    scenarios = Scenarios(base, "hold", 4, threads=1)
    settled = scenarios.settle(apply_changes(base, Change(remove="actors.port")))["hold"]
    assert np.isnan(true_payoffs(settled, base, scenarios.drawn_of(base))["port"]).all()
