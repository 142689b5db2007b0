"""Tertius puts an argument about negotiations between states to the test.

    import tertius

    case = tertius.load("korea-2019")
    settlement = tertius.settle(case)

The functions have the names of the commands: `settle`, `decide`, `leverage`, `forecast`, `draw`, `sensitivity`,
`evidence`, `power`, `what_if`, `compare`, `seek`, `moves`, `game`, `graph_model`, `claims`. All public names stand in
``__init__.pyi``, each with the module that it comes from; a name is fetched when it is first used, so
``import tertius`` costs nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = "0.1.0"
