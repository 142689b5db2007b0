"""Ctrl-C on the command line: the first ends the work in hand, a second one the process; either way with 130.

It is loaded before anything else, so that the seconds of starting can be interrupted too.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 130
STOPPED = "Stopped."
AGAIN = 0.02  # seconds

_heard = 0
_said = False


def was_interrupted() -> bool:
    """Whether there was an interrupt, even one that a library swallowed or made another error of."""
    return _heard > 0


def say_stopped(words: str = STOPPED) -> None:
    """Say on standard error that, and where, the work was stopped."""
    global _said
    _said = True
    try:
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()
    except Exception:  # it was just being set up, or written to
        with suppress(OSError):
            os.write(2, f"{words}\n".encode())


def obey_interrupts(run: Callable[[], None]) -> NoReturn:
    """Run a command and end the process with its exit code; after an interrupt with 130, whatever became of the work.

    Threads that are still settling are not waited for then.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a job in the background ignores it
        signal.signal(signal.SIGINT, _hear)
        sys.unraisablehook = _hear_again
    try:
        code = _exit_code(run)
    except KeyboardInterrupt:
        _stop()
    if _heard:
        _stop()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing left to stop
    sys.exit(code)


def _exit_code(run: Callable[[], None]) -> int | str | None:
    try:
        run()
    except SystemExit as end:
        return end.code
    except Exception:
        if not _heard:
            raise
        raise KeyboardInterrupt from None
    return 0


def _hear(number: int, frame: FrameType | None) -> None:
    global _heard
    _heard += 1
    if _heard > 1:
        _stop()
    raise KeyboardInterrupt


def _hear_again(lost: UnraisableHookArgs) -> None:
    """An interrupt that came where Python lets no error out, such as when an object is let go, comes once more."""
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    timer = threading.Timer(AGAIN, _repeat)
    timer.daemon = True
    timer.start()


def _repeat() -> None:
    global _heard
    _heard = 0
    _thread.interrupt_main()


def _stop() -> NoReturn:
    """End at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        sys.stdout.flush()
    if not _said:
        say_stopped()
    os._exit(INTERRUPTED)
