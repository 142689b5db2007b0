"""A small folder in the format of DEU, made up: what the tests of the study run on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

__all__ = ["SMALL", "made_folder"]

SMALL = 24
"""How many issues; a third of them are dev."""

_MEMBERS = {
    "EU15_pre2004": ("de", "fr", "it", "uk", "es", "nl", "se", "lu"),
    "EU25_27_post2004": ("de", "fr", "it", "uk", "es", "pl", "ro", "mt"),
    "EU28_DEU3": ("de", "fr", "it", "uk", "es", "pl", "cr", "ie"),
}


def made_folder(folder: Path, issues: int = SMALL, seed: int = 3) -> Path:
    """Writes both tables; decisions lie near the mean of what the actors want."""
    rng = np.random.default_rng(seed)
    rows, stances = ["isnrnmc,isnr,prnr,prname,cod,proc,wave,rp,out,split"], ["isnrnmc,isnr,actor,position,salience"]
    for n in range(1, issues + 1):
        wave = list(_MEMBERS)[n % 3]
        actors = ("com", "ep", *_MEMBERS[wave])
        wanted = rng.choice([0, 20, 50, 80, 100], len(actors))
        reference = "" if n % 4 == 0 else f"{rng.choice([0, 0, 100])}"
        outcome = float(np.clip(round(wanted.mean() + rng.normal(0, 15)), 0, 100))
        procedure = "COD" if n % 2 else "CNS"
        split = "dev" if n % 3 == 0 else "train"
        proposal = (n + 1) // 2
        rows.append(f"{n},i{n},p{proposal},paper {proposal},,{procedure},{wave},{reference},{outcome},{split}")
        for actor, position in zip(actors, wanted, strict=True):
            salience = "" if actor == "lu" else f"{rng.integers(0, 11) * 10}"
            stances.append(f"{n},i{n},{actor},{position},{salience}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "issues.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "stances.csv").write_text("\n".join(stances) + "\n", "utf-8")
    return folder
