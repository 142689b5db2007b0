"""``tertius patrons``: what a client has from rival patrons.

``tertius balanced``: who has what in an exchange network.
"""

from __future__ import annotations

import math
from typing import Annotated

import tertius
from tertius.cli import options
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import announce_compiling, end_unless_settled, print_result, warn_of
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console


def patrons(
    case: Annotated[
        str | None,
        options.argument(
            "[CASE]",
            "A case of the gallery, a case file or variant, or a folder with one: two-patrons. Not with --worth.",
        ),
    ] = None,
    client: Annotated[
        str | None,
        options.option(
            "--client",
            metavar="ACTOR",
            says="Whose patrons are meant: --client dprk. May be left out where one actor only has several.",
        ),
    ] = None,
    names: Annotated[
        str | None,
        options.option(
            "--patrons",
            metavar="ACTORS",
            says="Which patrons, with commas: --patrons china,russia. Without it: all who supply a need of the client "
            "and sit at a table with it.",
        ),
    ] = None,
    draws: Annotated[
        int, options.number("--draws", "Draws of the uncertain numbers; none with 0: --draws 200.", least=0)
    ] = 0,
    seed: options.Seed = 1,
    rule: options.Rule = None,
    solution: options.Solution = None,
    threads: options.Threads = None,
    rate: Annotated[
        list[str] | None,
        options.option(
            "--rate",
            metavar="PATRON=NUMBER",
            says="How many points of the client one point of a patron counts: --rate china=2. May be repeated. Without "
            "it: as an issue that works like money passes them on, else shares of ranges alike.",
        ),
    ] = None,
    worth: Annotated[
        list[str] | None,
        options.option(
            "--worth",
            metavar="PATRONS=NUMBER",
            says="In the place of a case, what the client and a set of patrons have together: --worth a=10 --worth b=8 "
            "--worth a+b=10. May be repeated.",
        ),
    ] = None,
    power: Annotated[
        list[str] | None,
        options.option(
            "--power",
            metavar="NAME=NUMBER",
            says="With --worth: the power of client or patron, 1 without it: --power client=2. May be repeated.",
        ),
    ] = None,
    as_json: Annotated[bool, options.as_json("patrons two-patrons --json > patrons.json")] = False,
) -> None:
    """Say what a client has from rival patrons under five concepts, and whether playing them off pays.

    Ends with 4 if most settlements did not come to rest.
    """
    from tertius.report.terminal.worths.patrons import patrons_of

    listed = [name.strip() for name in names.split(",") if name.strip()] if names is not None else []
    numbers = {
        option: numbers_of(option, given)
        for option, given in (("--rate", rate), ("--worth", worth), ("--power", power))
    }
    if worth:
        if case is not None:
            raise UsageError(
                f"--worth says in the place of a case what coalitions are worth: leave out either it or {case}"
            )
        sets = {tuple(part for part in key.split("+") if part): value for key, value in numbers["--worth"].items()}
        found = tertius.patrons(
            None, client, listed, draws, rates=numbers["--rate"] or None, worths=sets, power=numbers["--power"]
        )
        print_result(found, as_json, patrons_of)
        return
    if case is None:
        raise UsageError("name a case, such as two-patrons, or give --worth")
    loaded = case_or_table(case, Declared())
    client = None if client is None else options.ident_of(loaded, client, "actors")
    listed = [options.ident_of(loaded, name, "actors") for name in listed]
    announce_compiling()
    with errors_console().status("Settling the case with every set of patrons ..."):
        given = {"rates": numbers["--rate"] or None, "power": numbers["--power"] or None}
        found = tertius.patrons(loaded, client, listed, draws, seed, rule, solution, threads, **given)
    warn_of(loaded)
    print_result(found, as_json, patrons_of)
    end_unless_settled(found.unsettled, max(1, found.draws))


def balanced(
    edges: Annotated[
        str,
        options.argument(
            "EDGES",
            "A table with a row for each deal that is possible, and the columns one, other and worth: network.csv.",
        ),
    ],
    power: Annotated[
        list[str] | None,
        options.option(
            "--power",
            metavar="NODE=NUMBER",
            says="The bargaining power of a node, 1 without it: --power a=2. May be repeated.",
        ),
    ] = None,
    deals: Annotated[
        list[str] | None,
        options.option(
            "--deals",
            metavar="NODE=NUMBER",
            says="With how many others a node can deal, 1 without it: --deals hub=2. May be repeated.",
        ),
    ] = None,
    as_json: Annotated[bool, options.as_json("balanced network.csv --json > balanced.json")] = False,
) -> None:
    """Say who has what in an exchange network: deals split what they bring beyond what both could have elsewhere."""
    from tertius.case.layouts.edges import load_edges
    from tertius.report.terminal.worths.patrons import balanced_of

    many = {
        name: int(number) if number == int(number) else number for name, number in numbers_of("--deals", deals).items()
    }
    found = tertius.balanced(load_edges(edges), numbers_of("--power", power), many)  # type: ignore[arg-type]
    print_result(found, as_json, balanced_of)


def numbers_of(option: str, given: list[str] | None) -> dict[str, float]:
    """The numbers of ``NAME=NUMBER`` by their names.

    Raises:
        UsageError: One is none, or a name is given twice; all that is wrong at once.
    """
    found: dict[str, float] = {}
    wrong = []
    for words in given or ():
        name, sign, number = (part.strip() for part in words.partition("="))
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not (name and sign and math.isfinite(value)):
            wrong.append(f"{option} {words}: it takes a name and a number, such as {option} china=2")
        elif name in found:
            wrong.append(f"{option} is given twice for {name}")
        else:
            found[name] = value
    if wrong:
        raise UsageError("\n".join(wrong))
    return found
