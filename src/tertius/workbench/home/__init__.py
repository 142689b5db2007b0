"""The first page: which cases lie in the folder, what they answered last, and how a new one begins."""
