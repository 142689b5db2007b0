"""A case that a worker holds knows what the process that sent it knew: nothing of it is worked out again."""

from __future__ import annotations

import pickle
from typing import NoReturn

import numpy as np
import pytest

import tertius
from tertius.cluster.held import HeldCase
from tertius.draws import sample
from tertius.rules import theory_named
from tertius.rules.bargaining.chances import deal
from tertius.rules.bargaining.outside import voice


def test_chances_and_reliances_go_with_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tertius.load("korea-2019")
    held, theory = HeldCase(case), theory_named("hold")
    paths = [number.path for number in held.uncertain]
    values = sample(held.uncertain, 0, 4, 1)
    here = theory.settle_many(case, paths, values)

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("it was known")

    monkeypatch.setattr(deal, "_worked_out", refuse)
    monkeypatch.setattr(voice, "_reliances", refuse)
    sent = pickle.loads(pickle.dumps(held))
    assert sent.case == case
    assert sent.case is not case
    there = theory.settle_many(sent.case, paths, values)
    for name in here.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(here, name), getattr(there, name))
    with pytest.raises(AssertionError):
        theory.settle_many(pickle.loads(pickle.dumps(case)), paths, values)


def test_what_another_case_is_known_by_is_not_sent() -> None:
    one = tertius.load("korea-2019")
    other = one.model_copy()
    theory_named("hold").settle(one)
    assert deal.known_chances(one)
    assert not deal.known_chances(other)
