"""What is compiled: the search for a settlement, one method a file, all on the two arrays of `layout`.

From a single talk to the whole network: `newton` (the ascent), `nash` and `proportional` (the solutions of one talk),
`two_party` (the closed form for talks of two), `bargain` (one talk by the solution it asks for), `fixed_point` (rounds
over a set of talks, accelerated by `anderson`), `sets` and `hold` (the two rules), and on top `settle`, which we call.
"""
