"""What must not stand in any file of the project: registries and the paths of somebody's machine."""

from __future__ import annotations

import re

import pytest

from tests.house.files import ROOT, text_files

# Written in pieces, so that this file passes its own test.
REGISTRY = re.compile("|".join(["py" + r"pi\.", "python" + "hosted", "arti" + "factory", "j" + "frog", "npm" + "js"]))
INDEX = re.compile(r"(?<!emit-)index" + r"-url")
MACHINE = re.compile(r"(?<![\w./:-])/(?:ro" + r"ot|ho" + r"me|Us" + r"ers|wo" + r"rk)/|[A-Z]:\\\\?Us" + "ers")
FORBIDDEN = {"a registry": REGISTRY, "an index address": INDEX, "a machine's path": MACHINE}


def faults(text: str) -> list[str]:
    """What is forbidden in a text, with its line."""
    return [
        f"line {place}: {what}: {line.strip()[:80]}"
        for place, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]


def test_no_file_names_a_registry_or_a_machine() -> None:
    files = text_files()
    assert len(files) > 20
    found = [
        f"{path.relative_to(ROOT)}, {fault}"
        for path in files
        for fault in faults(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "see https://py" + "pi.org/simple",
        "pip install --index" + "-url x",
        "cd /wo" + "rk/main",
        "C:\\Us" + "ers\\x",
    ],
)
def test_a_fault_is_found(text: str) -> None:
    assert faults("fine\n" + text) == [f"line 2: {faults(text)[0].split(': ', 1)[1]}"]


@pytest.mark.parametrize(
    "text",
    ["https://example.org/wo" + "rk/paper", "uv --no-emit-index" + "-url", "the root / the home / of it"],
)
def test_plain_text_passes(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_requirements_carry_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text
