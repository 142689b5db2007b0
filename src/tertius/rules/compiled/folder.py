"""Where compiled kernels are kept: in a folder that hashes the source of every kernel.

A kernel calls others and must be compiled anew when any of them changes; every copy of Tertius with the same source
shares the folder.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding
import platformdirs

MACHINE_CODE = ".bin"
"""How the files end that `machine_code` loads; those of numba's own cache end with ``.nbi``."""


def kernel_sources() -> list[Path]:
    """The files of the kernels: the folders `kernels`, and every `kernel.py`."""
    rules = Path(__file__).parents[1]
    return sorted([*rules.rglob("kernels/**/*.py"), *rules.rglob("kernel.py")])


@cache
def kernel_folder() -> Path:
    """Folder of the compiled kernels of this very source, for this very processor; ``NUMBA_CACHE_DIR`` moves it."""
    base = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("tertius", appauthor=False)
    here = Path(__file__).parent
    features = llvmlite.binding.get_host_cpu_features().flatten()
    made_by = (version("numba"), version("llvmlite"), llvmlite.binding.get_process_triple())
    digest = hashlib.sha256(repr((*made_by, llvmlite.binding.get_host_cpu_name(), features)).encode())
    for source in (*kernel_sources(), here.parent / "arrays.py", *sorted(here.glob("*.py"))):
        digest.update(source.read_bytes())
    return Path(base) / f"kernels-{digest.hexdigest()[:16]}"


@cache
def can_keep() -> bool:
    """Whether compiled kernels can be kept on disk. If not they are compiled anew by every process.

    Numba would otherwise keep them beside the source, under the name of one file only, and serve them after
    another file has changed.
    """
    try:
        kernel_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(kernel_folder(), os.W_OK)


def must_compile(network: bool = True) -> bool:
    """Whether the first settlement of this process has to compile, which takes half a minute.

    Args:
        network: Whether talks are settled; otherwise the rules of decisions are.
    """
    kept = f"*{MACHINE_CODE}" if network else "*.nbi"
    return not (can_keep() and any(kernel_folder().rglob(kept)))
