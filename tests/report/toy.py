"""Small cases and settlements written by hand: what the brief is tested on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from tertius.case.model import Case
from tertius.rules.bargaining.network import network_of
from tertius.rules.payoffs import payoff_terms
from tertius.rules.settlement import Settlement, Status

_FILE = Path(__file__).with_name("toy-korea.yaml")
KOREA: dict[str, Any] = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))

LEVELS = {
    "denuclearisation": 57.2, "sanctions-relief": 100.0, "trade": 58.0,
    "chinese-support": 62.0, "alignment": 55.0,
}  # fmt: skip
AFTER = {
    "us-dprk": {"chinese-support": 71.0, "alignment": 66.0},
    "us-china": {"denuclearisation": 60.0},
    "dprk-china": {"denuclearisation": 63.0},
}


def toy_case(**changes: Any) -> Case:
    return Case.model_validate(KOREA | changes)


def settlement_of(
    case: Case,
    levels: Mapping[str, float],
    *,
    failed: tuple[str, ...] = (),
    walk_away: Mapping[str, Mapping[str, float]] | None = None,
    **parts: Any,
) -> Settlement:
    """A settlement with the given levels; its payoffs are those that follow from them."""
    agreements = {talk: talk not in failed for talk in case.talks}
    full = {
        k: levels.get(k, case.reference(k)) if agreements.get(case.talk_of(k) or "", False) else case.reference(k)
        for k in case.issues
    }
    numbers = network_of(case).numbers
    made = Settlement(
        case=case,
        rule="renegotiate",
        settings={"draw": "middle", "breakdown": (), "tolerance": 1e-6, "starts": 2},
        levels=full,
        agreements=agreements,
        stands={talk: float(agreed) for talk, agreed in agreements.items()},
        payoffs={},
        ranges=dict(zip(case.actors, np.asarray(numbers.range).tolist(), strict=True)),
        walk_away=walk_away or {},
        upper_hand=parts.pop("upper_hand", {}),
        shortfalls=parts.pop("shortfalls", {}),
        commitments=parts.pop("commitments", {}),
        status=parts.pop("status", Status.SETTLED),
        residual=parts.pop("residual", 0.0),
        **parts,
    )
    return with_payoffs(made)


def with_payoffs(settlement: Settlement) -> Settlement:
    payoffs = {actor: sum(payoff_terms(settlement, actor).values()) for actor in settlement.case.actors}
    return replace(settlement, payoffs=payoffs)


def korea(**changes: Any) -> tuple[Settlement, dict[str, Settlement]]:
    """The toy case settled, and with each of its talks broken down."""
    case = toy_case(**changes)
    breakdowns = {talk: settlement_of(case, LEVELS | AFTER.get(talk, {}), failed=(talk,)) for talk in case.talks}
    walk_away = {
        talk: {party: breakdowns[talk].payoffs[party] for party in case.talks[talk].parties} for talk in case.talks
    }
    upper = {
        "us-dprk": {"usa": 0.43, "dprk": 0.61},
        "us-china": {"usa": 0.55, "china": 0.552},
        "dprk-china": {"dprk": 0.7, "china": 0.52},
    }
    settled = settlement_of(
        case,
        LEVELS,
        walk_away=walk_away,
        upper_hand={talk: upper[talk] for talk in case.talks if talk in upper},
        commitments={"china-backs": -3.2, "more-sanctions": -2.0},
    )
    return settled, breakdowns
