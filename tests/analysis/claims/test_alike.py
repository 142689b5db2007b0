"""Cases built alike: the same structure, other numbers, and the share of them in which a claim holds."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.analysis.claims import kept
from tertius.analysis.claims.alike import CasesAlike, Rates, structure_of
from tertius.analysis.claims.forms import version_of
from tertius.analysis.claims.verdict import Alike, Verdict
from tertius.case.actions import Change, Claim, Compare
from tertius.case.check.changes import apply_changes
from tertius.draws import fix
from tertius.errors import UsageError
from tertius.report.text.claims import alike_sentence
from tertius.rules import theory_named
from tests.analysis.claims.dam import dam

CASES = 12


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is kept from test to test."""
    monkeypatch.setattr(kept, "_IN_MEMORY", {})
    monkeypatch.setattr(kept, "user_cache_dir", lambda *_, **__: str(tmp_path))
    return tmp_path / "alike"


def numbers(alike: CasesAlike, case: tertius.Case) -> dict[str, np.ndarray]:
    drawn = alike.of(case)
    return {".".join(map(str, path)): drawn.values[:, column] for column, path in enumerate(drawn.paths)}


def test_numbers_are_drawn_anew_and_who_wants_more_stays() -> None:
    base = structure_of(dam())
    found = numbers(CasesAlike(base, 400), base)
    water, wanted = found["talks.river.without_agreement.water.level"], found["stances.alta.water.position"]
    assert (wanted >= water).all(), "Alta wants more than there is without a treaty"
    assert (found["stances.bassa.water.position"] <= water).all()
    assert (water.min(), water.max()) == pytest.approx((0, 100), abs=2)
    for name, top in (
        ("stances.alta.water.salience", 100),
        ("needs.power.weight", 100),
        ("links.corda-stands-by.probability", 1),
    ):
        assert found[name].mean() == pytest.approx(top / 2, abs=0.08 * top), name
    assert np.corrcoef(found["stances.alta.water.salience"], found["stances.bassa.water.salience"])[0, 1] < 0.2


def test_a_claim_moves_a_number_the_same_part_of_the_way() -> None:
    base = structure_of(dam())
    alike = CasesAlike(base, 50)
    link, top = base.links["corda-stands-by"].probability.middle, 1.0
    before, path = numbers(alike, base), "links.corda-stands-by.probability"
    surer = numbers(alike, version_of(base, [Change(set=path, to="40% to 60%")]))
    assert surer[path] == pytest.approx(before[path] + (top - before[path]) * (0.5 - link) / (top - link))
    unlikely = numbers(alike, version_of(base, [Change(set=path, to=0)]))
    assert (unlikely[path] == 0).all()
    assert all((surer[name] == values).all() for name, values in before.items() if name != path)
    added = Change(
        add="links.other", value={"holder": "alta", "if_fails": "ore", "then_falls": "line", "probability": "20%"}
    )
    assert (numbers(alike, version_of(base, [added]))["links.other.probability"] == 0.2).all()


def test_an_issue_whose_talk_is_taken_away_stays_at_its_reference() -> None:
    base = structure_of(dam())
    alike, changes = CasesAlike(base, 20), [Change(remove="talks.line")]
    reference = numbers(alike, base)["talks.line.without_agreement.fees.level"]
    for more in ([], [Change(set="issues.fees.level", to="0 to 10")]):  # said once more, as in the case
        assert (numbers(alike, version_of(base, [*changes, *more]))["issues.fees.level"] == reference).all()


def test_the_share_is_that_of_the_cases_one_by_one() -> None:
    case, base = dam(), structure_of(dam())
    theories = [theory_named("renegotiate"), theory_named("hold")]
    claim = case.claims["second-seller-frees"]
    assert isinstance(claim.compare, Compare)
    found = Rates(case, theories, 1, CASES).of(claim)
    alike, without = CasesAlike(base, CASES), apply_changes(base, claim.compare.against)
    shares = []
    for theory in theories:
        levels = []
        for version in (base, without):
            drawn = alike.of(version)
            rows = [dict(zip(drawn.paths, row, strict=True)) for row in drawn.values]
            settled = [theory.settle_many(fix(version, row), (), np.empty((1, 0))) for row in rows]
            levels.append([one.levels[0, list(case.issues).index("water")] for one in settled])
        shares.append(np.mean(np.array(levels[1]) - np.array(levels[0]) >= 2))
    assert found == Alike(pytest.approx(np.mean(shares)), CASES, 0.0)


def test_games_events_and_what_random_cases_leave_out_have_no_share() -> None:
    case = dam()
    rates = Rates(case, [theory_named("hold")], 1, CASES)
    assert rates.of(case.claims["nobody-moves"]) is None
    assert rates.of(case.claims["visits-for-the-talks"]) is None
    doubted = Change(add="talks.river.doubt.alta", value="50%")
    firm = Change(set="talks.river.doubt.alta.share", to="20%")
    of_doubt = Compare(**{"with": [firm]}, quantity="payoffs.alta", direction="higher")
    assert (
        Rates(apply_changes(case, doubted), [theory_named("hold")], 1, CASES).of(Claim(says="s", compare=of_doubt))
        is None
    )
    assert Rates(case, [theory_named("hold")], 1, 0).of(case.claims["tie-pays"]) is None
    assert rates.of(case.claims["tie-pays"]) is not None


def test_what_was_worked_out_is_kept_on_disk_and_a_torn_file_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, theories = dam(), [theory_named("hold")]
    first = Rates(case, theories, 1, CASES).of(case.claims["tie-pays"])
    (file,) = folder.iterdir()
    (key,) = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({key: [0.125, 0.5]}), "utf-8")
    monkeypatch.setattr(kept, "_IN_MEMORY", {})
    assert Rates(case, theories, 1, CASES).of(case.claims["tie-pays"]) == Alike(0.125, CASES, 0.5)
    for torn in ("[1, 2]", '{"a": 3}', "\x00"):
        file.write_text(torn, "utf-8")
        monkeypatch.setattr(kept, "_IN_MEMORY", {})
        assert Rates(case, theories, 1, CASES).of(case.claims["tie-pays"]) == first
    wetter = apply_changes(case, Change(set="stances.bassa.water.salience", to="30 to 61"))
    Rates(wetter, theories, 1, CASES).of(case.claims["tie-pays"])
    assert len(list(folder.iterdir())) == 2, "a case with another number has a file of its own"


def test_claims_tell_the_share_beside_the_verdict() -> None:
    told = tertius.claims(dam(), ["tie-pays", "nobody-moves"], draws=8, theories="hold", threads=1, random_cases=CASES)
    assert told["tie-pays"].alike.cases == CASES
    assert told.to_frame().loc["tie-pays", "alike"] == told["tie-pays"].alike.share
    assert told["nobody-moves"].alike is None
    with pytest.raises(UsageError, match="random cases"):
        tertius.claims(dam(), "tie-pays", draws=8, theories="hold", random_cases=-1)


@pytest.mark.parametrize(
    ("verdict", "share", "ends"),
    [
        (Verdict.HOLDS, 0.93, "93 percent of 200 cases built like this one with other numbers: that it holds says "
         "little of this case in particular."),
        (Verdict.FAILS, 0.04, "that it fails says little of this case in particular."),
        (Verdict.HOLDS, 0.3, "that it holds is owed to the numbers of this case."),
        (Verdict.FAILS, 0.8, "that it fails is owed to the numbers of this case."),
        (Verdict.HOLDS, 0.7, "with other numbers."),
        (Verdict.DEPENDS, 0.99, "with other numbers."),
    ],
)  # fmt: skip
def test_the_share_is_told_for_what_it_is_worth(verdict: Verdict, share: float, ends: str) -> None:
    assert alike_sentence(verdict.value, Alike(share, 200, 0.0)).endswith(ends)


def test_what_is_kept_needs_no_metadata_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make demo` runs the package from where it lies, without installing it."""

    def version(name: str) -> str:
        if name == "tertius":
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(kept, "version", version)
    assert kept.source_digest.__wrapped__()
