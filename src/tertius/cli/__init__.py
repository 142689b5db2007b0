"""The command line: one file per command, each a thin coat over the library.

Exit codes: 0 done, 1 our fault, 2 the command was not understood, 3 the case is not valid, 4 no convergence,
130 stopped by the user. Results go to standard output, everything else to standard error.
"""

from tertius.cli.app import app, main

__all__ = ["app", "main"]
