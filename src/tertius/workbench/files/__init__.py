"""What lies on the disk of an open case: its own files, and the journal of what was done to it."""
