"""Opens the workbench: a case in the browser."""
