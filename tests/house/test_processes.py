"""Results and errors go from process to process, and copy: what is sent is what arrives."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import tertius
from tertius.analysis.forecast import evidence_gap
from tertius.analysis.leverage.decision.leverage import leverage_on_decision
from tertius.case import read_text
from tertius.case.layouts.exchange import load_exchange
from tertius.case.model import Case
from tertius.errors import CaseError, LimitError, Problem, TertiusError, UsageError
from tertius.ledger.scoring import score
from tertius.results import Record, Result
from tests.analysis.claims.dam import dam
from tests.analysis.forecast.hanging import bridge
from tests.analysis.moves.towns import towns
from tests.ledger.tracks import track
from tests.rules.decisions.test_exchange import ROWS

SEVERAL = [Problem(file="k.yaml", line=3, found="unknown field 'x'", legal="a field"), Problem(found="no actor 'y'")]


def exchanges_of(rows: str) -> Any:
    """The trades of a table of the exchange model."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "traders.csv"
        file.write_text(rows, "utf-8")
        return tertius.decide(load_exchange(file, "2024-01-01")).exchanges


@cache
def case(name: str = "two-patrons") -> Case:
    return tertius.load(name)


RESULTS: dict[str, Callable[[], Any]] = {
    "Case": case,
    "Settlement": lambda: tertius.settle(case()),
    "TheoryComparison": lambda: tertius.settle_theories(case(), "default"),
    "Comparison": lambda: tertius.compare(case(), case()),
    "Batch": lambda: tertius.batch([case()], 4),
    "Forecast": lambda: tertius.forecast(case(), 4),
    "BaseRates": tertius.base_rates,
    "Draw": lambda: tertius.draw(case()),
    "Sensitivity": lambda: tertius.sensitivity(bridge(), base=2).sensitivity,
    "WhatMatters": lambda: tertius.sensitivity(bridge(), base=2),
    "EvidenceGap": lambda: evidence_gap(bridge(), tertius.sensitivity(bridge(), base=2).sensitivity),
    "Leverage": lambda: tertius.leverage(case()),
    "Attribution": lambda: tertius.leverage(case()).attribution("client"),
    "Why": lambda: tertius.why(case(), "client"),
    "DecisionLeverage": lambda: leverage_on_decision(case("ec-emission-1994")),
    "Patrons": lambda: tertius.patrons(case("korea-2019"), client="dprk", patrons=("china", "russia")),
    "Linkage": lambda: tertius.linkage(case()),
    "Balanced": lambda: tertius.balanced([("a", "b", 2.0), ("b", "c", 1.0)]),
    "Decision": lambda: tertius.decide(case("ec-emission-1994")),
    "Exchanges": lambda: exchanges_of(ROWS),
    "GraphModel": lambda: tertius.graph_model(tertius.read_conflict("elmira-1991")),
    "Power": lambda: tertius.power(case("korea-2019")),
    "Seek": lambda: tertius.seek(bridge(), "crossing", "agreement", inputs=["stances.west"], pairs=False),
    "Sweep": lambda: tertius.sweep(bridge(), "stances.west.height.position", 5),
    "Search": lambda: tertius.moves(towns(), "upper", draws=1),
    "Game": lambda: tertius.game(towns(), players=["upper", "port"], draws=1),
    "Claims": lambda: tertius.claims(dam(), draws=1),
    "Scores": lambda: score([track("q", {0: 0.8}, rivals={"even": 0.5})]),
}


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(tertius.__path__, "tertius."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def classes_of(base: type) -> set[type]:
    """Every class of ours that derives from another."""
    return {
        one
        for module in modules()
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, base) and one.__module__.startswith("tertius")
    }


def value_of(result: Any) -> Any:
    return result.to_dict() if isinstance(result, Record) else result


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_the_same_after_the_journey_and_as_a_copy(name: str) -> None:
    result = RESULTS[name]()
    assert type(result).__name__ == name
    for other in (pickle.loads(pickle.dumps(result)), copy.copy(result), copy.deepcopy(result)):
        assert type(other) is type(result)
        assert value_of(other) == value_of(result)


def test_no_result_is_left_out() -> None:
    """But those of studies, of several experts, and pools, which are parts of decisions."""
    whole = {one.__name__ for one in classes_of(Result)} - {"Result"}
    assert whole - RESULTS.keys() == {"Backtest", "DeuStudy", "Panel", "PooledDecision"}


EXAMPLES: dict[type, tuple[Any, ...]] = {CaseError: (SEVERAL,), LimitError: (SEVERAL,)}


def test_every_error_is_the_same_after_the_journey_and_as_a_copy() -> None:
    errors = classes_of(Exception)
    assert {TertiusError, UsageError, CaseError, LimitError} <= errors
    for kind in errors:
        error = kind(*EXAMPLES.get(kind, ("what is wrong",)))
        error.add_note("seen on the way")
        for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(other) is kind
            assert str(other) == str(error)
            assert vars(other) == vars(error)
            assert getattr(other, "problems", ()) == getattr(error, "problems", ())


def read(text: str) -> Case:
    return read_text(text, "k.yaml")


def test_a_pool_of_processes_tells_of_an_invalid_case_and_settles_a_valid_one() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        with pytest.raises(CaseError) as caught:
            pool.submit(read, "case: k\n").result(timeout=120)
        with pytest.raises(CaseError) as here:
            read("case: k\n")
        assert caught.value.problems == here.value.problems
        assert pool.submit(tertius.settle, case()).result(timeout=300).payoffs == tertius.settle(case()).payoffs
