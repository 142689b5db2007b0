"""DEU: reading the two tables, and every mistake in them at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tertius.errors import CaseError, UsageError
from tertius.studies import read_deu
from tertius.studies.deu_data import DeuIssue
from tests.studies.deu_made import SMALL, made_folder


def broken(folder: Path, file: str, old: str, new: str) -> Path:
    """The folder with a piece of one table exchanged."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_every_issue_comes_with_its_stances(tmp_path: Path) -> None:
    issues, meta = read_deu(made_folder(tmp_path))
    assert len(issues) == meta.issues == SMALL
    assert meta.proposals == SMALL // 2
    assert meta.splits == {"train": 16, "dev": 8}
    assert meta.stances == 10 * SMALL
    assert meta.without_reference == SMALL // 4
    first = issues[0]
    assert (first.ident, first.proposal, first.title, first.procedure) == ("1", "p1", "paper 1", "COD")
    assert first.actors[:2] == ("com", "ep")
    assert first.positions.shape == first.saliences.shape == (10,)
    assert issues[3].reference is None
    assert sum(np.isnan(issue.saliences).sum() for issue in issues) == meta.without_salience == SMALL // 3


def test_the_folder_above_will_do(tmp_path: Path) -> None:
    made_folder(tmp_path / "deu3")
    assert read_deu(tmp_path)[1].folder == str(tmp_path / "deu3")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no folder .*nowhere: name the one that holds issues.csv"):
        read_deu(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"has no issues.csv and no stances.csv: name the folder"):
        read_deu(tmp_path)
    made_folder(tmp_path / "deu3")
    (tmp_path / "deu3" / "stances.csv").unlink()
    with pytest.raises(UsageError, match=r"deu3 has no stances.csv"):
        read_deu(tmp_path)


def test_a_missing_column_is_named_with_what_may_have_been_meant(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"issues.csv:1: there is no column 'out', .*did you mean 'outcome'\?"):
        read_deu(broken(made_folder(tmp_path), "issues.csv", ",out,", ",outcome,"))


def test_mistakes_come_all_at_once_with_file_line_and_column(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    broken(folder, "issues.csv", "EU25_27_post2004", "EU27")
    broken(folder, "issues.csv", ",train\n", ",\n")
    broken(folder, "stances.csv", "2,i2,com,", "2,i2,komm,")
    broken(folder, "stances.csv", "3,i3,com,", "3,i3,com,x")
    broken(folder, "stances.csv", "4,i4,ep,", "4,i4,com,")
    broken(folder, "stances.csv", "5,i5,ep,", "99,i5,ep,")
    with pytest.raises(CaseError) as caught:
        read_deu(folder)
    said = [str(problem).replace(str(folder) + "/", "") for problem in caught.value.problems]
    assert any(line.startswith("issues.csv:2, column wave: found 'EU27'") for line in said)
    assert any(line.startswith("issues.csv:2, column split: found nothing: a word") for line in said)
    assert any(line.startswith("stances.csv:12, column actor: found 'komm': one of com, ep") for line in said)
    assert any("column position: found 'x" in line and "a number from 0 to 100" in line for line in said)
    assert any("column actor: 'com' stands in line 32 already" in line for line in said)
    assert any("column isnrnmc: there is no issue '99'" in line for line in said)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"isnrnmc,prnr,proc,wave,rp,out,split\n", "there is no issue"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"", "no column"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, written: bytes, said: str) -> None:
    folder = made_folder(tmp_path)
    (folder / "issues.csv").write_bytes(written)
    with pytest.raises(CaseError, match=said):
        read_deu(folder)


def test_without_a_split_all_issues_are_one_part(tmp_path: Path) -> None:
    folder = broken(made_folder(tmp_path), "issues.csv", ",split\n", "\n")
    path = folder / "issues.csv"
    path.write_text(path.read_text("utf-8").replace(",train\n", "\n").replace(",dev\n", "\n"), "utf-8")
    assert read_deu(folder)[1].splits == {"all": SMALL}


@pytest.mark.data
def test_the_real_data(data: Path) -> None:
    issues, meta = read_deu(data)
    assert (meta.issues, meta.proposals, meta.splits) == (245, 120, {"dev": 105, "train": 140})
    assert np.mean([issue.outcome in (0, 100) for issue in issues]) == pytest.approx(0.314, abs=0.001)


def published(folder: Path, *left_out: str, **codes: str) -> pd.DataFrame:
    """The made-up study as the published file has it: a row for each issue, two columns for each actor."""
    issues, stances = (pd.read_csv(folder / name, dtype={"rp": float}) for name in ("issues.csv", "stances.csv"))
    for head, letter in (("position", "p"), ("salience", "s")):
        wide = stances.pivot(index="isnrnmc", columns="actor", values=head).add_prefix(letter)
        issues = issues.merge(wide, left_on="isnrnmc", right_index=True)
    if codes:
        issues["cod"] = issues["wave"].map(codes)
    return issues.drop(columns=["cod"] * (not codes) + list(left_out))


def same_issues(ones: Sequence[DeuIssue], others: Sequence[DeuIssue]) -> bool:
    def told(issues: Sequence[DeuIssue]) -> list[Any]:
        return [
            (
                *(
                    getattr(one, name)
                    for name in ("ident", "proposal", "title", "wave", "split", "reference", "outcome")
                ),
                sorted(zip(one.actors, one.positions, np.nan_to_num(one.saliences, nan=-1), strict=True)),
            )
            for one in issues
        ]

    return told(ones) == told(others)


def test_the_published_file_is_read_as_it_is(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "deu")
    wide, issues = published(folder), read_deu(folder)[0]
    wide.to_csv(tmp_path / "wide.csv", index=False)
    wide.to_excel(tmp_path / "wide.xlsx", index=False)
    wide.to_stata(tmp_path / "wide.dta", write_index=False)
    for name in ("wide.csv", "wide.xlsx", "wide.dta"):
        assert same_issues(read_deu(tmp_path / name)[0], issues)


def test_the_wave_is_told_by_the_code_of_the_proposal_or_asked_for(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "deu")
    codes = {"EU15_pre2004": "1999/0012(COD)", "EU25_27_post2004": "2006/0136(COD)", "EU28_DEU3": "COM(2012)"}
    path = tmp_path / "wide.csv"
    published(folder, "wave", **codes).to_csv(path, index=False)
    assert same_issues(read_deu(path)[0], read_deu(folder)[0])
    published(folder, "wave", **codes | {"EU25_27_post2004": ""}).to_csv(path, index=False)
    with pytest.raises(CaseError, match="the wave cannot be told without a column for it"):
        read_deu(path)
    published(folder, "out").to_csv(path, index=False)
    with pytest.raises(CaseError, match="there is no column 'out'"):
        read_deu(path)
