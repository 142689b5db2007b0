"""The decorators that compile kernels, and where compiled kernels are kept.

A compiled function is kept on disk under a name that hashes the source of every kernel, because a kernel
calls others and must be compiled anew when any of them changes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numba
import platformdirs
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator, _SourceFileBackedLocatorMixin

_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "nogil": True, "error_model": "numpy"}


def kernel_sources() -> list[Path]:
    """The files of the kernels: the folders `kernels`, and every `kernel.py`."""
    here = Path(__file__).parent
    return sorted([*here.rglob("kernels/*.py"), *here.rglob("kernel.py")])


@cache
def kernel_folder() -> Path:
    """Folder of the compiled kernels of this very source; ``NUMBA_CACHE_DIR`` moves it."""
    base = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("tertius", appauthor=False)
    here = Path(__file__).parent
    digest = hashlib.sha256(numba.__version__.encode())
    for source in (*kernel_sources(), here / "arrays.py", Path(__file__)):
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


def must_compile() -> bool:
    """Whether the first settlement of this process has to compile, which takes a minute or two."""
    return not (can_keep() and any(kernel_folder().rglob("*.nbi")))


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiles a function that only other kernels call: no wrapper for the interpreter, nothing kept on disk."""
    compiled: Callable[..., Any] = numba.njit(_nrt=False, **_INNER)(function)
    return compiled


def maker(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiles a kernel that makes arrays."""
    compiled: Callable[..., Any] = numba.njit(**_INNER)(function)
    return compiled


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Writes a piece of a kernel into each kernel that calls it, before anything is compiled.

    A state is some four hundred words long, and a call passes them all: between functions that are called often
    that takes longer than what they do. And numba optimises anew, for every function that is compiled by itself,
    all that it calls; a piece costs its own length only.
    """
    compiled: Callable[..., Any] = numba.njit(inline="always", _nrt=False, **_INNER)(function)
    return compiled


class KernelFile(_SourceFileBackedLocatorMixin, _CacheLocator):  # type: ignore[misc]
    """Where a compiled kernel lies, and for which source it holds.

    Numba looks for the path and the time of the source file, so that every copy of Tertius would compile all
    kernels anew. The folder's name hashes what is compiled, so every copy with the same source may share it.
    """

    def __init__(self, function: Callable[..., Any], source: str) -> None:
        self._module = function.__module__
        self._lineno = function.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        """Folder of the kernels of one module."""
        return str(kernel_folder() / self._module.removeprefix("tertius."))

    def get_source_stamp(self) -> str:
        """What a kernel on disk must carry to be taken: the hash of every source."""
        return kernel_folder().name


class KernelImpl(CompileResultCacheImpl):  # type: ignore[misc]
    """What numba pickles of a compiled kernel, kept where `KernelFile` says."""

    _locator_classes: ClassVar = [KernelFile]


class KernelCache(FunctionCache):  # type: ignore[misc]
    """Compiled kernels on disk. A file that is torn or cannot be written costs time, and nothing else."""

    _impl_class = KernelImpl

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled kernel for these types, or None where it has to be compiled."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keeps a compiled kernel, if the disk takes it."""
        with suppress(OSError):
            super().save_overload(sig, data)


def entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiles a kernel that the interpreter calls, on its first call, and keeps it and all it calls on disk."""
    compiled: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy")(function)
    if can_keep() and not numba.config.DISABLE_JIT:
        compiled._cache = KernelCache(function)  # type: ignore[attr-defined]
    return compiled
