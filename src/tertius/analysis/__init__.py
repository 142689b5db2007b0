"""What is found out about a case, one room a command: `decide`, `leverage`, `moves`, `forecast`, `claims`.

They stand here, and not beside `tertius.case`, because `tertius.leverage(case)` is a function: no package has its name.
"""
