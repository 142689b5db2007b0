#!/usr/bin/env sh
# QuantEcon.py 0.11.4 (30 November 2026): equilibria of games with ties.
#
# Expected: of a game of two players with whole payoffs, `vertex_enumeration` and `support_enumeration` list at least
# every equilibrium in pure strategies. That is a matter of comparing nine pairs of numbers, ties or not.
# What happens: of random 3x3 games with payoffs 0 to 3, which nearly all have ties, vertex enumeration leaves out pure
# equilibria in most; support enumeration lists all the pure ones, and leaves out mixed equilibria that are not inside
# another listed one. Neither raises anything. (The documentation promises completeness for games without ties only.)
# Prints the counts over 200 games and fails if they are others.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "quantecon==0.11.4"
"$folder/venv/bin/python" - <<'PYTHON'
import random
from itertools import product

import numpy as np
import quantecon.game_theory as gt

random.seed(1)
lost = {"vertex_enumeration": 0, "support_enumeration": 0}
without = 0
for _ in range(200):
    a, b = (np.array([[random.randint(0, 3) for _ in range(3)] for _ in range(3)], float) for _ in range(2))
    pure = {(i, j) for i, j in product(range(3), repeat=2) if a[i, j] == a[:, j].max() and b[i, j] == b[i].max()}
    game = gt.NormalFormGame((gt.Player(a), gt.Player(b.T)))
    without += not pure
    for name in lost:
        found = {
            (int(x.argmax()), int(y.argmax()))
            for x, y in getattr(gt, name)(game)
            if x.max() > 1 - 1e-9 and y.max() > 1 - 1e-9
        }
        lost[name] += not pure <= found
print(f"200 games, {without} without an equilibrium in pure strategies; games in which pure equilibria are lost: {lost}")
raise SystemExit(lost != {"vertex_enumeration": 144, "support_enumeration": 0})
PYTHON
