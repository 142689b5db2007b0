"""The brief as one self-contained page: `render_brief` lays it out, `write_brief` puts it into a file.

`sections` has the parts on the settlement; `forecast`, `leverage` and `moves` theirs; `notes` the numbers' evidence.
"""
