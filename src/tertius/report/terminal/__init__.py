"""Results as the commands print them on a terminal: tables for the figures, sentences for what they mean.

One function a result, named for it: `outcome_of` a settlement, `forecast_of`, `leverages_of`, `decision_of` and so on.
Each yields what `console.print_results` prints, one below the other; `console` also has the shapes that all share.
"""
