"""A case as the text of its file, with its mistakes: for one that cannot be read, or for those who like it plain."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from markupsafe import escape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.load import load
from tertius.case.parse.characters import MAX_BYTES
from tertius.case.parse.file_names import CASE_ENDINGS, TEXT_TABLES
from tertius.errors import CaseError, Problem, TertiusError, UsageError, disk_told
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.editing import body_of
from tertius.workbench.files.journal import digest
from tertius.workbench.folder import Folder
from tertius.writing import write_whole


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""

    async def page(request: Request) -> Response:
        return await mending_page(bench, request)

    async def save(request: Request) -> Response:
        key, asked = request.path_params["key"], await body_of(request)
        folder = bench.folder
        file = await run_in_threadpool(_file_of, folder, str(asked.get("file", "")))
        written = await run_in_threadpool(_save, file, str(asked.get("text", "")), str(asked.get("digest", "")))
        found = await run_in_threadpool(_looked_into, folder, key, folder.key(file))
        problems = await bench.part("parts/problems.html.j2", problems=found["problems"])
        said = {"digest": written, "valid": not found["problems"], "problems": bytes(problems.body).decode()}
        return JSONResponse({**said, "lines": found["lines"], "base": base_of(key)})

    return [
        Route("/case/{key:path}/text", page),
        Route("/case/{key:path}/text", save, methods=["POST"]),
    ]


async def mending_page(bench: Bench, request: Request) -> Response:
    """The page on which a case that cannot be read is mended; each mistake with its line."""
    key = request.path_params["key"]
    found = await run_in_threadpool(_looked_into, bench.folder, key, "")
    return await bench.part("mending.html.j2", key=key, base=base_of(key), **found)


def _looked_into(folder: Folder, key: str, of: str) -> dict[str, Any]:
    """What is wrong with a case, and the text of one of its files: the one named, else that with the first mistake."""
    file = folder.case_file(key)
    problems: tuple[Problem, ...] = ()
    try:
        folder.check_inside(file)
        load(file)
    except CaseError as error:
        problems = error.problems
    except TertiusError as error:
        problems = (Problem(found=str(error)),)
    text_file = folder.place(of) if of else _with_text(folder, file, problems)
    told = [_told(problem, text_file) for problem in problems]
    found: dict[str, Any] = {"problems": told, "file": "", "name": file.name, "text": "", "digest": "", "lines": []}
    if text_file is not None:
        data = text_file.read_bytes()
        found |= {"file": folder.key(text_file), "name": text_file.name, "digest": digest(data)}
        text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        found |= {"text": escape(text), "lines": [one["line"] for one in told]}  # to the letter, for it is saved again
    found["table"] = file.suffix.lower() not in CASE_ENDINGS
    return found


def _with_text(folder: Folder, file: FilePath, problems: tuple[Problem, ...]) -> FilePath | None:
    """The file that is to be mended: that of the first mistake, if it is a text that lies in the folder."""
    named = [FilePath(problem.file) for problem in problems if problem.file]
    for candidate in [*named, file]:
        try:
            if candidate.stat().st_size <= MAX_BYTES:
                return _file_of(folder, folder.key(candidate))
        except (OSError, ValueError, UsageError):
            continue
    return None


@disk_told()
def _file_of(folder: Folder, key: str) -> FilePath:
    file = folder.place(key)
    if not file.is_file() or file.suffix.lower() not in (*CASE_ENDINGS, *TEXT_TABLES):
        raise UsageError(f"there is no text of a case called '{key}' in this folder")
    return file


@disk_told()
def _save(file: FilePath, text: str, shown: str) -> str:
    """Write a text over the one that was shown, and over no other; what tells it from others."""
    there = file.read_bytes()
    if digest(there) != shown:
        raise UsageError("somebody else has changed this file meanwhile: copy what you typed, and load the page anew")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    data = (lines.replace("\n", "\r\n") if b"\r\n" in there else lines).encode()
    data = (b"\xef\xbb\xbf" if there.startswith(b"\xef\xbb\xbf") else b"") + data
    if len(data) > MAX_BYTES:
        raise UsageError(f"a text of a case has at most {MAX_BYTES // 1_000_000} million bytes")
    write_whole(file, data, force=True)
    return digest(data)


def _told(problem: Problem, file: FilePath | None) -> dict[str, Any]:
    """A mistake for the page: where, what was found, what is legal, what to do."""
    here = file is not None and FilePath(problem.file).name == file.name
    place = problem.place.removeprefix(str(FilePath(problem.file).parent.as_posix()) + "/") if problem.file else ""
    return {
        "place": place,
        "line": problem.line if here else 0,
        "found": problem.subject,
        "legal": problem.legal,
        "suggestion": problem.suggestion,
    }
