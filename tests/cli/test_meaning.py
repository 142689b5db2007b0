"""Random command lines, by their meaning: done, not understood, or not valid; never a traceback, never our fault."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from tertius.cli import app
from tests.reference.meaning import command_of, entries_of


def type_commands(folder: Path, seeds: Sequence[int]) -> None:
    done = 0
    for seed in seeds:
        rng = random.Random(f"command {seed}")
        entries = entries_of(rng, nasty=rng.choice((0.0, 0.0, 0.02)))
        with (folder / "k.yaml").open("w", encoding="utf-8") as file:
            YAML(typ="safe", pure=True).dump(entries, file)
        before = (folder / "k.yaml").read_bytes()
        words = command_of(rng, "k.yaml")
        result = CliRunner().invoke(app, words, prog_name="tertius")
        where = f"{seed}: {words}: {result.output[-500:]} {result.exception!r}"
        assert result.exit_code in (0, 2, 3, 4), where
        assert result.exception is None or isinstance(result.exception, SystemExit), where
        assert "Traceback" not in result.output, where
        assert "our fault" not in result.output, where
        assert result.output.strip() or result.exit_code == 0, where
        assert (folder / "k.yaml").read_bytes() == before, where
        done += result.exit_code == 0
    assert done > len(seeds) / 10


@pytest.mark.parametrize("first", [0, 14])  # for two workers
def test_command_lines_end_with_an_answer_or_in_words(
    first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    type_commands(tmp_path, range(first, first + 14))


@pytest.mark.long
def test_thousands_of_command_lines_end_with_an_answer_or_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    type_commands(tmp_path, [*range(28, 80), *range(1_000, 3_000)])
