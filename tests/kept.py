"""What private numbers make of a case of the gallery, or of a version of one: worked out once for all tests.

Many tests load the same case anew, or change it in the same way; what its talks' chances come to hangs on what it says,
and takes a second or two. They are kept in memory, and in a folder that the workers of one run share.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tertius.case.model import Case
from tertius.rules.bargaining.chances import deal, types
from tertius.rules.bargaining.chances.deal import CaseChances, Settle
from tertius.rules.bargaining.network_rule import NetworkRule

__all__ = ["chances_kept"]


@contextmanager
def chances_kept(folder: Path, names: list[str]) -> Iterator[None]:
    """Inside, the chances of cases of these names are read from a folder where it has them, and written there."""
    work_out, known = deal._worked_out, dict[Path, CaseChances]()

    def worked_out(case: Case, settle: Settle, whole: bool, threads: int) -> CaseChances:
        rule = getattr(settle, "__self__", None)
        if case.case not in names or not isinstance(rule, NetworkRule):
            return work_out(case, settle, whole, threads)
        rests_on = (repr(case), rule.key, whole, threads, types.TYPES, types.LEAST)
        file = folder / f"{hashlib.sha256(repr(rests_on).encode()).hexdigest()[:32]}.chances"
        if file not in known:
            known[file] = pickle.loads(file.read_bytes()) if file.exists() else work_out(case, settle, whole, threads)
            _write(file, pickle.dumps(known[file]))
        return known[file]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deal, "_worked_out", worked_out)
        yield


def _write(file: Path, data: bytes) -> None:
    """A file is there whole or not at all, whoever reads it."""
    if not file.exists():
        torn = file.with_suffix(f".{os.getpid()}")
        torn.write_bytes(data)
        torn.replace(file)
