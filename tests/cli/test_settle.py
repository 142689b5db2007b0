"""``tertius settle`` on a settlement made by hand: what is printed where, and the exit code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tertius.case.model import Case
from tertius.rules.compiled import folder
from tertius.rules.settlement import Status
from tests.cli.conftest import Call
from tests.cli.examples import ENTRIES, LONG_ID, WARNING, toy_settlement


def rows(text: str) -> list[list[str]]:
    """The cells of every line that is laid out in columns."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]


def test_the_result_says_where_each_talk_settles(call: Call, toy: SimpleNamespace) -> None:
    result = call("settle", "toy")
    assert result.exit_code == 0
    assert toy.asked == [("settle", "toy", ())]
    assert "A toy [with brackets] – and a dash\ntoy, as of 10 January 2019." in result.stdout
    assert "Every number is taken at its middle: the likely value, else the mean" in result.stdout
    assert "Summit (us-dprk): agreement" in result.stdout
    assert ["Disarmament", "53.1", "25.0", "100.0", "10.0"] in rows(result.stdout)
    assert ["United States", "40.0", "30.0", "10.0", "42%"] in rows(result.stdout)
    assert ["North Korea", "61.3", "50.0", "11.3", "58%"] in rows(result.stdout)
    assert Status.SETTLED.sentence.split(";")[0] in result.stdout.replace("\n", " ")


def test_many_parties_leave_room_for_the_name_of_an_issue(call: Call, toy: SimpleNamespace) -> None:
    parties = {"usa": "United States of America", "dprk": "North Korea", "china": "China", "un": "United Nations"}
    summit = {"parties": list(parties), "without_agreement": {"arms": 25}}
    issues = ENTRIES["issues"] | {"arms": "Disarmament under inspection"}
    changes = {"actors": parties, "issues": issues, "talks": ENTRIES["talks"] | {"us-dprk": summit}}
    toy.settlement = toy_settlement(case=Case.model_validate(ENTRIES | changes))
    lines = call("settle", "toy").stdout.splitlines()
    place = next(n for n, line in enumerate(lines) if "Disarmament" in line)
    assert re.split(r"\s{2,}", lines[place].strip()) == ["Disarmament under", "53.1", "25.0", "100.0", "10.0", "–", "–"]
    assert max(map(len, lines)) <= 80


def test_a_failed_talk_says_why_and_where_its_issues_stay(call: Call, toy: SimpleNamespace) -> None:
    shown = call("settle", "toy").stdout
    assert "dprk-china: no agreement" in shown
    assert "the least bad ones leave China 3.2\n  points below walking away." in shown
    assert ["Refined fuel (million barrels)", "0.50", "0.50", "4.00", "0.00"] in rows(shown)


def test_in_a_talk_by_belief_a_loss_is_said_and_the_upper_hand_is_what_is_believed(
    call: Call, toy: SimpleNamespace
) -> None:
    without = call("settle", "toy").stdout.replace("\n", " ")
    assert "believe" not in without
    talks = ["us-dprk", "dprk-china"]
    beliefs = {"k": {"about": "threats.sanctions.damage", "talks": talks, "number": 40}}
    walk_away = {"us-dprk": {"usa": 30.0, "dprk": 62.66}, "dprk-china": {"dprk": 61.26, "china": 12.0}}
    toy.settlement = toy_settlement(case=Case.model_validate(ENTRIES | {"beliefs": beliefs}), walk_away=walk_away)
    shown = call("settle", "toy").stdout
    assert ["North Korea", "61.3", "62.7", "-1.4", "58%"] in rows(shown)
    assert "  North Korea agrees to a loss of 1.4 points, by what it believes.\n" in shown
    assert shown.count("agrees to a loss") == 1
    said = re.sub(r"\s+", " ", shown)
    assert "in the tables, are even. In a talk that settles by beliefs it is by what the parties believe;" in said
    assert "By what the parties believe, no levels leave every party better off: the least bad ones leave China" in said


def test_a_talk_that_was_made_to_break_down_says_so(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(settings={"without": ("dprk-china",)}, shortfalls={})
    shown = call("settle", "toy", "--without", "dprk-china").stdout
    assert toy.asked == [("settle", "toy", ("dprk-china",))]
    assert "It was made to break down." in shown


def test_standing_issues_payoffs_and_hollow_commitments_are_shown(call: Call, toy: SimpleNamespace) -> None:
    cells = rows(call("settle", "toy").stdout)
    assert ["trade", "40.0"] in cells
    assert ["China", "12.0", "20.0"] in cells
    assert ["backing", "China", "-2.1"] in cells
    assert not any(row[0] == "sanctions" for row in cells)


def test_everything_fits_80_columns(call: Call, toy: SimpleNamespace) -> None:
    assert max(len(line.rstrip()) for line in call("settle", "toy").stdout.splitlines()) <= 80


def test_unknown_talks_are_named_with_what_is_near(call: Call) -> None:
    result = call("settle", "korea-2019", "--without", "us-dprkk", "--without", "zzz")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "korea-2019 has no talk 'us-dprkk': did you mean 'us-dprk'?" in result.stderr
    assert "korea-2019 has no talk 'zzz': the talks are us-dprk, us-china, dprk-china, dprk-russia" in result.stderr


def test_json_stands_alone_on_standard_output(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(warnings=(WARNING,))
    result = call("settle", "toy", "--json")
    told = json.loads(result.stdout)
    assert told["levels"]["arms"] == 53.14
    assert told["agreements"] == {"us-dprk": True, "dprk-china": False}
    assert told["payoffs"]["usa"] == 40.04
    assert told["walk_away"]["us-dprk"] == {"usa": 30.0, "dprk": 50.0}
    assert told["status"] == "settled"
    assert result.stderr.splitlines()[-1] == f"warning: {WARNING}"


def test_the_first_run_says_that_it_compiles(call: Call, toy: SimpleNamespace, tmp_path: Path) -> None:
    first = call("settle", "toy")
    (tmp_path / "kernels").mkdir(exist_ok=True)
    (tmp_path / "kernels" / f"settle{folder.MACHINE_CODE}").touch()
    second = call("settle", "toy")
    assert first.stderr.startswith("Compiling the solver; this happens once and takes half a minute.\n")
    assert "Compiling" not in second.stderr
    assert first.stdout == second.stdout


def test_where_nothing_can_be_kept_every_run_says_that_it_compiles(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "can_keep", lambda: False)
    for _ in range(2):
        said = call("settle", "toy").stderr
        told = "Compiling the solver; the cache folder cannot be written, so every run takes half a minute.\n"
        assert said.startswith(told)


def test_a_search_that_does_not_converge_still_prints_and_ends_with_4(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(status=Status.LIMIT, residual=0.012)
    for arguments in (["settle", "toy"], ["settle", "toy", "--json"]):
        result = call(*arguments)
        assert result.exit_code == 4
        assert "53.1" in result.stdout
    assert "Residual: 0.012 of a scale" in call("settle", "toy").stdout


def test_other_settlements_stand_beside_the_one_shown(call: Call, toy: SimpleNamespace) -> None:
    other = toy_settlement(
        levels={"arms": 30.0, LONG_ID: 2.0, "trade": 40.0}, agreements={"us-dprk": True, "dprk-china": True}
    )
    toy.settlement = toy_settlement(status=Status.SEVERAL, alternatives=(other,))
    result = call("settle", "toy")
    assert result.exit_code == 0
    assert ["Talk or issue", "Settlement 1", "Settlement 2"] in rows(result.stdout)
    assert "The talks can settle in two ways, and nothing in the case says in which" in result.stdout
    assert result.stdout.index("Settlement 1") < result.stdout.index("Gain")
    assert ["arms", "53.1", "30.0"] in rows(result.stdout)
    assert ["dprk-china", "no agreement", "agreement"] in rows(result.stdout)
    assert [LONG_ID, "0.50", "2.00"] in rows(result.stdout)


def test_what_each_breakdown_would_do_is_shown_on_request(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(agreements={"us-dprk": True, "dprk-china": True})
    toy.breakdowns = {
        "us-dprk": toy_settlement(
            agreements={"us-dprk": False, "dprk-china": False},
            payoffs={"usa": 30.04, "dprk": 50.0, "china": 12.5},
        )
    }
    shown = call("settle", "toy", "--breakdowns").stdout
    row = next(line for line in shown.splitlines() if line.strip().startswith("us-dprk "))
    assert re.split(r"\s{2,}", row.strip()) == ["us-dprk", "-10.0", "-11.3", "+0.5", "dprk-china"]
    assert "If one talk breaks down" not in call("settle", "toy").stdout
    told = json.loads(call("settle", "toy", "--breakdowns", "--json").stdout)["breakdowns"]
    assert told["us-dprk"]["payoffs"] == {"usa": 30.04, "dprk": 50.0, "china": 12.5}
    assert call("settle", "toy", "--breakdowns", "--without", "us-dprk").exit_code == 2


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
    rows = [re.split(r"\s{2,}", line.strip()) for line in call("settle", "toy", "--breakdowns").stdout.splitlines()]
    assert ["Change for", "us-dprk"] in rows
    assert ["United States", "-10.0"] in rows
    assert ["Neighbour 5", "0.0"] in rows
    assert ["Fails with it", "dprk-china"] in rows
