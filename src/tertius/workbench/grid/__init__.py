"""What the Table shows of a case and takes from people: cells with their names, blocks of text, rows."""
