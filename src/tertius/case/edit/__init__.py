"""Changes of a case: `apply_steps` carries them out, `cascade` follows them up, `diff_cases` says what differs."""
