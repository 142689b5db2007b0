"""What every test shares: the outside data, and the same hypothesis examples each time."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
NO_DATA = "no outside data: set TERTIUS_DATA, or put it in ../shared/data"

settings.register_profile("whole", derandomize=True, deadline=None, database=None)
settings.register_profile("some", settings.get_profile("whole"), max_examples=30)
settings.load_profile("some")  # the same examples each time; `--hypothesis-profile whole` asks for all of them


def data_folder() -> Path | None:
    """``$TERTIUS_DATA``, else ../shared/data beside the checkout; None if it is not there."""
    given = os.environ.get("TERTIUS_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session", autouse=True)
def _commands_made_once() -> Iterator[None]:
    """The tree of commands is made once a process, as for users, and not before each command that a test runs."""
    runner = import_module("typer.testing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "_get_command", cache(runner._get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def _chances_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What private numbers make of a case of the gallery is worked out once, whichever worker asks first."""
    from tests.kept import chances_kept

    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "chances"
    shared.mkdir(exist_ok=True)
    with chances_kept(shared, import_module("tertius.case.load").gallery_names()):
        yield


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of the outside data; a test that asks for it is skipped without it."""
    folder = data_folder()
    if folder is None:
        pytest.skip(NO_DATA)
    return folder


def pytest_configure() -> None:
    """Ctrl-C is heard, and a case of the gallery is read once: what is kept as long as it lives is worked out once."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a run in the background would hand that on to its processes
        signal.signal(signal.SIGINT, signal.default_int_handler)
    door = import_module("tertius.case.load")
    door.read_gallery_case = cache(door.read_gallery_case)  # type: ignore[attr-defined]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before a run on several workers, every kernel is compiled once, and not by each of them at the same time."""
    many = bool(getattr(session.config.option, "numprocesses", None))  # a worker itself has no such option
    if not many or session.config.option.collectonly:
        return
    from tests.compiling import compile_all

    compile_all()


def pytest_collection_finish() -> None:
    """What thousands of tests stand on stays until the end: to look through it for rubbish took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `data` are skipped without the data, whether or not they ask for the fixture."""
    if data_folder() is None:
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(pytest.mark.skip(reason=NO_DATA))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """The last lines of a run, below pytest's own, say how many tests were skipped for want of data."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    number = sum(NO_DATA in str(report.longrepr) for report in skipped)
    if number:
        tests = "1 test was" if number == 1 else f"{number} tests were"
        terminalreporter.write_sep("-", f"{tests} skipped: {NO_DATA}")
