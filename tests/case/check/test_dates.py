"""Nothing in a case is of a later day than the case itself."""

from __future__ import annotations

from typing import Any

import pytest

import tertius
from tertius.case.model import Case
from tests.cli.examples import ENTRIES


@pytest.mark.parametrize("field", ["as_of", "known_since"])
def test_a_stance_of_a_later_day_than_the_case_is_a_mistake(field: str) -> None:
    for day, late in (("2099-01-01", True), (str(ENTRIES["as_of"]), False)):
        stances: dict[str, Any] = {
            actor: {issue: {**stance, field: day} for issue, stance in own.items()}
            for actor, own in ENTRIES["stances"].items()
        }
        found = [str(problem) for problem in tertius.check_case(Case.model_validate(ENTRIES | {"stances": stances}))]
        said = [problem for problem in found if f"{field}, 2099-01-01 is after" in problem]
        assert bool(said) == late


def test_the_cases_of_the_gallery_are_of_their_day() -> None:
    for case in tertius.gallery():
        assert tertius.check_case(case) == []
