"""The kernels of the network as machine code: kept in one file, and loaded by llvmlite alone.

Numba is what compiles them. To load it takes longer than to settle a case, so a process that finds the file does
without: it hands the code to LLVM, which puts it in its place.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from tertius.errors import TertiusError
from tertius.rules.compiled.folder import MACHINE_CODE, can_keep, kernel_folder
from tertius.writing import write_whole

_HASH = 32  # bytes
_KINDS = {"P": ctypes.c_void_p, "q": ctypes.c_int64}


class MachineCode:
    """A compiled kernel that the interpreter calls, with all that it calls in turn.

    Attributes:
        module: The module of the kernel; it is imported only to be compiled.
        name: The kernel.
        kinds: What it takes: "P" an array, as the address of its first entry; "q" an integer.
    """

    def __init__(self, module: str, name: str, kinds: str) -> None:
        self.module, self.name = module, name
        self._type = ctypes.CFUNCTYPE(ctypes.c_int64, *(_KINDS[kind] for kind in kinds))
        self._lock = threading.Lock()
        self._function: Callable[..., int] | None = None
        self._engine: Any = None  # what it holds lives as long as this

    def __call__(self, *arguments: Any) -> int:
        """Calls the kernel; the interpreter is free meanwhile. With ``NUMBA_DISABLE_JIT`` it is Python."""
        if os.environ.get("NUMBA_DISABLE_JIT"):
            kernel = getattr(importlib.import_module(self.module), self.name)
            if not hasattr(kernel, "machine_code"):
                return kernel(*arguments)  # type: ignore[no-any-return]
        with self._lock:
            if self._function is None:
                self._function = self._load()
        places = (each.ctypes.data if isinstance(each, np.ndarray) else each for each in arguments)
        return self._function(*places)

    def _load(self) -> Callable[..., int]:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        code = self._kept() or self._compile()
        module = llvm.parse_assembly("")
        module.triple = llvm.get_process_triple()
        self._engine = llvm.create_mcjit_compiler(module, target_machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()
        return self._type(self._engine.get_function_address(self.name))

    def _file(self) -> Path:
        return kernel_folder() / f"{self.module.removeprefix('tertius.')}.{self.name}{MACHINE_CODE}"

    def _kept(self) -> bytes | None:
        """The code on disk, or None where it has to be compiled: nothing is there, or it is torn."""
        try:
            kept = self._file().read_bytes()
        except OSError:
            return None
        digest, code = kept[:_HASH], kept[_HASH:]
        return code if hashlib.sha256(code).digest() == digest else None

    def _compile(self) -> bytes:
        """Compiles the kernel and keeps it, if the disk takes it and no other process has done so meanwhile."""
        if not can_keep():
            return self._compiled()
        from tertius.rules.compiled.turns import our_turn

        with our_turn(self._file().with_suffix(".turn")):
            if (kept := self._kept()) is not None:
                return kept
            code = self._compiled()
            with suppress(TertiusError, OSError):
                write_whole(self._file(), hashlib.sha256(code).digest() + code, force=True)
        return code

    def _compiled(self) -> bytes:
        code: bytes = getattr(importlib.import_module(self.module), self.name).machine_code()
        return code


def target_machine() -> Any:
    """What the code is for: the processor that this process runs on."""
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )
