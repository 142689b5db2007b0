"""The workbench: as functions, as a server, and in a real browser."""
