"""The text of a YAML file edited in its place: where its values stand, and what is to stand there."""
