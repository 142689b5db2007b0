"""What the files of a case are called, and by which endings tables are known."""

from __future__ import annotations

CASE_FILE = "case.yaml"

CASE_WORKBOOK = "case.xlsx"
"""The workbook that is the case of its folder, if there is no `CASE_FILE`."""

CASE_CSV = "case.csv"
"""The file by which a folder of CSV files is known: it holds the fields of the case itself."""

STANCES = ("stances.csv", "stances.xlsx")
"""Tables that may lie beside a case file and hold its stances."""

CASE_ENDINGS = (".yaml", ".yml")
TEXT_TABLES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
