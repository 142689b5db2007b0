"""Workbooks edited cell by cell: in their XML alone where only cells change, else opened and saved by openpyxl."""
