"""Charts of the brief as Vega-Lite specifications, drawn without a browser.

`drawing.Canvas` and `drawing.svg_of` draw; `levels` has the levels of a settlement and the fans of a forecast,
`network` the picture of a case, `leverage` and `moves` theirs.
"""
