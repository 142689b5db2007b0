"""The decorators that compile kernels: `kernel` those that others call, `entry` and `outside` those that we call.

Numba makes machine code of every function by itself, and optimises with it, anew, all that the function calls. Here a
kernel is only translated; what calls it from outside is optimised once, with all that it calls.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import llvmlite.binding as llvm
import numba
from numba import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator, _SourceFileBackedLocatorMixin
from numba.core.ccallback import CFunc
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import LoweringPass, register_pass
from numba.core.typed_passes import AnnotateTypes

from tertius.rules.compiled.folder import can_keep, kernel_folder
from tertius.rules.compiled.machine_code import target_machine
from tertius.rules.compiled.turns import our_turn

SPEED = 2  # how hard LLVM tries; more takes longer and gains nothing

_PLAIN = {"error_model": "numpy"}
_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "nogil": True, **_PLAIN}
_TYPES = {
    "Ints": types.CPointer(types.int64),
    "Floats": types.CPointer(types.float64),
    "int": types.int64,
    "float": types.float64,
}


class _Translated(JITCodeLibrary):  # type: ignore[misc]
    """What numba makes of a kernel, with all that it calls: neither optimised nor made machine code."""

    def _optimize_final_module(self) -> None:
        """Leaves it as it is."""

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """There is no such place yet."""
        return 0

    @property
    def codegen(self) -> Any:
        """Where numba notes what surrounds the function in Python; there is nothing that a kernel uses."""
        return self

    def set_env(self, name: str, environment: Any) -> None:
        """Forgets it."""


@register_pass(mutates_CFG=False, analysis_only=True)
class _IntoTranslated(LoweringPass):  # type: ignore[misc]
    """Lets what comes next write into a `_Translated`."""

    _name = "tertius_translated"

    def __init__(self) -> None:
        LoweringPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        state.library = _Translated(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return True


class _Translator(CompilerBase):  # type: ignore[misc]
    """Numba's compiler without its last steps."""

    def define_pipelines(self) -> list[Any]:
        steps = DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps.add_pass_after(_IntoTranslated, AnnotateTypes)
        steps.finalize()
        return [steps]


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiles a function that only other kernels call: no wrapper for the interpreter, nothing kept on disk."""
    compiled: Callable[..., Any] = numba.njit(_nrt=False, pipeline_class=_Translator, **_INNER)(function)
    return compiled


def maker(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiles a kernel that makes arrays."""
    compiled: Callable[..., Any] = numba.njit(pipeline_class=_Translator, **_INNER)(function)
    return compiled


def outside(function: Callable[..., Any]) -> Any:
    """A kernel that `MachineCode` calls. Its annotations are its signature: arrays are the address of an entry.

    With ``NUMBA_DISABLE_JIT`` it stays what it is.
    """
    return function if numba.config.DISABLE_JIT else Outside(function)


class Outside:
    """A kernel that is called from outside, and needs no numba then."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def machine_code(self) -> bytes:
        """The code of the kernel and of all that it calls: one object file, for this very processor.

        All but the kernel itself is made internal, so that what numba adds for errors, which no kernel raises,
        falls away: nothing is left that only a process with numba has.
        """
        names = [*inspect.signature(self.function).parameters, "return"]
        *arguments, result = (_TYPES[self.function.__annotations__[name]] for name in names)
        translator: Any = CFunc(self.function, (tuple(arguments), result), {}, {"_nrt": False, **_PLAIN}, _Translator)
        translated = translator._compile_uncached()
        with global_compiler_lock:
            translated.library._ensure_finalized()
        module = llvm.parse_bitcode(translated.library._final_module.as_bitcode())
        for function in module.functions:
            if function.name == translated.fndesc.llvm_cfunc_wrapper_name:
                function.name = self.function.__name__
            elif not function.is_declaration:
                function.linkage = "internal"
        machine = target_machine()
        builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=SPEED))
        builder.getModulePassManager().run(module, builder)
        code: bytes = machine.emit_object(module)
        return code


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
    """Compiles a kernel that the interpreter calls, on its first call, and keeps it and all it calls on disk.

    Processes that need the same one at the same time wait for the first, and find it on disk.
    """
    compiled: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if can_keep() and not numba.config.DISABLE_JIT:
        compiled._cache = KernelCache(function)
        compiled.compile = _in_turn(compiled.compile, Path(compiled._cache.cache_path) / f"{function.__name__}.turn")
    return compiled  # type: ignore[no-any-return]


def _in_turn(compile_it: Callable[[Any], Any], turn: Path) -> Callable[[Any], Any]:
    """What compiles a kernel or finds it on disk, in one process at a time."""

    def compile_in_turn(signature: Any) -> Any:
        # The lock of numba comes first: a thread that has it must not wait for one that waits for it.
        with global_compiler_lock:
            with suppress(OSError):
                turn.parent.mkdir(parents=True, exist_ok=True)
            with our_turn(turn):
                return compile_it(signature)

    return compile_in_turn
