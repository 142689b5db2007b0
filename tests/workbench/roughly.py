"""``python -m tests.workbench.roughly``: the workbench and its worker, with private numbers settled roughly.

For screens of which no test looks at a figure: a case of the size of the flagship settles in a quarter of the time.
"""

from __future__ import annotations

import sys

from tests.rough import few_types

WORKER = (sys.executable, "-m", "tests.workbench.roughly", "worker")


def main() -> None:
    """Be the worker if that is asked, else the command line whose workers are such ones."""
    from tertius.workbench.solver import Solver

    with few_types():
        if sys.argv[1:] == [WORKER[-1]]:
            from tertius.workbench.worker import main as run
        else:
            from tertius.__main__ import main as run

            Solver.__init__.__defaults__ = (WORKER,)
        run()


if __name__ == "__main__":
    main()
