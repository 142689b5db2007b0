"""How far the answer hangs on each number, found out in the background."""

from __future__ import annotations

import os
from typing import Any

from tertius.analysis.forecast.evidence import evidence as find_evidence
from tertius.case.model import Case


def evidence(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """The influence of every uncertain number, as ``tertius evidence CASE --base N`` finds it.

    Args:
        case: The case.
        asked: ``base``, the N of the command.
        told: Told how many settlements are done, and of how many.
    """
    threads = max(1, (os.cpu_count() or 1) - 1)
    found = find_evidence(case, base=asked["base"], threads=threads, progress=lambda done, whole: told(done, whole, ""))
    return {
        "/".join(map(str, number.path)): [gap.influence, gap.error]
        for gap in found.gaps
        for number in gap.input.numbers
    }
