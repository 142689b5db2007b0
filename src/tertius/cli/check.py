"""``tertius check``: the mistakes of a case, or what was checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tertius.cli.arguments import OPTIONS, AsOf, Declared, SalienceMax, ScaleOption, case_or_table
from tertius.cli.console import errors_console, results_console, say_problems
from tertius.errors import CaseError, Problem, UsageError

__all__ = ["check"]


def check(
    cases: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE...",
            help="Cases of the gallery, case files, folders with one, plain tables: korea-2019, my-case/, t.csv.",
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
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
) -> None:
    """Look for mistakes in cases, all in one go; say what was checked if there are none."""
    from tertius.case.load import is_plain_table

    declared = Declared(scale, salience_max, as_of)
    if declared and not any(is_plain_table(Path(case)) for case in cases):
        raise UsageError(f"{OPTIONS} declare what a plain table does not say; there is none among {', '.join(cases)}")
    problems: list[Problem] = []
    unknown: list[Problem] = []
    for case in cases:
        try:
            problems += _check_one(case, evidence, declared if is_plain_table(Path(case)) else Declared())
        except UsageError as failure:
            unknown.append(Problem(found=str(failure)))
    if problems:
        raise CaseError([*unknown, *problems])
    if unknown:
        raise UsageError("\n".join(problem.found for problem in unknown))


def _check_one(name: str, evidence: bool, declared: Declared) -> list[Problem]:
    """The mistakes of one case; says what was checked if there are none, and what it warns of in any case."""
    from tertius.case import EVIDENCE_RULE, check_evidence, count_checked, warn_case

    try:
        case = case_or_table(name, declared)
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
