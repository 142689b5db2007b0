"""The workbench: a case in the browser, from an empty page to a brief. Begin with `serve` and `application`."""
