"""Whether a case makes sense: `check_case` finds mistakes, `warn_case` what to know; `apply_changes` edits."""
