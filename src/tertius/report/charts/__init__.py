"""Charts of the brief as Vega-Lite specifications, drawn without a browser.

`drawing` draws (`Canvas`, `svg_of`, `png_of`), `dark` has the colours for dark screens. A file for each kind of result,
`levels` for a settlement, `fans` for a forecast; `plots` knows which picture belongs to which result.
"""
