"""``tertius what-if``: before and after some changes, for everyone; they are written ``--set PATH=VALUE`` and its like.

``tertius compare``: two cases or variants side by side.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import tertius
from tertius.cli import options
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.output import announce_compiling, print_result
from tertius.errors import CaseError, UsageError
from tertius.report.terminal.console import errors_console, progress_of, say_problems

if TYPE_CHECKING:
    from tertius.case.edit.changes import Step
    from tertius.case.model import Case

Draws = Annotated[
    int, options.number("--draws", "Draws over which both versions are held against each other: --draws 1000.", least=0)
]

Set = Annotated[
    list[str] | None,
    options.option(
        "--set",
        metavar="PATH=VALUE",
        says="Set a number or field: --set 'links.patron.probability=10% to 40%'. May be repeated.",
    ),
]

Add = Annotated[
    list[str] | None,
    options.option(
        "--add",
        metavar="PATH=YAML",
        says="Add an entry: --add 'needs.pride={actor: north, weight: 5, covered_by: {toll: 20%}}'. May be repeated.",
    ),
]

Remove = Annotated[
    list[str] | None,
    options.option(
        "--remove",
        metavar="PATH",
        says="Take an entry away, with what belongs to it: --remove talks.us-dprk. May be repeated.",
    ),
]

Move = Annotated[
    list[str] | None,
    options.option(
        "--move",
        metavar="MOVE",
        says="Make a move of the case: --move visit-beijing. May be repeated; moves come before the other changes.",
    ),
]


def what_if(
    case: options.Case,
    set_to: Set = None,
    add: Add = None,
    remove: Remove = None,
    move: Move = None,
    theories: options.Theories = "default",
    draws: Draws = 0,
    seed: options.Seed = 1,
    threads: options.Threads = None,
    save: Annotated[
        Path | None,
        options.option("--save", metavar="FILE", says="Write the changes as a variant: --save firmer.yaml."),
    ] = None,
    force: Annotated[
        bool, options.flag("--force", "Replace the file of --save if it is there already: --force.")
    ] = False,
    as_json: Annotated[bool, options.as_json("what-if korea-2019 --json > w.json")] = False,
) -> None:
    """Change a case and show before and after, for everyone. Ends with 4 if a search did not converge."""
    if force and save is None:
        raise UsageError("--force replaces the file of --save, but there is no --save")
    loaded = tertius.load(case)
    asked = asked_changes(loaded, move or (), remove or (), add or (), set_to or ())
    changed = changed_case(loaded, asked)
    if save is not None:
        _save(case, save, [step for _, step in asked], force)
    _compare(loaded, changed, theories, draws, seed, threads, as_json)


def _compare(
    before: Case, after: Case, theories: str, draws: int, seed: int, threads: int | None, as_json: bool
) -> None:
    """Settle two versions and print them side by side, or as JSON."""
    announce_compiling()
    from tertius.report.terminal.comparison import comparison_of

    warnings = tertius.warn_case(before), tertius.warn_case(after)
    say_problems("warning", dict.fromkeys([*warnings[0], *warnings[1]]))
    with progress_of("Settling draws") as progress:
        comparison = tertius.compare(before, after, theories, draws, seed, threads, progress)
    print_result(comparison, as_json, comparison_of, lambda: comparison.to_dict(warnings))
    if not comparison.converged:
        raise typer.Exit(NOT_CONVERGED)


def _save(case: str, path: Path, steps: Sequence[Step], force: bool) -> None:
    """Write the changes as a variant of the case that was named."""
    from tertius.case.files.variants import variant_yaml
    from tertius.case.load import check_apart
    from tertius.writing import write_whole

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"'{path}': a variant is a YAML file, so its name ends in .yaml")
    base = case
    if Path(case).exists():
        check_apart("--save", path, case)
        base = Path(os.path.relpath(case, path.parent)).as_posix()
    write_whole(path, variant_yaml(base, [step.change for step in steps]).encode(), force)
    errors_console().print(f"The variant is in {path}", soft_wrap=True)


def asked_changes(
    case: Case, moves: Sequence[str], removed: Sequence[str], added: Sequence[str], set_to: Sequence[str]
) -> list[tuple[str, Step]]:
    """The changes that options ask for, each with the words of its option, in the order in which they are made.

    Raises:
        UsageError: There is none, an option cannot be read, or the case has no such move.
        CaseError: The YAML of an option cannot be read.
    """
    asked = [
        *(("--move", ident, step) for ident, step in _steps_of_moves(case, moves)),
        *(("--remove", path, _step(f"--remove {path}", remove=path)) for path in removed),
        *(("--add", text, _step(f"--add {text}", **_said("--add", text, "add", "value"))) for text in added),
        *(("--set", text, _step(f"--set {text}", **_set(case, text))) for text in set_to),
    ]
    if not asked:
        raise UsageError("nothing is changed: say what, with --set, --add, --remove or --move")
    return [(f"{option} {text}", step) for option, text, step in asked]


def changed_case(case: Case, asked: Sequence[tuple[str, Step]]) -> Case:
    """The case after these changes; what is wrong is said of the option that asks for it.

    Raises:
        CaseError: A change cannot be made; all that is wrong comes at once.
    """
    from tertius.case.check.changes import apply_checked
    from tertius.case.edit.changes import Step
    from tertius.case.parse.origin import Origin, Place

    cells: dict[tuple[str | int, ...], Place] = {("options", n): Place(option) for n, (option, _) in enumerate(asked)}
    steps = [
        Step(step.change, ("options", number, "path"), ("options", number, "value"))
        for number, (_, step) in enumerate(asked)
    ]
    return apply_checked(case, steps, Origin(cells=cells), lambda path: "")


def _steps_of_moves(case: Case, moves: Sequence[str]) -> Iterator[tuple[str, Step]]:
    """The changes of moves that are made one after the other, each with success."""
    from tertius.case.actions import hindrance_to
    from tertius.case.edit.changes import apply_steps
    from tertius.case.edit.moves import changes_of_move
    from tertius.case.parse.origin import closest

    now, done = case, list[str]()
    for ident in (options.ident_of(case, move, "moves") for move in moves):
        if ident not in case.moves:
            known = f"the moves are {', '.join(case.moves)}" if case.moves else "the case has no moves"
            near = closest(ident, case.moves)
            raise UsageError(f"there is no move '{ident}': {f'{near} ({known})' if near else known}")
        hindrance = hindrance_to(case.moves, ident, done)
        if hindrance:
            raise UsageError(f"--move {ident}: {hindrance}")
        steps = changes_of_move(now, ident, case.moves[ident])
        yield from ((ident, step) for step in steps)
        now, done = apply_steps(now, steps).case, [*done, ident]


def _step(option: str, **fields: Any) -> Step:
    """The change that an option asks for.

    Raises:
        CaseError: No change can have such a text in it.
    """
    from pydantic import ValidationError

    from tertius.case.actions import Change
    from tertius.case.edit.changes import steps_of
    from tertius.case.misfits import problem_of

    try:
        [step] = steps_of(("options",), (Change(**fields),))
    except ValidationError as error:
        found = [problem_of(item, ()) for item in error.errors(include_url=False)]
        raise CaseError([replace(problem, file=option) for problem in found]) from None
    return step


def _said(option: str, text: str, path: str, value: str) -> dict[str, Any]:
    """The path and the value of an option, by the fields of a change."""
    return {path: _halves(option, text)[0], value: _value(option, text)}


def _set(case: Case, text: str) -> dict[str, Any]:
    """The same of ``--set``, which may name a number in words, as tables of inputs do."""
    from tertius.case.edit.numbers import path_of_words

    said = _said("--set", text, "set", "to")
    return said if " " not in said["set"] else {**said, "set": path_of_words(case, said["set"])}


def _halves(option: str, text: str) -> tuple[str, str]:
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        example = "issues.toll.level=50" if option == "--set" else "needs.pride={actor: north, weight: 5}"
        raise UsageError(f"{option} takes a path, an equals sign and a value: {option} '{example}', not '{text}'")
    return path.strip(), value.strip()


def _value(option: str, text: str) -> Any:
    """What stands after the equals sign: a number, words, or with a bracket in front YAML in one line."""
    from tertius.case.parse.tree import read_tree, scalar_of

    value = _halves(option, text)[1]
    if value[:1] not in ("{", "[", '"', "'"):
        return scalar_of(value)
    tree = read_tree(value)
    if tree.problems:
        raise CaseError([replace(problem, file=f"{option} {text}", line=0) for problem in tree.problems])
    return tree.value


def compare(
    case: options.Case,
    other: Annotated[
        str,
        options.argument("OTHER", "The case or variant that it is held against: my-variant.yaml."),
    ],
    theories: options.Theories = "default",
    draws: Draws = 0,
    seed: options.Seed = 1,
    threads: options.Threads = None,
    as_json: Annotated[bool, options.as_json("compare korea-2019 mine.yaml --json > c.json")] = False,
) -> None:
    """Hold two cases or variants against each other: what differs in them, and in how they settle.

    Ends with 4 if a search did not converge.
    """
    _compare(tertius.load(case), tertius.load(other), theories, draws, seed, threads, as_json)
