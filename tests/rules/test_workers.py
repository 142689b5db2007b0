"""Compiled kernels are called in threads: an interrupt ends the wait, results and errors come back, in order."""

from __future__ import annotations

import ast
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.rules import theory_named, workers
from tertius.rules.compiled.machine_code import MachineCode
from tertius.rules.workers import call, call_each
from tests.house.imports import SOURCE

posix = pytest.mark.skipif(os.name != "posix", reason="needs the signals of POSIX")


def test_answers_come_in_the_order_of_the_parts_however_long_each_takes() -> None:
    def late(number: int) -> int:
        time.sleep(0.01 * (number % 3))
        return number

    for threads in (1, 2, 4):
        assert call_each(late, [(number,) for number in range(9)], threads) == list(range(9))
    assert call_each(late, [], 2) == []


def test_an_error_comes_back_and_the_thread_goes_on() -> None:
    with pytest.raises(ZeroDivisionError):
        call(lambda: 1 / 0)
    assert call(lambda: 1) == 1


def test_no_more_work_at_a_time_than_asked_for() -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def count(_: int) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.005)
        with lock:
            at_once -= 1

    call_each(count, [(number,) for number in range(8)], 3)
    assert most <= 3


def test_a_call_from_another_thread_stays_in_it() -> None:
    seen: list[threading.Thread] = []
    other = threading.Thread(target=lambda: seen.append(call(threading.current_thread)))
    other.start()
    other.join()
    assert seen == [other]
    assert call(threading.current_thread) is not threading.main_thread()


@posix
def test_an_interrupt_ends_the_wait_at_once_and_begins_no_further_call() -> None:
    begun: list[int] = []
    free = threading.Event()

    def block(number: int) -> None:
        begun.append(number)
        free.wait(20)

    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    start = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        call_each(block, [(0,), (1,), (2,)])
    assert time.perf_counter() - start < 10
    assert begun == [0]
    assert call(lambda: "meanwhile") == "meanwhile"
    free.set()


@posix
def test_a_forked_process_has_threads_of_its_own() -> None:
    call(int)
    assert workers._idle
    child = os.fork()
    if not child:
        os._exit(0 if call(lambda: 7) == 7 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def entries(path: Path) -> set[str]:
    """The kernels of a file that the interpreter may call."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {f.name for f in functions if any(getattr(d, "id", "") == "entry" for d in f.decorator_list)}


def test_every_kernel_is_called_through_this_door() -> None:
    rules = SOURCE / "rules"
    kernels = {*rules.rglob("kernels/*.py"), *rules.rglob("kernel.py")}
    names = set().union(*map(entries, kernels))
    assert "challenge_rounds" in names
    others = {path: path.read_text("utf-8") for path in set(SOURCE.rglob("*.py")) - kernels}
    importing = {path: source for path, source in others.items() if "kernel" in source}
    assert importing
    for path, source in importing.items():
        tree = ast.parse(source)
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and "kernel" in (node.module or "")
            for alias in node.names
        }
        called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "id")}
        assert not called & names & imported - own, path


def test_kernels_of_networks_are_called_beside_the_main_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    settle = MachineCode.__call__

    def noted(self: MachineCode, *arguments: object) -> int:
        called.append(threading.current_thread())
        return settle(self, *arguments)

    monkeypatch.setattr(MachineCode, "__call__", noted)
    case = tertius.load("two-patrons")
    for rule in ("renegotiate", "hold"):
        tertius.settle(case, rule=rule)
        theory_named(rule).settle_many(case, [], np.empty((5, 0)), threads=2)
    assert called
    assert threading.main_thread() not in called
