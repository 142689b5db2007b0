"""Cases for the workbench that are small, and in which some numbers have ranges."""

BARE = """\
case: bare
title: Bare numbers
question: Who gives way?
as_of: 2024-01-01
actors: {a: Anna, b: Ben}
issues: {x: {name: Fare}, y: {name: Speed}}
talks: {deal: {name: The deal, parties: [a, b], without_agreement: {x: 40 to 60, y: 50}}}
stances:
  a: {x: {position: 0, salience: 40 to 70}, y: {position: 100, salience: 10 to 60}}
  b: {x: {position: 100, salience: 20}, y: {position: 0, salience: 60}}
"""
