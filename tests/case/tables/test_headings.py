"""What the columns of a table are: units, statistics, years, experts and issues, in the words of four languages."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tertius.case.tables.experts import experts_in
from tests.case.tables.reading import DECLARED, load, load_sheets, mean, mistakes, numbers, warnings

ROWS = "Harbour,40,80,30\nFishers,90,60,50\nTown,70,40,20\n"
WANTED = {
    ("Harbour", "Position"): (40, 80, 30),
    ("Fishers", "Position"): (90, 60, 50),
    ("Town", "Position"): (70, 40, 20),
}
FOUR = "actor,{},salience,capability\n"


@pytest.mark.parametrize(
    "heads",
    [
        "stakeholder,position (0-100),salience (0-100),influence (0-100)",
        "Actor,Position [0 to 100],Salience (%),Power (0–100)",
        "Actors,Positions: 0-100,Salience in %,Weights",
        "Stakeholders,Position (percent),Saliency (max 100),Influence (1 = low; 100 = high)",
        "Player,Ideal point,Priority,Votes",
        "Country,Policy.Position,salience_score,Voting weight",
        "COUNTRY,Preferred position,Level of importance,Resources",
        "Member state,policyPosition,Saliences,Number of votes",
        "actor_name,position_value,salience_value,capability_value",
        "Akteur,Präferenz,Wichtigkeit,Einfluss",
        "Akteure,Position (0 bis 100),Salienz,Macht",
        "Land,Standpunkt,Bedeutung,Stimmen",
        "Acteur,Préférence,Importance,Poids",
        "Pays,Point idéal,Saillance,Pouvoir",
        "Actores,Posición,Saliencia,Influencia",
        "País,Preferencia,Importancia,Peso",
        "actor,position (Anna),salience (Anna),capability (Anna)",
        "actor,position (2024),salience (2024),capability (2024)",
        "actor,pos_mean,salience_mean,capability",
    ],
)
def test_the_words_of_the_field_are_known_in_their_spellings(tmp_path: Path, heads: str) -> None:
    assert numbers(load(tmp_path, f"{heads}\n{ROWS}")) == WANTED


def test_units_in_brackets_are_no_experts(tmp_path: Path) -> None:
    case = load(tmp_path, "stakeholder,position (0-100),salience (0-100),influence (0-100)\n" + ROWS)
    assert experts_in(tmp_path / "t.csv") == ()
    assert mean(case) == pytest.approx(68.0645, abs=1e-3)


def test_a_heading_with_an_underscore_is_the_status_quo(tmp_path: Path) -> None:
    case = load(tmp_path, "actor,position,salience,capability,status_quo\nA,40,80,8,20\nB,90,40,16,20\nC,50,60,5,20\n")
    assert case.reference("issue") == 20
    assert warnings(case) == []
    assert tertius.settle(case, rule="nash-decision").levels["issue"] == pytest.approx(48.7, abs=0.05)


@pytest.mark.parametrize(
    "heading", ["position (sd)", "position: sd", "position_sd", "SD position", "position (std. dev.)", "position: n"]
)
def test_a_statistic_beside_a_position_is_not_averaged_in_and_is_named(tmp_path: Path, heading: str) -> None:
    case = load(tmp_path, f"actor,position,{heading},salience,capability\nHarbour,20,5,50,10\nFishers,60,10,20,20\n")
    assert mean(case) == pytest.approx((20 * 500 + 60 * 400) / 900)
    [said] = warnings(case)
    assert f"the column '{heading}' is not used" in said
    assert experts_in(tmp_path / "t.csv") == ()


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        ("position (ferry),position (quota)", "can be those of several issues or of several experts"),
        ("position_ferry,position_quota", "can be those of several issues or of several experts"),
        ("ferry position,quota position", "can be those of several issues or of several experts"),
        ("position (2019),position (2024)", "hold the position of several times"),
        ("position (wave 1),position (wave 2)", "hold the position of several times"),
        ("position: before,position: after", "hold the position of several times"),
        ("position (mean),position (median)", "two columns hold the position"),
        ("position,position (ferry)", "two columns hold the position"),
        ("position,stance", "two columns hold the position"),
        ("position (low),position (high)", "hold the ends of the position"),
    ],
)
def test_where_two_readings_remain_one_mistake_asks(tmp_path: Path, heads: str, says: str) -> None:
    [said] = mistakes(tmp_path, FOUR.format(heads) + "A,1,2,50,1\nB,3,4,50,1\n")
    assert says in said
    assert all(heading in said for heading in heads.split(","))


def test_kinds_of_capability_are_no_experts(tmp_path: Path) -> None:
    for heads in ("capability (military),capability (economic)", "power: military,power: economic"):
        text = f"actor,issue,position,salience,{heads}\nA,Tax,1,50,5,1\nB,Tax,3,50,5,1\n"
        [said] = mistakes(tmp_path, text)
        assert "hold several kinds of capability" in said
    [said] = mistakes(tmp_path, text.replace(": military", " (military)").replace(": economic", " (economic)"))
    assert "hold several kinds of capability" in said


def test_issues_side_by_side_are_read_where_the_headings_say_so(tmp_path: Path) -> None:
    heads = "Actor,Position on ferry,Salience on ferry,Position on fish quota,Salience on fish quota,Power\n"
    case = load(tmp_path, heads + "A,10,80,20,50,5\nB,90,60,,,7\nC,0,10,30,20,9\n")
    assert numbers(case) == {
        ("A", "ferry"): (10, 80, 5),
        ("A", "fish quota"): (20, 50, 5),
        ("B", "ferry"): (90, 60, 7),
        ("C", "ferry"): (0, 10, 9),
        ("C", "fish quota"): (30, 20, 9),
    }
    [said] = mistakes(tmp_path, heads + "A,10,80,20,50,5\nB,90,60,,much,7\n")[1:]
    assert said.startswith("t.csv:3, column Salience on fish quota: salience, found 'much'")


def test_groups_of_merged_headings_are_asked_about(tmp_path: Path) -> None:
    rows = [
        [None, "Ferry", None, "Quota", None, None],
        ["actor", "position", "salience", "position", "salience", "power"],
        ["A", 1, 2, 3, 4, 5],
        ["B", 1, 2, 3, 4, 5],
    ]
    with pytest.raises(tertius.CaseError, match=r"'position \(Ferry\)', 'position \(Quota\)'|'salience \(Ferry\)'"):
        load_sheets(tmp_path, rows)


def test_experts_have_a_colon_or_brackets_beside_a_column_of_issues(tmp_path: Path) -> None:
    load_rows = "A,1,2,50,1\nB,3,4,50,1\n"
    for heads in (
        "position: Anna,position: Max",
        "Anna: position,Max: position",
        "position: Anna (0-100),position: Max",
    ):
        (tmp_path / "t.csv").write_text(FOUR.format(heads) + load_rows, "utf-8")
        assert experts_in(tmp_path / "t.csv") == ("Anna", "Max")
        panel = tertius.pool_tables([tmp_path / "t.csv"], **DECLARED)
        assert str(panel.case.stances["a"]["issue"].position) == "1 to 2, likely 1.5"


@pytest.mark.parametrize(
    ("heads", "near"),
    [
        ("actor,position,salience,Influnce", "no column is named capability: did you mean 'Influnce'?"),
        ("actor,position,Importence,power", "no column is named salience: did you mean 'Importence'?"),
        ("actor,Preferance,salience,power", "no column is named position: did you mean 'Preferance'?"),
        ("Stakholder,position,salience,power", "no column is named actor: did you mean 'Stakholder'?"),
    ],
)
def test_hints_are_measured_against_every_known_heading(tmp_path: Path, heads: str, near: str) -> None:
    [said] = mistakes(tmp_path, f"{heads}\n{ROWS}")
    assert near in said


def test_check_and_decide_agree_on_who_the_actors_are(tmp_path: Path) -> None:
    case = load(tmp_path, "Actor,Country,Group,Position,Salience,Power,Votes\nA,X,g,10,20,3,9\nB,Y,g,90,50,6,9\n")
    assert numbers(case) == {("A", "Position"): (10, 20, 3), ("B", "Position"): (90, 50, 6)}
    [said] = warnings(case)
    assert "the columns 'Country', 'Group', 'Votes' are not used" in said


def test_ends_and_statistics_of_one_expert_are_no_experts(tmp_path: Path) -> None:
    for heads in ("position: Anna low,position: Anna high", "position: Anna,position: Anna sd"):
        [said] = mistakes(tmp_path, FOUR.format(heads) + "A,10,20,50,1\nB,30,40,50,1\n")
        assert "hold ends or statistics of what one says" in said
        with pytest.raises(tertius.CaseError, match="hold ends or statistics"):
            tertius.pool_tables([tmp_path / "t.csv"], **DECLARED)
    (tmp_path / "t.csv").write_text(FOUR.format("position: S,position: Max") + "A,10,20,50,1\nB,30,40,50,1\n", "utf-8")
    assert experts_in(tmp_path / "t.csv") == ("S", "Max")


def test_a_heading_that_names_other_ends_than_are_declared_is_warned_of(tmp_path: Path) -> None:
    text = "actor,position (0-10),salience (0-10),power\nHarbour,4,8,30\nFishers,9,6,50\n"
    said = "\n".join(warnings(load(tmp_path, text)))
    assert "the heading 'position (0-10)' says up to 10, and 100 is declared: look at --scale" in said
    assert "the heading 'salience (0-10)' says up to 10, and 100 is declared: look at --salience-max" in said
    assert warnings(load(tmp_path, text, scale=(0, 10), salience_max=10)) == []
