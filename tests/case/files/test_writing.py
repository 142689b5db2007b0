"""Files are written whole or not at all: on a full disk, into a folder that is closed, when the process is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tertius
from tertius.report.brief.brief import brief_of
from tertius.writing import check_place, write_all, write_whole
from tests.report.brief.analyses import found

posix = pytest.mark.skipif(os.name != "posix", reason="needs the limits and links of POSIX")


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "new" / "case.yaml"
    write_whole(path, b"one", force=False)
    with pytest.raises(tertius.UsageError, match="there already"):
        write_whole(path, b"two", force=False)
    assert path.read_bytes() == b"one"
    write_whole(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["case.yaml"]
    with pytest.raises(
        tertius.UsageError, match=r"case\.yaml is a file, not a folder: choose another folder for below"
    ):
        write_whole(path / "between" / "below", b"", force=True)


@pytest.mark.parametrize("linked", [True, False])
def test_a_file_made_in_between_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool) -> None:
    path = tmp_path / "case.yaml"

    def made_by_somebody(file: Path, other: Path) -> None:
        file.write_bytes(b"theirs")
        if not linked:
            raise NotImplementedError
        os.link(other, file)

    monkeypatch.setattr(Path, "hardlink_to", made_by_somebody)
    with pytest.raises(tertius.UsageError, match="is there already: use --force"):
        write_whole(path, b"ours", force=False)
    assert path.read_bytes() == b"theirs"
    assert [file.name for file in tmp_path.iterdir()] == ["case.yaml"]


def test_without_links_a_file_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(PermissionError(1, "no links here")))
    write_whole(tmp_path / "case.yaml", b"ours", force=False)
    assert (tmp_path / "case.yaml").read_bytes() == b"ours"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(tertius.UsageError, match=r"cannot be written: .*too long"):
        write_whole(tmp_path / ("x" * 300), b"", force=False)


def test_a_new_file_can_be_read_by_whoever_may_read_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "case.yaml", b"", force=False)
    assert (tmp_path / "case.yaml").stat().st_mode == (tmp_path / "plain").stat().st_mode


def left_by(script: str, folder: Path) -> tuple[int, str]:
    """Exit code and errors of a script in a folder."""
    place = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, env=place)
    return done.returncode, done.stderr


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from pathlib import Path
from tertius.writing import write_all, write_whole
from tests.report.brief.documents import document
from tertius.report.brief.brief import Brief
made = Brief(None, document())
"""


@posix
@pytest.mark.parametrize(
    "call",
    [
        "write_whole(Path('brief.html'), bytes(5000), True)",
        "made.write('brief.html', overwrite=True)",
        "write_all({Path('brief.html'): bytes(10), Path('other'): bytes(5000)}, True)",
    ],
)
def test_on_a_full_disk_the_old_file_stays_and_nothing_torn_is_left(tmp_path: Path, call: str) -> None:
    (tmp_path / "brief.html").write_bytes(b"old")
    code, errors = left_by(FULL + call, tmp_path)
    assert code == 1
    assert "UsageError" in errors
    assert "cannot be written: File too large" in errors
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"brief.html": b"old"}


@posix
@pytest.mark.parametrize("moment", ["os.fsync", "Path.replace"])
def test_a_process_killed_while_it_writes_leaves_the_old_file(tmp_path: Path, moment: str) -> None:
    (tmp_path / "case.yaml").write_bytes(b"old")
    script = f"""
import os, signal
from pathlib import Path
from tertius.writing import write_whole
def kill(*_): os.kill(os.getpid(), signal.SIGKILL)
{moment} = kill
write_whole(Path("case.yaml"), b"new" * 100_000, True)
"""
    code, _ = left_by(script, tmp_path)
    assert code == -9
    assert (tmp_path / "case.yaml").read_bytes() == b"old"


@posix
def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    outside, link = tmp_path / "outside", tmp_path / "brief" / "brief.html"
    link.parent.mkdir()
    link.symlink_to(outside)
    made = brief_of(found("bare"))
    for write in (lambda force: write_whole(link, b"x", force), lambda force: made.write(link, force)):
        with pytest.raises(tertius.UsageError, match="already"):
            write(False)
    assert not outside.exists()
    made.write(link, overwrite=True)
    assert not outside.exists()
    assert not link.is_symlink()


def test_several_files_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"old")
    with pytest.raises(tertius.UsageError, match=r"b\.csv is there already"):
        write_all({tmp_path / "a.csv": b"a", tmp_path / "b.csv": b"b"}, force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv"]
    write_all({tmp_path / "a.csv": b"a", tmp_path / "b.csv": b"b"}, force=True)
    assert (tmp_path / "b.csv").read_bytes() == b"b"


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_told_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(tertius.UsageError, match="cannot be written: Permission denied"):
        check_place(tmp_path / "brief.html", force=False)
    tmp_path.chmod(0o700)


def test_a_folder_that_takes_no_file_is_told_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(tertius.UsageError, match=r"brief\.html cannot be written: Permission denied"):
        check_place(tmp_path / "new" / "brief.html", force=False)


def test_asking_whether_a_place_is_free_leaves_nothing_but_its_folder(tmp_path: Path) -> None:
    check_place(tmp_path / "new" / "brief.html", force=False)
    assert list(tmp_path.rglob("*")) == [tmp_path / "new"]
    with pytest.raises(tertius.UsageError, match="is a folder"):
        check_place(tmp_path / "new", force=True)


def test_a_file_that_is_replaced_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_whole(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
