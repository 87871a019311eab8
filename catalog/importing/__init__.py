"""Listings from a table, CSV or JSON Lines, in the columns of `/services.csv`.

`reading.read_listings(content, limits)` checks every row without touching the database; `planning` says what each would
change. A caller that finds any problem changes nothing.
"""
