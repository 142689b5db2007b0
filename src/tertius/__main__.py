"""``python -m tertius`` is the command ``tertius``."""

from tertius.cli import main

if __name__ == "__main__":
    main()
