"""``tertius seek``: what it would take for a target of a case to be something else."""

from __future__ import annotations

from typing import Annotated

import tertius
from tertius.cli import options
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import announce_compiling, end_unless_settled, print_result, warn_of
from tertius.report.terminal.console import progress_of


def seek(
    case: options.Case,
    of: Annotated[
        str,
        options.option(
            "--of",
            metavar="TARGET",
            says="What is to be something else: a talk, an issue, an actor, one output, or a claim: --of us-dprk, --of "
            "level:tariff-relief, --of claim:ear-pays.",
        ),
    ],
    to: Annotated[
        str,
        options.option(
            "--to",
            metavar="GOAL",
            says="What it is to be: agreement, 'no agreement', 'at least 40', 'at most 20', 40, holds or fails: --to "
            "'at least 40'.",
        ),
    ],
    inputs: Annotated[
        list[str] | None,
        options.option(
            "--inputs",
            metavar="PATH,..",
            says="Numbers that may be changed, or what they stand under: --inputs stances.usa,links. Without it: all.",
        ),
    ] = None,
    pairs: Annotated[
        bool, options.flag("--pairs/--no-pairs", "Try pairs of numbers too: seek korea-2019 --no-pairs.")
    ] = True,
    moves: Annotated[
        bool, options.flag("--moves/--no-moves", "Try the moves of the case too: seek korea-2019 --no-moves.")
    ] = True,
    rule: options.Rule = None,
    solution: options.Solution = None,
    threads: options.Threads = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[
        bool, options.as_json("seek korea-2019 --of us-dprk --to 'no agreement' --json > seek.json")
    ] = False,
) -> None:
    """Find what it would take: the smallest change of one number or of two that meets a goal, and the moves that do.

    Ends with 4 if the search for the settlement of the case does not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    announce_compiling(bool(loaded.talks))
    from tertius.report.terminal.questions.seek import seek_of

    named = options.names_in(inputs) if inputs else None
    with progress_of("Settling versions") as progress:
        found = tertius.seek(
            loaded,
            options.target_of(loaded, of),
            to,
            inputs=named,
            pairs=pairs,
            moves=moves,
            rule=rule,
            solution=solution,
            threads=threads,
            progress=progress,
        )
    warn_of(loaded)
    print_result(found, as_json, seek_of)
    end_unless_settled(int(found.now != found.now), 1)
