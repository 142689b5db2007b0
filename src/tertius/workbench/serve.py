"""The workbench served on this machine alone, until Ctrl-C."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path as FilePath

from tertius.errors import UsageError

HOST = "127.0.0.1"

PATIENCE = 2
"""Seconds for which an answer that is still being worked out is waited for after Ctrl-C."""


def listening(port: int) -> socket.socket:
    """A socket on the loopback interface; port 0 takes one that is free.

    Raises:
        UsageError: The port is taken, or is none.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # a port whose last session has just ended; elsewhere it would share one that is in use
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except (OSError, OverflowError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"the workbench cannot listen at port {port}: {reason.lower()}; leave --port out, and it takes a free one"
        ) from None
    return made


def serve(
    root: FilePath,
    address: str = "/",
    port: int = 0,
    ready: Callable[[str, str], None] = lambda url, once: None,
    journals: FilePath | None = None,
) -> None:
    """Serve a folder until Ctrl-C.

    Args:
        root: The folder.
        address: The page to begin with.
        port: The port; 0 takes one that is free.
        ready: Told the whole address, token included, when pages can be asked for; and one that can be opened once.
        journals: The folder of the journals, if not the user's.

    Raises:
        UsageError: The port is taken.
    """
    import uvicorn

    from tertius.workbench.app import application

    bound = listening(port)
    taken = bound.getsockname()[1]
    guard = application(root, taken, journals=journals)
    config = uvicorn.Config(
        guard,
        log_level="warning",
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                whole = f"http://{HOST}:{taken}{address}?token="
                ready(f"{whole}{guard.token}", f"{whole}{guard.ticket()}")

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            if guard.ending is not None:
                await guard.ending()  # nobody waits for what is still worked out
            await super().shutdown(sockets)

    Server(config).run(sockets=[bound])
