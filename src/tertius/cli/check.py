"""``tertius check``: the mistakes of a case, or what was checked."""

from __future__ import annotations

from typing import Annotated

import typer

from tertius.cli.console import errors_console, results_console, say_problems
from tertius.errors import CaseError, Problem, UsageError

__all__ = ["check"]


def check(
    cases: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE...",
            help="Cases of the gallery, case files, or folders with case.yaml: korea-2019, my-case/.",
            show_default=False,
        ),
    ],
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence",
            help="Also ask of every number for a source, or a reason and a range: check my-case/ --evidence.",
        ),
    ] = False,
) -> None:
    """Look for mistakes in cases, all in one go; say what was checked if there are none."""
    problems: list[Problem] = []
    unknown: list[Problem] = []
    for case in cases:
        try:
            problems += _check_one(case, evidence)
        except UsageError as failure:
            unknown.append(Problem(found=str(failure)))
    if problems:
        raise CaseError([*unknown, *problems])
    if unknown:
        raise UsageError("\n".join(problem.found for problem in unknown))


def _check_one(name: str, evidence: bool) -> list[Problem]:
    """The mistakes of one case; says what was checked if there are none, and what it warns of in any case."""
    from tertius.case import EVIDENCE_RULE, check_evidence, count_checked, load, warn_case

    try:
        case = load(name)
    except CaseError as failure:
        return list(failure.problems)
    say_problems("warning", warn_case(case))
    problems = list(check_evidence(case)) if evidence else []
    if problems:
        errors_console().print(f"{name}: evidence is missing; {EVIDENCE_RULE}", soft_wrap=True, markup=False)
    else:
        asked = "; every number has a source, or a reason and a range" if evidence else ""
        results_console().print(f"{name}: no mistakes; {count_checked(case)}{asked}", soft_wrap=True)
    return problems
