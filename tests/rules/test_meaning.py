"""Random cases and changes of them, by their meaning: accepted and settled within bounds, or refused in words."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

import tertius
from tertius.case import Change, apply_changes, check_case, diff_cases
from tertius.case.files.build import case_of
from tertius.case.model import Case
from tertius.case.parse.origin import Origin
from tertius.draws import uncertain_of
from tertius.errors import CaseError
from tertius.rules.settlement import Settlement, Status
from tests.case.test_reads_back import read_back
from tests.reference.meaning import changes_of, entries_of, shuffled

NEAR = 1e-4


def case_from(entries: dict) -> Case:
    return case_of(entries, Origin("k.yaml"))


def check_settlement(settled: Settlement) -> None:
    """Whatever the status, the answer is one: levels on their scales, chances that are chances, no infinity."""
    case = settled.case
    for issue, level in settled.levels.items():
        low, high = case.issues[issue].scale
        assert low - 1e-6 * (high - low) <= level <= high + 1e-6 * (high - low), issue
    assert all(math.isfinite(payoff) for payoff in settled.payoffs.values())
    assert all(-1e-9 <= chance <= 1 + 1e-9 for chance in settled.stands.values())
    assert all(math.isfinite(value) for walk in settled.walk_away.values() for value in walk.values())
    if settled.status is Status.SETTLED:
        shares = [share for hands in settled.upper_hand.values() for share in hands.values()]
        assert all(-1e-3 <= share <= 1 + 1e-3 for share in shares), shares


def same(one: Settlement, other: Settlement) -> None:
    """Two settlements agree, where both have one answer."""
    if one.status is not Status.SETTLED or other.status is not Status.SETTLED:
        return
    assert one.agreements == other.agreements
    for issue, level in one.levels.items():
        low, high = one.case.issues[issue].scale
        assert other.levels[issue] == pytest.approx(level, abs=NEAR * (high - low)), issue


def settle_cases(folder: Path, seeds: range) -> None:
    """Cases with numbers at their limits: half of them with several such numbers, half with few or none."""
    accepted = 0
    for seed in seeds:
        rng = random.Random(f"case {seed}")
        entries = entries_of(rng, nasty=rng.choice((0.0, 0.02, 0.1)))
        try:
            case = case_from(entries)
        except CaseError as refusal:
            found = [problem.found for problem in refusal.problems]
        else:
            accepted += 1
            found = ["a case"]
            rule = rng.choice(("renegotiate", "hold"))
            settled = tertius.settle(case, rule=rule)
            check_settlement(settled)
            same(settled, tertius.settle(case_from(shuffled(entries, rng)), rule=rule))
            if seed % 10 == 0:
                read_back(case, folder / "again", workbook=False)
        assert found, seed
        assert all(found), seed
    assert accepted > len(seeds) / 3


def change_cases(seeds: range) -> None:
    """Changes end in a case that is sound, and differs where it was changed; the case that went in stays as it was."""
    made = 0
    for seed in seeds:
        rng = random.Random(f"change {seed}")
        case = case_from(entries_of(rng))
        paths = [".".join(map(str, number.path)) for number in uncertain_of(case)]
        paths += [f"stances.{actor}.{issue}.salience" for actor, own in case.stances.items() for issue in own]
        paths += [f"needs.{need}.weight" for need in case.needs] + [f"talks.{talk}.name" for talk in case.talks]
        steps, before = [changes_of(rng, paths) for _ in range(rng.randrange(1, 4))], repr(case)
        try:
            changed = apply_changes(case, [Change(**step) for step in steps])
        except (CaseError, ValueError):  # pydantic's errors are such
            continue
        finally:
            assert repr(case) == before
        made += 1
        assert check_case(changed) == [], (seed, steps)
        if changed == case:
            assert diff_cases(case, changed) == ()
        if seed % 5 == 0 and changed.talks:
            check_settlement(tertius.settle(changed))
    assert made > len(seeds) / 10


def test_cases_with_numbers_at_their_limits_settle_within_bounds_in_any_order(tmp_path: Path) -> None:
    settle_cases(tmp_path, range(90))


def test_changes_end_in_a_sound_case_or_in_words() -> None:
    change_cases(range(150))


@pytest.mark.long
def test_thousands_of_cases_with_numbers_at_their_limits_settle_within_bounds_in_any_order(tmp_path: Path) -> None:
    settle_cases(tmp_path, range(90, 3_100))


@pytest.mark.long
def test_thousands_of_changes_end_in_a_sound_case_or_in_words() -> None:
    change_cases(range(150, 2_650))
