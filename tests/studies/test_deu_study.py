"""The study on DEU: on made-up tables, and on the real ones where they are at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tertius.errors import UsageError
from tertius.rules import RULES, decision_rules
from tertius.studies import DeuStudy, read_deu, validate_deu
from tertius.studies.deu_tables import INSTITUTION, council_shares, deu_tables
from tertius.studies.rule_answers import LOGISTIC, POOL, POSITIONS, answers_of
from tests.conftest import data_folder
from tests.studies.deu_made import SMALL, made_folder

FEW = 200


def test_members_have_their_power_in_the_council_of_their_time() -> None:
    before, after, last = (council_shares(wave) for wave in ("EU15_pre2004", "EU25_27_post2004", "EU28_DEU3"))
    for shares in (before, after, last):
        assert sum(shares.values()) == pytest.approx(1)
        assert shares["de"] == shares["fr"] == shares["uk"] == max(shares.values())
    assert before["pl"] == 0 < after["pl"]
    assert after["cr"] == 0 < last["cr"]
    assert before["de"] == pytest.approx(0.1167, abs=1e-4)


def test_tables_have_capabilities_roles_and_every_salience(tmp_path: Path) -> None:
    issues, _ = read_deu(made_folder(tmp_path))
    tables = deu_tables(issues)
    assert [table.ident for table in tables] == [issue.ident for issue in issues]
    first = tables[2]
    assert first.roles[:3] == ("commission", "parliament", "member")
    assert first.capabilities[0] == first.capabilities[1] == INSTITUTION
    known = issues[2].saliences[:-1]
    assert np.isnan(issues[2].saliences[-1])
    assert first.saliences[-1] == pytest.approx(known.mean())
    assert deu_tables(issues, 0.5)[0].capabilities[0] == 0.5


def test_every_plain_rule_answers_beside_the_pool_and_the_rivals(tmp_path: Path) -> None:
    tables, told = deu_tables(read_deu(made_folder(tmp_path))[0]), list[tuple[int, int]]()
    answers = answers_of(tables, lambda done, whole: told.append((done, whole)))
    assert told[-1] == (SMALL, SMALL)
    assert set(decision_rules()) == {key for key, rule in RULES.items() if not rule.talks}
    plain = {key for key, rule in decision_rules().items() if rule.least_issues == 1}
    assert set(decision_rules()) - plain == {"exchange"}
    assert plain | {POOL, LOGISTIC, POSITIONS, "reference", "constant 50"} <= set(answers)
    x, w = tables[0].positions, tables[0].saliences * tables[0].capabilities
    assert answers["weighted-mean"].levels[0] == pytest.approx((x * w).sum() / w.sum())
    assert answers["mean"].levels[0] == pytest.approx(x.mean())
    outcomes = np.array([table.outcome for table in tables])
    assert answers["median"].scores == pytest.approx(np.abs(answers["median"].levels - outcomes))
    unknown = [table.reference is None for table in tables]
    assert (np.isnan(answers["reference"].levels) == unknown).all()
    ranges = answers[POOL].ranges
    assert ranges is not None
    assert (ranges[:, 0] <= answers[POOL].levels).all()


def test_the_study_scores_every_part(tmp_path: Path) -> None:
    study = validate_deu(made_folder(tmp_path), resamples=FEW)
    assert list(study.scores) == ["train", "dev"]
    train = study.scores["train"]
    assert next(iter(train)) == POOL
    assert train["constant 50"].issues == 16
    assert train["weighted-mean"].against_mae.mean == 0
    assert train[LOGISTIC].against_crps.mean == 0
    assert train[POOL].crps.mean < train[POOL].mae.mean
    assert train["median"].crps.mean == train["median"].mae.mean
    assert train[POOL].covered is not None
    assert train["mean"].covered is None
    frame = study.to_frame()
    assert frame.loc[("train", "mean"), "mae"] == train["mean"].mae.mean
    assert "<table" in study._repr_html_()
    assert validate_deu(tmp_path, resamples=FEW).to_dict() == study.to_dict()


def test_any_word_may_name_a_part(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    text = (folder / "issues.csv").read_text("utf-8").replace(",dev\n", ",new\n")
    (folder / "issues.csv").write_text(text, "utf-8")
    assert list(validate_deu(folder, resamples=FEW).scores) == ["train", "new"]


def test_a_part_of_one_proposal_is_refused(tmp_path: Path) -> None:
    folder = made_folder(tmp_path, issues=4)
    with pytest.raises(UsageError, match="all issues of 'dev' are of one proposal"):
        validate_deu(folder, resamples=FEW)


@cache
def real() -> DeuStudy:
    folder = data_folder()
    assert folder is not None
    return validate_deu(folder, resamples=FEW)


@pytest.mark.data
@pytest.mark.parametrize(
    ("split", "name", "mae"),
    [
        # Computed by ourselves: regression, pinned on both sides.
        ("train", "weighted-mean", 23.22),
        ("dev", "weighted-mean", 23.74),
        ("train", "mean", 22.90),
        ("dev", "mean", 26.10),
        ("train", "median", 26.49),
        ("dev", "median", 33.78),
        ("dev", "challenge", 31.04),
        ("train", "core", 21.61),
        ("dev", "core", 23.79),
        ("dev", "constant 50", 29.40),
        ("train", "reference", 51.54),
    ],
)
def test_the_errors_on_the_real_data(split: str, name: str, mae: float) -> None:
    assert real().scores[split][name].mae.mean == pytest.approx(mae, abs=0.01)


@pytest.mark.data
def test_the_pool_keeps_what_the_page_says_of_it() -> None:
    for split, crps, mae in (("train", 14.52, 21.13), ("dev", 15.41, 21.43)):
        pool, rows = real().scores[split][POOL], real().scores[split]
        assert pool.crps.mean == pytest.approx(crps, abs=0.02)
        assert pool.mae.mean == pytest.approx(mae, abs=0.05)
        assert pool.mae.mean < rows["weighted-mean"].mae.mean
        assert pool.crps.mean < rows[LOGISTIC].crps.mean < rows[POSITIONS].crps.mean
        assert pool.covered is not None
        assert 0.75 <= pool.covered <= 0.85
    assert real().scores["dev"][POSITIONS].crps.mean == pytest.approx(19.15, abs=0.1)
    assert real().scores["dev"][LOGISTIC].crps.mean == pytest.approx(17.3, abs=0.1)


@pytest.mark.data
def test_the_institutions_have_what_serves_the_weighted_mean_best_on_train(data: Path) -> None:
    issues = [issue for issue in read_deu(data)[0] if issue.split == "train"]
    errors = {}
    for step in range(11):
        tables = deu_tables(issues, step / 20)
        weights = [table.saliences * table.capabilities for table in tables]
        means = [(table.positions * w).sum() / w.sum() for table, w in zip(tables, weights, strict=True)]
        errors[step / 20] = np.mean([abs(mean - table.outcome) for mean, table in zip(means, tables, strict=True)])
    assert min(errors, key=lambda value: errors[value]) == INSTITUTION
