"""Every format that a ledger takes in, and a file of one of them, found by what it holds, taken into a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.ledger.exporting import whole
from tertius.ledger.file import PATIENCE
from tertius.ledger.importing.forecastbench import FORECASTBENCH
from tertius.ledger.importing.good_judgment import GOOD_JUDGMENT
from tertius.ledger.importing.imported import Progress, Reader
from tertius.ledger.importing.metaculus import METACULUS
from tertius.ledger.importing.write import Written, write_imported

READERS: dict[str, Reader] = {reader.key: reader for reader in (FORECASTBENCH, METACULUS, GOOD_JUDGMENT)}
"""The platforms whose files are read, by the word for their format."""

OWN = "tertius"
"""The word for a ledger that was exported as JSON."""


def import_files(
    path: Path,
    files: Sequence[Path],
    form: str | None = None,
    match: str | None = None,
    ours: str | None = None,
    keep: bool = False,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> Written:
    """Take files of others into a ledger, which is made if there is none: all that was found, or nothing.

    Args:
        path: The file of the ledger.
        files: Files of one export, such as questions and their outcomes; or one ledger exported as JSON.
        form: Which format they have, a key of `READERS` or ``tertius``; found by what they hold, if left out.
        match: Only questions with this text in what they ask, or in their id.
        ours: The id of a question of ours, of which the crowd's forecasts of the one question found are to be.
        keep: Whether the ledger stays as it is where it holds otherwise, and the rest is written.
        patience: Seconds for which a writer waits while another one writes.
        progress: Told how much of the files is read, and of how much.

    Raises:
        UsageError: A file is not there, of no format that is known, or in conflict with the ledger.
        CaseError: Every mistake in the files, each with its file and row.
    """
    missing = [f"there is no file {file}" for file in files if not file.exists()]
    if missing or not files:
        raise UsageError("\n".join(missing) or "no file was given: name one as its platform publishes it")
    form = _form(files, form)
    if form != OWN:
        found = READERS[form].read(files, progress)
        return write_imported(path, found if match is None else found.matching(match), ours, keep, patience)
    if len(files) > 1 or match is not None or ours is not None or keep:
        raise UsageError("a ledger that was exported is taken in whole, alone: no --match, --as, --keep or second file")
    return whole.write_read(path, whole.read_whole(files[0]), patience)


def _form(files: Sequence[Path], form: str | None) -> str:
    """The format of files: the one that was said, or the one in which the first of them is written."""
    known = [*READERS, OWN]
    if form is not None:
        if form not in known:
            raise UsageError(f"there is no format '{form}': {closest(form, known) or 'there are ' + ', '.join(known)}")
        return form
    if whole.knows(files[0]):
        return OWN
    found = next((key for key, reader in READERS.items() if any(map(reader.knows, files))), None)
    if found is None:
        raise UsageError(f"{files[0]} is of no format that is known: there are {', '.join(known)}; --format names one")
    return found
