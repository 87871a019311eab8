"""Demonstration data of the catalogue: fictional vendors and listings, and real open-source projects.

`catalog.demo.files.demo_listings()` reads it without a database; `catalog.demo.loading` puts it into one.
"""
