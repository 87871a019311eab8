"""Searching Japanese text with core PostgreSQL: the text is cut here, stored as weighted vectors, asked with `tsquery`.

text          repair hostile input, fold spellings
cutting       one pass of Sudachi: tokens with lexemes, positions, offsets
vectors       the two `tsvector` literals of a listing
synonyms      the operators' words, found in a cut query
queries       what a person typed, as groups and as `tsquery` literals
highlighting  which characters of a text to mark
trying        what a change of the synonyms would do
engine        the stages, in SQL
remembering   searches of the open catalogue, kept while nothing in it changes
indexing      writing the search rows
"""
