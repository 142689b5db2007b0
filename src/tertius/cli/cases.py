"""The gallery and the files of a case: ``tertius cases`` lists, ``show`` shows, ``check`` looks for mistakes.

``tertius new`` writes a case to start from, ``export`` and ``import`` go to and from workbooks, CSV files and plain
tables, ``schema`` prints the JSON Schema of the case file, for editors.
"""

from __future__ import annotations

import datetime as dt
import shlex
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import tertius
from tertius.cli import options
from tertius.cli.options import OPTIONS, Declared, case_or_table
from tertius.cli.output import print_json
from tertius.errors import CaseError, Problem, UsageError
from tertius.report.terminal.console import errors_console, print_results, results_console, say_problems, table_of
from tertius.report.text.phrases import listed

if TYPE_CHECKING:
    from tertius.case.model import Case


def cases() -> None:
    """List the cases that come with Tertius: name, title, date, actors, talks."""
    table = table_of("Case", "Title", "As of", "Actors", "Talks", ids=1)
    table.columns[2].no_wrap = True
    for case in tertius.gallery():
        table.add_row(case.case, case.title, case.as_of.isoformat(), listed(case.actors), listed(case.talks))
    print_results([table])


def check(
    cases: Annotated[
        list[str],
        options.argument(
            "CASE...", "Cases of the gallery, case files, folders with one, plain tables: korea-2019, my-case/, t.csv."
        ),
    ],
    evidence: Annotated[
        bool,
        options.flag(
            "--evidence", "Also ask of every number for a source, or a reason and a range: check my-case/ --evidence."
        ),
    ] = False,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
) -> None:
    """Look for mistakes in cases, all in one go; say what was checked if there are none."""
    from tertius.case.load import is_plain_table

    declared = Declared(scale, salience_max, as_of)
    if declared and not any(is_plain_table(Path(case)) for case in cases):
        raise UsageError(f"{OPTIONS} declare what a plain table does not say; there is none among {', '.join(cases)}")
    problems: list[Problem] = []
    unknown: list[Problem] = []
    to_defend: list[Problem] = []
    for case in cases:
        try:
            mistakes, open_here = _check_one(case, evidence, declared if is_plain_table(Path(case)) else Declared())
            problems, to_defend = problems + mistakes, to_defend + open_here
        except UsageError as failure:
            unknown.append(Problem(found=str(failure)))
    if to_defend:
        _say_to_defend(to_defend)
    if problems:
        raise CaseError([*unknown, *problems])
    if to_defend:
        errors = errors_console()
        for problem in unknown:
            errors.print(problem.found, soft_wrap=True)
        raise typer.Exit(CaseError.exit_code)
    if unknown:
        raise UsageError("\n".join(problem.found for problem in unknown))


def _say_to_defend(gaps: list[Problem]) -> None:
    """Honest numbers without evidence are no mistakes: they are listed and counted as what they are."""
    errors = errors_console()
    for gap in sorted(gaps, key=lambda gap: gap.order):
        errors.print(str(gap), soft_wrap=True)
    from tertius.case.check.evidence import NO_SOURCE

    events = sum(gap.found == NO_SOURCE for gap in gaps)
    counts = [(len(gaps) - events, "number"), (events, "event")]
    told = [f"{count} {what}{'s' if count > 1 else ''}" for count, what in counts if count]
    errors.print(f"{' and '.join(told)} to defend", soft_wrap=True)


def _check_one(name: str, evidence: bool, declared: Declared) -> tuple[list[Problem], list[Problem]]:
    """The mistakes of one case, and what is without evidence in it.

    Says what was checked if there are none, and what it warns of in any case.
    """
    from tertius.case import EVIDENCE_RULE, count_checked, open_comments

    try:
        case = case_or_table(name, declared)
    except CaseError as failure:
        return list(failure.problems), []
    say_problems("warning", tertius.warn_case(case))
    say_problems("open", open_comments(case))
    gaps = list(tertius.check_evidence(case)) if evidence else []
    if gaps:
        errors_console().print(f"{name}: evidence is missing; {EVIDENCE_RULE}", soft_wrap=True, markup=False)
    else:
        asked = "; every number has a source, or a reason and a range" if evidence else ""
        results_console().print(f"{name}: no mistakes; {count_checked(case)}{asked}", soft_wrap=True)
    return [], gaps


def export(
    case: options.Case,
    target: Annotated[
        Path,
        options.argument("TARGET", "A workbook, a case file, or with --csv a folder: case.xlsx, case.yaml, case-csv/."),
    ],
    as_csv: Annotated[bool, options.flag("--csv", "Write a folder with a CSV file for each sheet.")] = False,
    force: Annotated[bool, options.flag("--force", "Replace files that are there already.")] = False,
) -> None:
    """Write a case as a workbook with a sheet for each part, as CSV files, or as a case file. Nothing is lost."""
    from tertius.case.files.workbook import workbook_of
    from tertius.case.files.write import yaml_of
    from tertius.case.load import check_apart
    from tertius.case.parse.comments import over
    from tertius.writing import write_whole

    suffix = target.suffix.lower()
    if not as_csv and suffix not in (".xlsx", ".yaml", ".yml"):
        ending = f"ends in '{suffix}'" if suffix else "has no ending"
        raise UsageError(f"'{target}' {ending}: a case is exported to .xlsx or .yaml, or with --csv to a folder")
    loaded = tertius.load(case)
    if as_csv:
        _write_csv(case, loaded, target, force)
    else:
        if target.exists():
            check_apart("export to", target, case)
        data = workbook_of(loaded) if suffix == ".xlsx" else over(target, yaml_of(loaded)).encode()
        write_whole(target, data, force)
    results_console().print(f"{loaded.case} is in {target}", soft_wrap=True, markup=False)


def _write_csv(name: str, case: Case, folder: Path, force: bool) -> None:
    from tertius.case.files.csv_folder import FILES_OF_CASE, csv_files_of
    from tertius.case.load import check_apart
    from tertius.case.parse.file_names import CASE_FILE
    from tertius.writing import write_all

    if (folder / CASE_FILE).exists():
        raise UsageError(f"{folder} holds {CASE_FILE}, whose stances would be read twice: choose a folder of its own")
    there = [file for file in FILES_OF_CASE if (folder / file).exists()]
    files = csv_files_of(case, there)
    if there and not force:
        raise UsageError(f"{', '.join(there)} in {folder} are there already: use --force to replace them")
    for file in there:
        check_apart("export to", folder / file, name)
    write_all({folder / file: data for file, data in files.items()}, force)


def import_case(
    source: Annotated[
        str,
        options.argument("FILE", "A workbook, a folder of CSV files or a table: case.xlsx, case-csv/, table.csv."),
    ],
    folder: Annotated[Path, options.argument("DIR", "Folder for case.yaml: my-case/.")],
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    impute: options.Impute = None,
    layout: Annotated[
        str | None,
        options.option(
            "--layout",
            metavar="LAYOUT",
            says="Shape of a table that is no plain one: deu, a row for each issue; exchange, rows #A, #P, #M and #D; "
            "votes, a voting body: --layout deu.",
        ),
    ] = None,
    force: Annotated[
        bool, options.flag("--force", "Replace a case.yaml that is there already; its comments stay.")
    ] = False,
) -> None:
    """Read a case from a workbook, CSV files or a plain table, check it, write it as DIR/case.yaml. Nothing is lost."""
    from tertius.case.files.write import write_case_file, yaml_of
    from tertius.case.load import check_apart
    from tertius.case.parse.comments import over
    from tertius.case.parse.file_names import CASE_FILE

    if (folder / CASE_FILE).exists():
        check_apart("import to", folder / CASE_FILE, source)
    declared = Declared(scale, salience_max, as_of, impute)
    case = case_or_table(source, declared) if layout is None else _of_layout(source, layout, declared)
    say_problems("warning", tertius.warn_case(case))
    path = write_case_file(folder, over(folder / CASE_FILE, yaml_of(case)), force)
    results_console().print(f"{case.case} is in {path.as_posix()}", soft_wrap=True, markup=False)


def _of_layout(source: str, layout: str, declared: Declared) -> Case:
    """The case in a table of another shape than the plain one."""
    from tertius.case.layouts.exchange import load_exchange
    from tertius.case.layouts.issue_rows import load_issue_rows
    from tertius.case.layouts.votes import load_votes

    if layout == "deu":
        ends, _ = declared.ends
        if declared.impute is not None or set(ends) - {""}:
            raise UsageError("--layout deu takes one --scale for all issues, --salience-max and --as-of")
        salience_max = 100.0 if declared.salience_max is None else declared.salience_max
        return load_issue_rows(source, ends.get("", (0.0, 100.0)), salience_max, declared.as_of or "")
    if layout == "exchange":
        if declared and declared != Declared(as_of=declared.as_of):
            raise UsageError("--layout exchange takes --as-of; such a file says all else itself")
        return load_exchange(source, declared.as_of or "")
    if layout == "votes":
        if declared:
            raise UsageError(f"--layout votes takes none of {OPTIONS}")
        return load_votes(source)
    raise UsageError(f"there is no layout '{layout}': the layouts are deu, exchange and votes")


def new(
    folder: Annotated[Path, options.argument("DIR", "Folder for the case: my-case.")],
    source: Annotated[
        str | None,
        options.option("--from", metavar="CASE", says="Start from a case or a table: --from table.xlsx."),
    ] = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    sheet: Annotated[bool, options.flag("--sheet", "Write a workbook, case.xlsx, instead of case.yaml.")] = False,
    force: Annotated[bool, options.flag("--force", "Replace a file that is there already.")] = False,
) -> None:
    """Write a case to start from: commented, and valid as it stands."""
    from tertius.case.files.workbook import workbook_of
    from tertius.case.files.write import name_of_folder, write_case_file, yaml_of
    from tertius.case.load import check_apart, read_text
    from tertius.case.parse.comments import over
    from tertius.case.parse.file_names import CASE_FILE, CASE_WORKBOOK
    from tertius.case.parse.naming import slug
    from tertius.writing import write_whole

    declared = Declared(scale, salience_max, as_of)
    ident = slug(name_of_folder(folder), "case")
    if source is None:
        if declared:
            raise UsageError(f"{OPTIONS} go with --from TABLE")
        text = files("tertius.case").joinpath("starter.yaml").read_text("utf-8")
        text = text.replace("case: CASE", f"case: {ident}")
        text = text.replace("as_of: AS_OF", f"as_of: {dt.date.today().isoformat()}")
        case = read_text(text)
    else:
        there = folder / (CASE_WORKBOOK if sheet else CASE_FILE)
        if there.exists():
            check_apart("new", there, source)
        loaded = case_or_table(source, declared)
        say_problems("warning", loaded.origin.notes)
        case = loaded.model_copy(update={"case": ident})
        text = over(folder / CASE_FILE, yaml_of(case))
    if sheet:
        path = target = folder / CASE_WORKBOOK
        write_whole(path, workbook_of(case), force)
    else:
        path, target = write_case_file(folder, text, force), folder
    results_console().print(f"A case is in {path.as_posix()}. Next:", soft_wrap=True, markup=False)
    for command in ("check", "settle", "run"):
        results_console().print(f"  tertius {command} {shlex.quote(target.as_posix())}", soft_wrap=True, markup=False)


def schema() -> None:
    """Print the JSON Schema of the case file, with which an editor completes and checks it."""
    from tertius.case.files.schema import json_schema

    print_json(json_schema())


def show(
    case: options.Case,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
) -> None:
    """Show a case in words and tables: all that it says, and where that comes from."""
    from tertius.report.terminal.case import case_of

    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    say_problems("warning", loaded.origin.notes)
    print_results(case_of(loaded))


def help_page(
    page: Annotated[
        str | None,
        options.argument("[PAGE]", "Which page, by its name: help claims. Without it: a list of the pages."),
    ] = None,
) -> None:
    """Show a page of the docs, or list the pages: how to do things, models, words, files."""
    from tertius.pages import page_named, pages, title_of

    if page is not None:
        typer.echo(page_named(page).rstrip())
        return
    known = pages()
    width = max(map(len, known), default=0)
    typer.echo("\n".join(f"{name:{width}}  {title_of(file)}" for name, file in known.items()))
