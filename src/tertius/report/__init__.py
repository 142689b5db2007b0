"""The report: what a result says, in sentences (`text`), pictures (`charts`), on the terminal and as a page, the brief.

`brief.brief` has `brief`, which `tertius` offers too. Nothing is imported here, because
commands print through `terminal` and must start without the page.
"""
