"""Whether the case of a forecast was changed since it was frozen."""

from __future__ import annotations

from pathlib import Path

from tertius.case.files.write import yaml_of
from tertius.case.load import gallery_names, load
from tertius.errors import TertiusError
from tertius.ledger.chain import hash_of_text
from tertius.ledger.entries import Track


def changed_since(track: Track) -> bool | None:
    """Whether the file of the last forecast's case holds another case now; None if that cannot be told."""
    frozen = [one for one in track.forecasts if one.case_hash]
    if not frozen:
        return None
    last = frozen[-1]
    file, name = str(last.settings.get("file") or ""), str(last.settings.get("case") or "")
    if not file or not (Path(file).is_file() or name in gallery_names()):
        return None
    try:
        return hash_of_text(yaml_of(load(file if Path(file).is_file() else name))) != last.case_hash
    except (TertiusError, OSError):  # a table whose scale was declared, or a file that is being edited
        return None
