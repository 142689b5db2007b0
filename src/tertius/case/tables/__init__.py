"""Plain tables of the field as cases: a row for each actor and issue, with position, salience and capability.

`load_table` reads one table, KTAB's included, `pool_tables` those of several experts, and `pool` makes one range of
several answers. Columns are known by their headings; scale and unit are declared, never guessed.
"""
