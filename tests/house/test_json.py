"""The JSON of results has the shape of its page, field by field; a change of shape fails here and names the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tertius
from tertius.analysis.forecast import evidence_gap
from tertius.case import read_text
from tertius.case.files.write import yaml_of
from tertius.cli import app
from tertius.ledger.scoring import score
from tertius.report.text.evidence import evidence_sentences
from tests.analysis.forecast.hanging import bridge
from tests.analysis.forecast.test_evidence import canal, indices
from tests.analysis.moves.towns import towns
from tests.draws.towns_that_believe import BELIEFS, believing_towns
from tests.house.files import ROOT
from tests.house.shapes import PAGE, faults, shape_of
from tests.ledger.tracks import track
from tests.rough import few_types
from tests.rules.bargaining.test_renegotiate import TWO_WAYS
from tests.rules.test_leaving import edited, table_of_three
from tests.rules.test_outside import starving
from tests.studies.deu_made import made_folder

BARE = {"case": "bare", "title": "Bare", "as_of": "2024-01-01"}
SETTLED = [
    ("korea-2019", []),
    ("korea-2019", ["--without", "us-dprk"]),
    ("korea-2019", ["--rule", "hold"]),
    ("two-patrons", []),
    ("two-patrons", ["--rule", "hold"]),
    ("two-patrons", ["--breakdowns"]),
    ("ec-emission-1994", []),
    ("nile-dam-2020", ["--rule", "hold"]),
]
SIDE_BY_SIDE = [("korea-2019", "all"), ("two-patrons", "hold,renegotiate"), ("ec-emission-1994", "all")]


@pytest.fixture(autouse=True, scope="module")
def _rough() -> Iterator[None]:
    """The shape of an answer does not hang on its figures."""
    with few_types():
        yield


@cache
def printed(name: str, *options: str, command: str = "settle") -> Any:
    """What a command prints, read as strictly as JSON goes."""
    result = CliRunner().invoke(app, [command, name, *options, "--json"], prog_name="tertius")
    assert result.exit_code == 0

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(result.stdout, parse_constant=refuse)


@pytest.mark.parametrize(("name", "options"), SETTLED)
def test_a_settlement_has_the_shape_of_the_page(name: str, options: list[str]) -> None:
    assert faults(printed(name, *options), shape_of("settlement"), tertius.load(name)) == []


@pytest.mark.parametrize(("name", "theories"), SIDE_BY_SIDE)
def test_theories_have_the_shape_of_the_page(name: str, theories: str) -> None:
    assert faults(printed(name, "--theories", theories), shape_of("theories"), tertius.load(name)) == []


@pytest.mark.parametrize("name", ["two-patrons", "black-sea-grain-2022", "ec-emission-1994"])
def test_a_forecast_has_the_shape_of_the_page(name: str) -> None:
    result = CliRunner().invoke(app, ["forecast", name, "--draws", "20", "--json"], prog_name="tertius")
    assert result.exit_code == 0
    told, met = json.loads(result.stdout), set()
    assert faults(told, shape_of("forecast"), tertius.load(name), met) == []
    if tertius.load(name).talks:
        assert {field.path for field in shape_of("forecast")} == met
    told["pooled"]["levels"] = dict.fromkeys(told["pooled"]["levels"], 1.0)
    assert faults(told, shape_of("forecast"), tertius.load(name)) != []


def test_a_run_has_the_shape_of_the_page(tmp_path: Path) -> None:
    doubt = tertius.Change(set="stances.client.first-price.salience", to="10 to 30")
    case, file = tertius.apply_changes(tertius.load("two-patrons"), [doubt]), tmp_path / "case.yaml"
    file.write_text(yaml_of(case), "utf-8")
    options = ["-o", str(tmp_path / "out"), "--draws", "8", "--no-sensitivity", "--no-moves"]
    told, met = printed(str(file), *options, command="run"), set[str]()
    assert faults(told, shape_of("run"), case, met) == []
    assert {field.path for field in shape_of("run")} == met
    told["forecast"].pop("pooled")
    assert len(faults(told, shape_of("run"), case)) == 1


@pytest.mark.parametrize(
    ("name", "shape", "options"),
    [
        ("korea-2019", "leverage", []),
        ("black-sea-grain-2022", "leverage", ["--draws", "3"]),
        ("two-patrons", "attribution", ["--explain", "client"]),
    ],
)
def test_leverage_has_the_shape_of_the_page(name: str, shape: str, options: list[str]) -> None:
    result = CliRunner().invoke(app, ["leverage", name, *options, "--json"], prog_name="tertius")
    assert result.exit_code == 0
    told, met, case = json.loads(result.stdout), set(), tertius.load(name)
    assert faults(told, shape_of(shape), case, met) == []
    if name != "black-sea-grain-2022":  # it has no actor without whom its network falls apart
        assert {field.path for field in shape_of(shape)} == met
    told["draws"] = "none"
    assert faults(told, shape_of(shape), case) != []


@pytest.mark.parametrize("options", [["two-patrons"], ["korea-2019", "--client", "dprk", "--draws", "2"]])
def test_patrons_have_the_shape_of_the_page(options: list[str]) -> None:
    told, met = printed(*options, command="patrons"), set[str]()
    assert faults(told, shape_of("patrons"), tertius.load(options[0]), met) == []
    assert {field.path for field in shape_of("patrons")} == met


def test_scores_of_a_ledger_have_the_shape_of_the_page() -> None:
    quantiles = {0.1: 20.0, 0.9: 60.0}
    level = track("level", {0: quantiles}, 70, scale=(0, 100), rivals={"base rate": quantiles})
    for tracks in ([], [track("q", {0: 0.8}, rivals={"even": 0.5}), track("late", {12: 0.5}), level]):
        told, met = json.loads(json.dumps(score(tracks).to_dict())), set[str]()
        assert faults(told, shape_of("scores"), tertius.load("two-patrons"), met) == []
        assert {field.path for field in shape_of("scores")} == met


def test_linkage_has_the_shape_of_the_page() -> None:
    told, met = printed("two-patrons", command="linkage"), set[str]()
    assert faults(told, shape_of("linkage"), tertius.load("two-patrons"), met) == []
    assert {field.path for field in shape_of("linkage")} == met


def test_what_it_would_take_has_the_shape_of_the_page() -> None:
    told, met = json.loads(json.dumps(tertius.seek(towns(), "upper", "at least 0").to_dict())), set[str]()
    assert faults(told, shape_of("seek"), towns(), met) == []
    options = ["--of", "first-price", "--to", "at least 30", "--inputs", "stances", "--no-pairs"]
    assert faults(printed("two-patrons", *options, command="seek"), shape_of("seek"), tertius.load("two-patrons")) == []
    assert {field.path for field in shape_of("seek")} == met


def test_before_and_after_have_the_shape_of_the_page() -> None:
    options = ["--set", "links.china-backs-dprk.probability=50%", "--theories", "hold", "--draws", "8", "--json"]
    result = CliRunner().invoke(app, ["what-if", "korea-2019", *options], prog_name="tertius")
    assert result.exit_code == 0
    told, met = json.loads(result.stdout), set()
    assert faults(told, shape_of("comparison"), tertius.load("korea-2019"), met) == []
    assert {field.path for field in shape_of("comparison")} == met


def test_moves_have_the_shape_of_the_page() -> None:
    options = ["--for", "dprk", "--theories", "hold", "--draws", "8", "--json"]
    result = CliRunner().invoke(app, ["moves", "korea-2019", *options], prog_name="tertius")
    assert result.exit_code == 0
    told, met = json.loads(result.stdout), set()
    assert faults(told, shape_of("moves"), tertius.load("korea-2019"), met) == []
    assert {field.path for field in shape_of("moves")} == met


def test_claims_have_the_shape_of_the_page() -> None:
    options = [
        "--claim",
        "only-key",
        "--claim",
        "visits-before-summits",
        "--theories",
        "hold",
        "--draws",
        "8",
        "--json",
    ]
    result = CliRunner().invoke(app, ["claims", "korea-2019", *options], prog_name="tertius")
    assert result.exit_code == 0
    told, met = json.loads(result.stdout), set()
    assert faults(told, shape_of("claims"), tertius.load("korea-2019"), met) == []
    assert {field.path for field in shape_of("claims")} == met


def test_a_draw_has_the_shape_of_the_page() -> None:
    result = CliRunner().invoke(app, ["draw", "black-sea-grain-2022", "--index", "3", "--json"], prog_name="tertius")
    told = json.loads(result.stdout)
    assert list(told) == ["seed", "index", "numbers", "settlement"]
    assert told["index"] == 3
    assert set(told["numbers"]) == {
        ".".join(n.path) for n in tertius.uncertain_of(tertius.load("black-sea-grain-2022"))
    }
    assert faults(told["settlement"], shape_of("settlement"), tertius.load("black-sea-grain-2022")) == []


def test_a_chain_of_reasons_has_the_shape_of_the_page() -> None:
    case, met = tertius.load("korea-2019"), set[str]()
    for of in ("us-dprk", "sanctions-relief", "walk_away:us-dprk:dprk", "needs.dprk-livelihood.weight"):
        told = printed("korea-2019", "--of", of, command="why")
        assert faults(told, shape_of("why"), case, met) == []
        for one in told["inputs"].values():
            assert faults(one, shape_of("input"), case, met) == []
    assert {field.path for name in ("why", "input") for field in shape_of(name)} == met


def test_power_has_the_shape_of_the_page(tmp_path: Path) -> None:
    bloc = {"members": ["usa", "france"], "yes": "90%"}
    body = {"like": "un-security-council", "yes": "60%", "blocs": {"west": bloc}}
    case = {**BARE, "actors": {"a": "A"}, "bodies": {"council": body}}
    file, met = tmp_path / "case.yaml", set()
    file.write_text(json.dumps(case), encoding="utf-8")
    for name in (str(file), "korea-2019"):
        result = CliRunner().invoke(app, ["power", name, "--json"], prog_name="tertius")
        assert faults(json.loads(result.stdout), shape_of("power"), tertius.load(name), met) == []
    assert {field.path for field in shape_of("power")} == met


@pytest.mark.parametrize("options", [[], ["--draws", "4", "--trace", "--rounds", "2"]])
def test_a_decision_has_the_shape_of_the_page(options: list[str]) -> None:
    told, met = printed("ec-emission-1994", *options, command="decide"), set[str]()
    case = tertius.load("ec-emission-1994")
    assert faults(told, shape_of("decision"), case, met) == []
    assert {field.path for field in shape_of("decision")} - met == (set() if options else {"issues.ISSUE.trace?"})
    told["issues"]["delay"]["answers"]["mean"] = 7.0
    assert len(faults(told, shape_of("decision"), case)) == 1


@pytest.mark.parametrize("options", [[], ["--rule", "mode"]])
def test_leverage_on_a_decision_has_the_shape_of_the_page(options: list[str]) -> None:
    told, met = printed("ec-emission-1994", *options, command="leverage"), set[str]()
    assert faults(told, shape_of("sway"), tertius.load("ec-emission-1994"), met) == []
    left = {field.path for field in shape_of("sway")} - met
    assert left == set() if not options else all(".WAY?." in path for path in left)


def test_the_rules_have_the_shape_of_the_page() -> None:
    told, met = json.loads(CliRunner().invoke(app, ["rules", "--json"], prog_name="tertius").stdout), set[str]()
    assert faults(told, shape_of("rules"), tertius.load("two-patrons"), met) == []
    assert {field.path for field in shape_of("rules")} == met


def test_every_field_of_the_page_is_met() -> None:
    met: set[str] = set()
    for name, options in SETTLED:
        faults(printed(name, *options), shape_of("settlement"), tertius.load(name), met)
    towns = believing_towns({"shown": BELIEFS["shown"]})
    river = table_of_three([["a", "b"]], ask=tertius.settle(table_of_three([], parties="ab")).levels["project"])
    planned = edited(starving(), lambda values: values["talks"]["border"].update(chance=0.6))
    for case in (towns, river, planned):
        told = json.loads(json.dumps(tertius.settle(case).to_dict()))
        assert faults(told, shape_of("settlement"), case, met) == []
    dam = tertius.load("nile-dam-2020")
    told = json.loads(json.dumps(tertius.settle(dam, chances=False).to_dict()))
    assert faults(told, shape_of("settlement"), dam, met) == []
    assert {field.path for field in shape_of("settlement")} == met


@pytest.mark.parametrize("options", [["--base", "4"], ["--quick", "--of", "us-dprk"], ["--base", "2", "--of", "rok"]])
def test_sensitivity_has_the_shape_of_the_page(options: list[str]) -> None:
    told = printed("korea-2019", *options, command="sensitivity")
    assert faults(told, shape_of("sensitivity"), tertius.load("korea-2019")) == []


def test_thresholds_have_the_shape_of_the_page() -> None:
    case, met = bridge(), set[str]()
    told = json.loads(json.dumps(tertius.sensitivity(case, base=4).to_dict()))
    assert told["thresholds"]
    assert faults(told, shape_of("sensitivity"), case, met) == []
    assert {field.path for field in shape_of("sensitivity")} == met
    told["thresholds"][0]["value"] = "50"
    assert len(faults(told, shape_of("sensitivity"), case)) == 1


def test_evidence_has_the_shape_of_the_page() -> None:
    met: set[str] = set()
    told = printed("korea-2019", "--base", "4", command="evidence")
    assert faults(told, shape_of("evidence"), tertius.load("korea-2019"), met) == []
    case = canal()
    gap = evidence_gap(case, indices(case))
    told = json.loads(json.dumps(gap.to_dict() | {"sentences": evidence_sentences(gap)}))
    assert faults(told, shape_of("evidence"), case, met) == []
    assert {field.path for field in shape_of("evidence")} == met


def test_other_settlements_have_the_same_shape() -> None:
    case = read_text(TWO_WAYS, "two-ways.yaml")
    told = tertius.settle(case).to_dict()
    assert told["alternatives"]
    assert faults(json.loads(json.dumps(told)), shape_of("settlement"), case) == []


def damaged(change: Any) -> list[str]:
    told = json.loads(json.dumps(printed("two-patrons")))
    change(told)
    return faults(told, shape_of("settlement"), tertius.load("two-patrons"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda told: told.update(version=1), "version is not on the page"),
        (lambda told: told.pop("rule"), "rule is missing"),
        (lambda told: told["levels"].pop("first-price"), "levels.first-price is missing"),
        (lambda told: told["payoffs"].update(client="46"), "payoffs.client is no number: 46"),
        (lambda told: told["agreements"].update({"with-first": 1}), "agreements.with-first is no truth: 1"),
        (
            lambda told: told["walk_away"]["with-first"].update(second=1.0),
            "walk_away.with-first.second is not on the page",
        ),
        (lambda told: told.update(warnings=[1]), "warnings is no texts: [1]"),
        (lambda told: told.update(as_of="2024-1-1"), "as_of is no date: 2024-1-1"),
        (lambda told: told.update(levels=[]), "levels is no object"),
        (lambda told: told.update(alternatives=[{}]), "alternatives is no settlements: [{}]"),
        (lambda told: told["stands"].update({"with-first": True}), "stands.with-first is no number: True"),
    ],
)
def test_a_change_of_shape_names_the_page(change: Any, fault: str) -> None:
    assert damaged(change) == [f"{PAGE}: {fault}"]


def test_every_field_has_its_meaning() -> None:
    lines = [line for line in (ROOT / PAGE).read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(lines) > 25
    assert all(len(line.strip("|").split("|")) == 4 and len(line.strip("|").split("|")[3]) > 5 for line in lines)


def test_a_backtest_has_the_shape_of_the_page() -> None:
    told = printed("us-north-korea", "--draws", "4", command="backtest")
    assert faults(told, shape_of("backtest"), tertius.load("two-patrons")) == []


def test_a_validation_has_the_shape_of_the_page(tmp_path: Path) -> None:
    told = printed("deu", "--data", str(made_folder(tmp_path)), command="validate")
    assert faults(told, shape_of("validation"), tertius.load("two-patrons")) == []
    one = told["scores"]["dev"]["pool"]
    assert set(one["mae"]) == {"mean", "low", "high"}
    page = (ROOT / PAGE).read_text("utf-8").split("## A validation")[1]
    for name in (*one, *one["mae"]):
        assert f"`{name}`" in page
