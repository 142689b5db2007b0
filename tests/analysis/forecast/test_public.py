"""What `tertius.analysis.forecast` offers is documented."""

from __future__ import annotations

import pytest

import tertius.analysis.forecast
from tests.house.files import ROOT


@pytest.mark.parametrize("name", tertius.analysis.forecast.__all__)
def test_every_name_has_a_docstring_and_a_place_in_the_reference(name: str) -> None:
    assert (getattr(tertius.analysis.forecast, name).__doc__ or "").strip()
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    assert f"`{name}" in pages, f"no page of docs/reference mentions `{name}`"
