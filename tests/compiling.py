"""Compiles every kernel once, before the tests start: else each worker compiles them for itself, at the same time.

`python -m tests.compiling networks` compiles what one family needs, in a process of its own: families share no kernel
that is kept on disk, so that each can have a core. Without a name all of them are, if need be.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import tertius
from tertius.case.model import Case
from tertius.rules import theory_named
from tertius.rules.compiled.folder import can_keep, must_compile

__all__ = ["FAMILIES", "compile_all", "compile_family"]

FAMILIES = {
    "networks": ("black-sea-grain-2022", ("renegotiate",)),
    "decisions": ("ec-emission-1994", ("challenge", "spatial", "condorcet")),
}
"""Family: a case, and the theories that between them call every kernel of it."""


def compile_all() -> None:
    """Compiles every family, as many at a time as there are cores, unless they are on disk or cannot be kept there."""
    if not (can_keep() and must_compile()):
        return
    assert __spec__ is not None  # run by its name, this module is called __main__
    commands = [[sys.executable, "-m", __spec__.name, family] for family in FAMILIES]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(subprocess.run, command, check=True) for command in commands]:
            done.result()


def compile_family(family: str) -> None:
    """Settles one draw, and the case at its middle, under every theory of a family."""
    name, theories = FAMILIES[family]
    case = tertius.load(name)
    for theory in map(theory_named, theories):
        _settle(case, theory.name)


def _settle(case: Case, name: str) -> None:
    from tertius.draws import sample, uncertain_of

    theory, numbers = theory_named(name), uncertain_of(case)
    theory.settle_many(case, [number.path for number in numbers], sample(numbers, 0, 1), hands=theory.rule.talks)
    theory.settle(case)


if __name__ == "__main__":
    compile_family(sys.argv[1]) if len(sys.argv) > 1 else compile_all()
