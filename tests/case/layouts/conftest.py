"""Commands can be called here too."""

from tests.cli.conftest import call

__all__ = ["call"]
