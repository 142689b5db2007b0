"""The files of a case: YAML with its variants, workbooks, folders of CSV files, both ways and without loss.

From sheets or text come plain values; `case_of` makes a checked case of them, with every mistake at its line or cell.
`yaml_of`, `workbook_of` and `csv_files_of` write a case; `json_schema` describes the format. Sheets and
columns are read off the model.
"""
