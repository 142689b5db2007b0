"""The doors of the library: what is no checked case, or no number, is refused in words by every public function."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case.model import Case

BARE: dict[str, Any] = {
    "case": "two-towns",
    "title": "Two towns",
    "as_of": "2024-01-01",
    "actors": {"a": "A", "b": "B"},
    "issues": {"toll": {"scale": [0, 100]}},
    "talks": {"deal": {"parties": ["a", "b"], "without_agreement": {"toll": 0}}},
    "moves": {"shout": {"actor": "a", "changes": [{"set": "stances.a.toll.salience", "to": 50}]}},
    "stances": {
        "a": {"toll": {"position": 1000, "salience": "10 to 20"}},
        "b": {"toll": {"position": 0, "salience": 10}},
    },
}
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "settle": tertius.settle,
    "settle_all": tertius.settle_all,
    "settle_theories": tertius.settle_theories,
    "forecast": lambda case: tertius.forecast(case, 1),
    "draw": tertius.draw,
    "sensitivity": tertius.sensitivity,
    "evidence": tertius.evidence,
    "what_if": lambda case: tertius.what_if(case, []),
    "compare": lambda case: tertius.compare(case, case),
    "seek": lambda case: tertius.seek(case, "deal", "agreement"),
    "sweep": lambda case: tertius.sweep(case, "stances.a.toll.salience"),
    "moves": lambda case: tertius.moves(case, "a"),
    "game": tertius.game,
    "claims": tertius.claims,
    "decide": tertius.decide,
    "leverage": tertius.leverage,
    "why": lambda case: tertius.why(case, "a"),
    "power": tertius.power,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_case_made_in_python_is_checked_before_it_is_used(name: str) -> None:
    with pytest.raises(tertius.CaseError, match="position 1000 is off the scale"):
        FUNCTIONS[name](Case.model_validate(BARE))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_name_of_a_case_is_no_case(name: str) -> None:
    with pytest.raises(tertius.UsageError, match=r"load it first, tertius.load\('two-patrons'\)"):
        FUNCTIONS[name]("two-patrons")


def test_a_number_is_no_talk() -> None:
    with pytest.raises(tertius.UsageError, match="no talk '1'"):
        tertius.settle(tertius.load("two-patrons"), without=(1,))  # type: ignore[arg-type]


def test_what_was_changed_by_hand_is_checked_again() -> None:
    case = tertius.load("two-patrons")
    tertius.settle(case)
    with pytest.raises(tertius.CaseError):
        tertius.settle(case.model_copy(update={"actors": {}}))


def mappings_of(value: Any, path: str = "case") -> list[tuple[str, Any]]:
    """Every mapping in a case, with its path."""
    if isinstance(value, dict):
        return [(path, value), *(found for key, one in value.items() for found in mappings_of(one, f"{path}.{key}"))]
    if isinstance(value, tuple):
        return [found for number, one in enumerate(value) for found in mappings_of(one, f"{path}.{number}")]
    fields = getattr(type(value), "model_fields", {})
    return [found for name in fields for found in mappings_of(getattr(value, name), f"{path}.{name}")]


@pytest.mark.parametrize("name", ["two-patrons", "korea-2019", "ec-emission-1994"])
def test_no_mapping_of_a_case_can_be_changed(name: str) -> None:
    case = tertius.load(name)
    for version in (case, case.model_copy(update={"actors": dict(case.actors)}), copy.deepcopy(case)):
        found = mappings_of(version)
        assert len(found) > 20
        for path, mapping in found:
            before = dict(mapping)
            for change in (
                lambda m: m.update(x=1),
                lambda m: m.__setitem__("x", 1),
                lambda m: m.pop("x", None),
                lambda m: m.clear(),
                lambda m: m.setdefault("x", 1),
                lambda m: m.__ior__({"x": 1}),
            ):
                with pytest.raises(TypeError, match="a case is frozen"):
                    change(mapping)
            assert dict(mapping) == before, path


def test_a_case_is_pickled_and_copied_as_it_is() -> None:
    case = tertius.load("korea-2019")
    for again in (pickle.loads(pickle.dumps(case)), copy.deepcopy(case), copy.copy(case)):
        assert again == case
        assert repr(again) == repr(case)


TOWNS = {**BARE, "stances": {**BARE["stances"], "a": {"toll": {"position": 100, "salience": "10 to 20"}}}}
SALIENCE = ("stances", "a", "toll", "salience")


@pytest.mark.parametrize(
    "asked",
    [
        lambda case: tertius.forecast(case, 1.5),
        lambda case: tertius.forecast(case, "10"),
        lambda case: tertius.forecast(case, 1, threads=1.5),
        lambda case: tertius.forecast(case, 1, seed=1.5),
        lambda case: tertius.sensitivity(case, base=2.5),
        lambda case: tertius.moves(case, "a", depth=1.5),
        lambda case: tertius.moves(case, "a", draws=1.5),
        lambda case: tertius.game(case, draws=None),
        lambda case: tertius.compare(case, case, draws=1.5),
        lambda case: tertius.leverage(case, draws=2.5),
        lambda case: tertius.draw(case, None),
        lambda case: tertius.draw_at(case, 1, None),
        lambda case: tertius.draw_at(case, None, 1),
        lambda case: tertius.fix(case, {(): 1}),
        lambda case: tertius.fix(case, {"stances": 1}),
        lambda case: tertius.fix(case, {1: 1}),
        lambda case: tertius.fix(case, {SALIENCE: "high"}),
        lambda case: tertius.fix(case, {SALIENCE: None}),
        lambda case: tertius.fix(case, {SALIENCE: float("nan")}),
        lambda case: tertius.fix(case, None),
        lambda case: tertius.decide(tertius.load("ec-emission-1994"), draws=1.5),
        lambda case: tertius.decide(tertius.load("ec-emission-1994"), rounds=1.5),
    ],
)
def test_what_is_no_such_number_is_refused_in_words(asked: Callable[[Any], Any]) -> None:
    with pytest.raises(tertius.UsageError):
        asked(Case.model_validate(TOWNS))


def test_more_draws_than_memory_holds_are_refused_before_any_work() -> None:
    case = Case.model_validate(TOWNS)
    for asked in (lambda n: tertius.compare(case, case, draws=n), lambda n: tertius.leverage(case, draws=n)):
        with pytest.raises(tertius.UsageError, match="1,000,000,000 draws are too many: at most"):
            asked(10**9)


def test_numbers_of_numpy_are_numbers() -> None:
    case, n = Case.model_validate(TOWNS), np.int64(2)
    assert tertius.draw_at(case, np.int32(1), n) == tertius.draw_at(case, 1, 2)
    assert tertius.fix(case, {SALIENCE: np.float64(12)}).stances["a"]["toll"].salience.middle == 12
    assert tertius.forecast(case, n).to_dict()["draws"] == 2


@pytest.mark.parametrize("highest", [float("inf"), float("nan"), 0.0, -5.0])
def test_the_highest_salience_is_a_number_above_zero(tmp_path: Any, highest: float) -> None:
    table = tmp_path / "t.csv"
    table.write_text("actor,position,salience,capability\na,0,50,1\nb,100,50,1\n")
    with pytest.raises(tertius.CaseError, match="the highest salience is"):
        tertius.load_table(table, (0, 100), "", highest, "2024-01-01")
    for scale in ((0, float("inf")), (float("nan"), 1), (5, 5)):
        with pytest.raises(tertius.CaseError, match="the scale goes from"):
            tertius.load_table(table, scale, "", 100, "2024-01-01")
    for scale in ("0 to 100", 5, (1, 2, 3)):
        with pytest.raises(tertius.UsageError, match="give its two ends"):
            tertius.load_table(table, scale, "", 100, "2024-01-01")  # type: ignore[arg-type]
    assert tertius.load_table(table, np.array([0, 100]), "", np.int64(100), "2024-01-01").issues  # type: ignore[arg-type]
