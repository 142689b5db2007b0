"""What a target stands for."""

from __future__ import annotations

import pytest

import tertius
from tertius.scenarios.targets import levels_in_talks, outputs_for

KOREA = tertius.load("korea-2019")


@pytest.mark.parametrize(
    ("target", "outputs"),
    [
        ("dprk-china", "agreement:dprk-china level:chinese-support level:beijing-alignment payoff:dprk payoff:china"),
        ("tariff-relief", "level:tariff-relief"),
        ("rok", "payoff:rok"),
        ("level:tariff-relief", "level:tariff-relief"),
        ("agreement:us-dprk", "agreement:us-dprk"),
        ("payoff:usa", "payoff:usa"),
    ],
)
def test_a_target_stands_for_outputs(target: str, outputs: str) -> None:
    assert list(outputs_for(KOREA, target)) == outputs.split()


def test_without_a_target_it_is_every_agreement_and_level() -> None:
    found = outputs_for(KOREA)
    assert len(found) == len(KOREA.talks) + len(KOREA.issues)
    assert not [output for output in found if output.startswith("payoff")]


def test_an_issue_outside_every_talk_is_not_settled() -> None:
    assert "level:inter-korean-projects" not in levels_in_talks(KOREA)
    assert len(levels_in_talks(KOREA)) == 9
    assert levels_in_talks(tertius.load("ec-emission-1994"))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("us-dprkk", "did you mean 'us-dprk'?"),
        ("level:tarif-relief", "did you mean 'level:tariff-relief'?"),
        ("payoff:us-dprk", "a target is the id of a talk, an issue or an actor"),
        ("zzz", "the ids of korea-2019 are us-dprk"),
        ("", "a target is the id"),
    ],
)
def test_what_does_not_exist_is_named(target: str, said: str) -> None:
    with pytest.raises(tertius.UsageError) as failure:
        outputs_for(KOREA, target)
    assert f"there is no target '{target}'" in str(failure.value)
    assert said in str(failure.value)
