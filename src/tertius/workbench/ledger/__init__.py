"""The ledger in the workbench: forms read (`asked.py`), a forecast frozen (`desk.py`), what is shown (`told.py`)."""
