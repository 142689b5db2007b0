"""The brief: what was found, as a document, and its writers. Begin with `Brief` and `document`."""
