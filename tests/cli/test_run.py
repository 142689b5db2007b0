"""``tertius run``: what it prints, where the brief stands, and that nothing is replaced unasked."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import tertius
import tertius.analysis.forecast
import tertius.case
from tertius.analysis.claims import Verdict
from tertius.case.model import Case
from tertius.cli import app
from tertius.report.text.settlement import settlement_sentences
from tertius.rules.settlement import Status
from tests.cli.conftest import Call
from tests.cli.examples import ENTRIES, toy_case, toy_settlement
from tests.report.toy_forecast import DRAWS, forecast_of, many_with, sensitivity_of


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toy: SimpleNamespace) -> None:
    def render_brief(
        settlement: Any,
        breakdowns: Any,
        written: Any,
        theories: Any,
        forecast: Any,
        sensitivity: Any,
        gap: Any,
        leverage: Any,
        attribution: Any,
        moves: Any,
        game: Any,
        claims: Any,
        patrons: Any = (),
    ) -> str:
        toy.beside = list(theories.settlements)
        toy.forecast, toy.sensitivity, toy.gap = forecast, sensitivity, gap
        toy.leverage, toy.attribution, toy.claims = leverage, attribution, claims
        toy.moves, toy.game = moves, game
        toy.asked.append(("brief", settlement.case.case, list(breakdowns), written))
        return str(toy.page)

    def forecast(case: Any, draws: int, seed: int, theories: Any, progress: Any = None, hands: bool = True) -> Any:
        toy.drawn = (draws, seed, theories)
        return replace(toy.told, asked=draws, draws=toy.done or draws)

    def find_sensitivity(case: Any, theory: Any, base: int, seed: int, progress: Any = None) -> Any:
        toy.sought = (theory.name, seed)
        if toy.stop:
            raise KeyboardInterrupt
        return toy.matters

    toy.drawn = toy.sought = toy.done = toy.stop = None
    toy.matters = sensitivity_of(toy_case(), {"level:arms": [0.5]})
    agreed = {"us-dprk": 0.7}
    toy.told = forecast_of(toy_case(), *(many_with(toy_case(), agreed) for _ in range(2)))
    monkeypatch.setattr(tertius, "forecast", forecast)
    monkeypatch.setattr(tertius.analysis.forecast, "find_sensitivity", find_sensitivity)

    monkeypatch.setattr(tertius, "render_brief", render_brief)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_the_brief_stands_in_a_folder_named_after_the_case(call: Call, toy: SimpleNamespace) -> None:
    result = call("run", "toy")
    assert result.exit_code == 0
    assert Path("toy-brief/brief.html").read_text("utf-8") == "<p>brief</p>"
    assert toy.beside == ["renegotiate", "hold"]
    assert result.stdout.rstrip().endswith(f"The brief is in {Path('toy-brief/brief.html')}")
    assert "Summit (us-dprk): agreement" in result.stdout
    told = " ".join(result.stdout.split())
    assert all(f"– {' '.join(words.split())}" in told for words in settlement_sentences(toy.settlement, {}))


def test_moves_and_their_game_are_told_unless_one_asks_for_none(call: Call, toy: SimpleNamespace) -> None:
    shown = call("run", "toy").stdout
    assert "No single move pays for China: even the best of them" in shown
    assert "If everyone can move\n  – There is one equilibrium" in shown
    assert "All of it: tertius moves toy --for china, tertius game toy" in shown
    assert [told.actor for told in toy.moves] == ["china"]
    assert toy.game.players == ("china",)
    assert "Moves before the talks" not in call("run", "toy", "--no-moves", "--force").stdout
    assert (toy.moves, toy.game) == ([], None)


def test_leverage_is_told_and_handed_to_the_brief(call: Call, toy: SimpleNamespace) -> None:
    shown = call("run", "toy").stdout
    assert "All of it: tertius leverage toy" in shown
    assert shown.index("Leverage") < shown.index("All of it")
    assert toy.leverage.case.case == toy.attribution.case.case
    assert toy.attribution.target.kind == "payoff"


def test_what_each_breakdown_would_do_is_shown(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(agreements={"us-dprk": True, "dprk-china": True})
    toy.breakdowns = {
        "us-dprk": toy_settlement(
            agreements={"us-dprk": False, "dprk-china": False},
            payoffs={"usa": 30.04, "dprk": 50.0, "china": 12.5},
        )
    }
    shown = call("run", "toy").stdout
    row = next(line for line in shown.splitlines() if line.strip().startswith("us-dprk "))
    assert re.split(r"\s{2,}", row.strip()) == ["us-dprk", "-10.0", "-11.3", "+0.5", "dprk-china"]
    assert toy.asked[-1][2] == ["us-dprk"]


def test_with_many_actors_the_table_of_breakdowns_is_turned_round(call: Call, toy: SimpleNamespace) -> None:
    extra = {f"a-neighbour-{n}": 10.0 * n for n in range(1, 6)}
    actors = ENTRIES["actors"] | {actor: f"Neighbour {actor[-1]}" for actor in extra}
    case = Case.model_validate(ENTRIES | {"actors": actors})
    toy.settlement = toy_settlement(case=case, agreements={"us-dprk": True, "dprk-china": True})
    payoffs = dict(toy.settlement.payoffs) | extra
    toy.settlement = replace(toy.settlement, payoffs=payoffs, ranges=dict.fromkeys(payoffs, 100.0))
    broken = replace(
        toy.settlement, agreements={"us-dprk": False, "dprk-china": False}, payoffs=payoffs | {"usa": 30.04}
    )
    toy.breakdowns = {"us-dprk": broken}
    rows = [re.split(r"\s{2,}", line.strip()) for line in call("run", "toy").stdout.splitlines()]
    assert ["Change for", "us-dprk"] in rows
    assert ["United States", "-10.0"] in rows
    assert ["Neighbour 5", "0.0"] in rows
    assert ["Fails with it", "dprk-china"] in rows


def test_a_brief_is_not_replaced_unasked_and_that_is_said_before_the_work(call: Call, toy: SimpleNamespace) -> None:
    place = Path("out/brief.html")
    place.parent.mkdir()
    place.write_text("mine", "utf-8")
    result = call("run", "toy", "-o", "out")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{place} is there already: use --force to replace it" in result.stderr
    assert place.read_text("utf-8") == "mine"
    assert toy.asked == []
    assert call("run", "toy", "--output", "out", "--force").exit_code == 0
    assert place.read_text("utf-8") == "<p>brief</p>"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_hold_a_brief_is_said_before_the_work(call: Call, toy: SimpleNamespace, place: str) -> None:
    Path("file").write_text("x", "utf-8")
    result = call("run", "toy", "-o", place)
    assert result.exit_code == 2
    assert "file" in result.stderr
    assert "fault" not in result.stderr
    assert toy.asked == []


def test_a_brief_that_cannot_be_written_is_no_fault_of_ours(call: Call) -> None:
    Path("out/brief.html").mkdir(parents=True)
    result = call("run", "toy", "-o", "out", "--force")
    assert result.exit_code == 2
    assert "brief.html" in result.stderr
    assert "fault" not in result.stderr


def test_a_search_that_does_not_converge_ends_with_4_and_a_brief(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(status=Status.CYCLING)
    assert call("run", "toy").exit_code == 4
    assert Path("toy-brief/brief.html").exists()


def test_a_forecast_is_told_and_handed_to_the_brief(call: Call, toy: SimpleNamespace) -> None:
    result = call("run", "toy")
    assert result.exit_code == 0
    assert toy.drawn == (1000, 1, "default")
    assert toy.forecast.draws == 1000
    told = " ".join(result.stdout.split())
    assert "Forecast – In the model the talk “dprk-china” ends in agreement in every one of the" in told
    assert "In the model, agreement in “Summit”: likely (70%)." in told
    assert "Every figure of it: tertius forecast toy --draws 1000" in told


def test_draws_seed_and_solution_are_those_asked_for(call: Call, toy: SimpleNamespace) -> None:
    call("run", "toy", "--draws", "40", "--seed", "7", "--solution", "egalitarian")
    assert toy.drawn == (40, 7, ["renegotiate+egalitarian", "hold+egalitarian"])


def test_without_draws_there_is_no_forecast(call: Call, toy: SimpleNamespace) -> None:
    result = call("run", "toy", "--draws", "0", "--sensitivity")
    assert result.exit_code == 0
    assert (toy.drawn, toy.forecast, toy.sensitivity) == (None, None, None)
    assert "Forecast" not in result.stdout
    assert call("run", "toy", "--draws", "-1", "-o", "other").exit_code == 2


def test_a_case_without_ranges_has_no_forecast_and_that_is_said(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    certain = Case.model_validate({"case": "sure", "title": "S", "as_of": "2020-01-01", "actors": {"a": "A", "b": "B"}})
    monkeypatch.setattr(tertius, "load", lambda name: certain)
    result = call("run", "sure")
    assert result.exit_code == 0, result.stderr
    assert "No number of the case is uncertain, so there is no forecast." in result.stdout
    assert (toy.drawn, toy.forecast) == (None, None)


def test_the_inputs_that_matter_and_what_to_find_out_next_are_handed_to_the_brief(
    call: Call, toy: SimpleNamespace
) -> None:
    result = call("run", "toy", "--seed", "3")
    assert toy.sought == ("renegotiate", 3)
    assert toy.sensitivity is toy.matters
    assert len(toy.gap) == 1
    assert "would narrow the forecast most: 50% of the doubt about levels comes from it" in toy.gap[0]
    told = " ".join(result.stdout.split())
    assert f"What to find out next – {toy.gap[0]}" in told


def test_they_are_not_sought_if_unwanted_nor_told_if_most_of_the_search_did_not_come_to_rest(
    call: Call, toy: SimpleNamespace
) -> None:
    call("run", "toy", "--no-sensitivity")
    assert (toy.sought, toy.sensitivity, toy.gap) == (None, None, [])
    toy.matters = replace(toy.matters, unsettled=toy.matters.settlements)
    assert call("run", "toy", "-o", "other").exit_code == 0
    assert toy.sought
    assert (toy.sensitivity, toy.gap) == (None, [])


def test_a_search_for_them_cut_short_ends_with_130_and_a_brief_without(call: Call, toy: SimpleNamespace) -> None:
    toy.stop = True
    result = call("run", "toy")
    assert result.exit_code == 130
    assert "Stopped while looking for the inputs that matter" in result.stderr
    assert (toy.sensitivity, toy.gap) == (None, [])
    assert Path("toy-brief/brief.html").exists()


def test_draws_cut_short_end_with_130_and_a_brief_on_those_done(call: Call, toy: SimpleNamespace) -> None:
    toy.done = DRAWS
    result = call("run", "toy", "--draws", "5000")
    assert result.exit_code == 130
    assert f"Stopped after {DRAWS} of 5,000 draws." in result.stderr
    assert toy.sought is None
    assert Path("toy-brief/brief.html").exists()


def test_claims_are_counted_and_handed_to_the_brief(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def tested(case: Any, chosen: Any, draws: int, *_: Any, **__: Any) -> Any:
        asked.append((case.case, draws))
        verdicts = [Verdict.HOLDS, Verdict.HOLDS, Verdict.FAILS]
        return SimpleNamespace(results=[SimpleNamespace(verdict=verdict) for verdict in verdicts])

    monkeypatch.setattr(tertius, "claims", tested)
    shown = call("run", "toy", "--draws", "500").stdout
    assert asked == [("toy", 200)]
    assert "Of 3 claims 2 hold, 1 fails, over 200 draws." in shown
    assert len(toy.claims.results) == 3


def test_claims_that_were_not_waited_for_are_left_out(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(tertius, "claims", stopped)
    result = call("run", "toy")
    assert result.exit_code == 130
    assert "Stopped while testing claims; the brief has what was found before." in result.stderr
    assert toy.claims is None
    assert toy.leverage is not None
    assert Path("toy-brief/brief.html").exists()


def test_after_an_interrupt_no_other_part_begins_and_the_brief_has_what_was_found(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    def begun(*_: Any, **__: Any) -> Any:
        raise AssertionError("it has begun")

    monkeypatch.setattr(tertius, "leverage", stopped)
    monkeypatch.setattr(tertius, "claims", begun)
    result = call("run", "toy", "--json")
    assert (result.exit_code, json.loads(result.stdout)["brief"]) == (130, str(Path("toy-brief/brief.html")))
    assert "Stopped while working out leverage" in result.stderr
    assert (toy.leverage, toy.moves, toy.game, toy.claims) == (None, [], None, None)
    assert toy.forecast is not None
    assert toy.sensitivity is not None


def test_settlement_and_forecast_are_told_before_the_rest_begins(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Watched(io.StringIO):
        shown = ""

        def flush(self) -> None:
            self.shown = self.getvalue()

    screen = Watched()

    def leverage(*_: Any, **__: Any) -> Any:
        seen.append(screen.shown)
        raise KeyboardInterrupt

    monkeypatch.setattr(tertius, "leverage", leverage)
    monkeypatch.setattr(sys, "stdout", screen)
    app(["run", "toy", "--no-sensitivity"], standalone_mode=False)
    assert "Summit (us-dprk): agreement" in seen[0]
    assert "Forecast" in seen[0]


def test_as_json_settlement_forecast_and_the_place_of_the_brief_are_all_that_is_printed(
    call: Call, toy: SimpleNamespace
) -> None:
    result = call("run", "toy", "-o", "out", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert list(told) == ["brief", "settlement", "forecast"]
    assert told["brief"] == str(Path("out/brief.html"))
    assert Path(told["brief"]).read_text("utf-8") == "<p>brief</p>"
    assert told["settlement"] == json.loads(json.dumps(toy.settlement.to_dict(tertius.warn_case(tertius.load("toy")))))
    assert told["forecast"] == json.loads(json.dumps(toy.forecast.to_dict()))
    assert json.loads(call("run", "toy", "--json", "--force", "--draws", "0").stdout)["forecast"] is None


def test_as_json_all_is_printed_too_if_the_search_did_not_converge_or_was_cut_short(
    call: Call, toy: SimpleNamespace
) -> None:
    toy.settlement = toy_settlement(status=Status.CYCLING)
    result = call("run", "toy", "--json")
    assert (result.exit_code, json.loads(result.stdout)["settlement"]["status"]) == (4, "cycling")
    toy.done = DRAWS
    result = call("run", "toy", "--draws", "5000", "--json", "--force")
    assert (result.exit_code, json.loads(result.stdout)["forecast"]["draws"]) == (130, DRAWS)


def test_the_theories_asked_for_count_in_every_part_and_the_first_settles_the_talks(
    call: Call, toy: SimpleNamespace
) -> None:
    assert call("run", "toy", "--theories", "hold+egalitarian,renegotiate").exit_code == 0
    assert ("settle_all", "toy", "hold", "egalitarian") in toy.asked
    assert toy.beside == ["hold+egalitarian", "renegotiate"]
    assert toy.drawn == (1000, 1, ["hold+egalitarian", "renegotiate"])


def test_theories_that_are_none_or_beside_a_solution_are_said_before_the_work(call: Call, toy: SimpleNamespace) -> None:
    result = call("run", "toy", "--theories", "hld")
    assert result.exit_code == 2
    assert "hld" in result.stderr
    result = call("run", "toy", "--theories", "hold", "--solution", "egalitarian")
    assert result.exit_code == 2
    assert "--theories" in result.stderr
    assert toy.asked == []
    assert not Path("toy-brief").exists()
