"""Turns whatever goes wrong into a message on standard error and an exit code: no traceback by default."""

from __future__ import annotations

import functools
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec

import typer

import tertius
from tertius.errors import CaseError, LimitError, TertiusError, UsageError, refusal_of
from tertius.interrupts import INTERRUPTED, say_stopped, was_interrupted
from tertius.report.terminal.console import errors_console

OUR_FAULT = 1
NOT_CONVERGED = 4
P = ParamSpec("P")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command, ending with a message and an exit code whatever happens inside it."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except typer.Exit:
            raise
        except (Exception, KeyboardInterrupt) as failure:
            raise typer.Exit(report(failure)) from None

    return run


def report(failure: BaseException) -> int:
    """Says what went wrong on standard error; returns the exit code."""
    if isinstance(failure, BrokenPipeError):
        _drop_output()
        return 0
    if isinstance(failure, CaseError) and not isinstance(failure, LimitError):
        for line in (*(str(problem) for problem in failure.problems), _count(len(failure.problems))):
            _say(line)
        return failure.exit_code
    if isinstance(failure, TertiusError):
        _say(str(failure))
        return failure.exit_code
    if isinstance(failure, KeyboardInterrupt) or was_interrupted():
        say_stopped()
        return INTERRUPTED
    if isinstance(failure, OSError) and failure.filename is not None:
        _say(refusal_of(failure))
        return UsageError.exit_code
    if isinstance(failure, OSError) and failure.errno is not None:
        _say(f"the output cannot be written: {(failure.strerror or str(failure)).lower()}")
        _drop_output()
        return UsageError.exit_code
    return _report_our_fault(failure)


def end_quietly_on_a_closed_pipe() -> None:
    """``tertius show korea-2019 | head`` ends like any other command; Windows has no such signal."""
    _on_a_closed_pipe(signal.SIG_DFL)


def outlive_closed_connections() -> None:
    """Whoever talks to others goes on when one of them hangs up in the middle of a word: that raises an error there.

    A socket that is closed at its other end sends the same signal as a pipe, and would end the whole process.
    """
    _on_a_closed_pipe(signal.SIG_IGN)


def _on_a_closed_pipe(what: signal.Handlers) -> None:
    closed_pipe = getattr(signal, "SIGPIPE", None)
    if closed_pipe is not None:
        signal.signal(closed_pipe, what)


def _drop_output() -> None:
    """What is still to be printed is dropped: the interpreter would try once more when it ends, and fail aloud."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _count(number: int) -> str:
    """``3 mistakes``, the line that closes a list of problems."""
    return "1 mistake" if number == 1 else f"{number} mistakes"


def _report_our_fault(failure: BaseException) -> int:
    _say(f"Tertius {tertius.__version__} made a mistake: {type(failure).__name__}: {failure}")
    if os.environ.get("TERTIUS_DEBUG", "") not in ("", "0"):
        _say("".join(traceback.format_exception(failure)).rstrip())
    else:
        _say(
            "This is our fault, not yours. To report it, run the same command again with TERTIUS_DEBUG=1 "
            "in the environment and send the output, with the case file if you can share it."
        )
    return OUR_FAULT


def _say(text: str) -> None:
    with suppress(OSError):  # nobody can be told, and the exit code still says it
        errors_console().print(text, soft_wrap=True)
