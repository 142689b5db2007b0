"""``python -m tertius`` and the command ``tertius``."""

from tertius.interrupts import obey_interrupts


def main() -> None:
    """Load the command line and run it."""
    obey_interrupts(_run)


def _run() -> None:
    from tertius.cli import main as run

    run()


if __name__ == "__main__":
    main()
