"""What is compiled: the search for a settlement, one method a file.

From a single talk to the whole network: `newton` (the ascent), `nash` and `proportional` (the solutions of one talk),
`bargain` (one talk by the solution it asks for), `fixed_point` (rounds over a set of talks, accelerated by `anderson`),
and on top `renegotiate` and `hold`, whose entries the rules call.
"""
