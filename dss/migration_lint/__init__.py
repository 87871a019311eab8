"""Migrations expand first and contract a release later: while a release rolls out, the code before it still works.

`reading` walks the migrations that no release holds yet, `rules` says what is wrong with one operation.
"""
