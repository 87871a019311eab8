"""The SQL of each stage, as pieces that carry their parameters with them."""

# ruff: noqa: S608 (only constants of this package stand in the SQL text; everything a person typed is a parameter)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import RawSQL

from catalog.models import Generation, SearchRow
from catalog.search.queries import Group, Question, Term
from catalog.search.synonym_table import GENERATION_SQL
from catalog.search.vectors import quoted

#: With fewer full hits than this, looser ones are appended.
ENOUGH = 5
#: Of more hits than this only the most promising are ranked in detail.
RANKED_HITS = 120
RANKED_LOOSE_HITS = 120
#: So many of what begins as somebody types are ranked: what is asked at each keystroke may cost little.
SUGGESTED_HITS = 24

#: What a word counts in the description, the vendor's name, tagline and categories, the name.
_WEIGHTS = "'{0.1,0.3,0.5,1.0}'::real[]"
#: The generation of the catalogue, in the snapshot in which the statement finds things.
_PRESENT = f"(SELECT coalesce(max(number), 0) FROM {Generation._meta.db_table})"
#: What of the words' finds is allowed is asked about these alone, in `full_hits`.
FITTING = RawSQL("ARRAY(SELECT id FROM fitting)", ())
#: What may be suggested is asked about one row at a time, in `suggested_ids`.
CANDIDATE = RawSQL("candidate.id", ())
_BOOSTED = "(1 + 0.1 * ln(1 + boost))"


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Sql | str) -> Sql:
        piece = Sql(other) if isinstance(other, str) else other
        return Sql(self.text + piece.text, self.params + piece.params)


def rows_of(model: type[SearchRow]) -> str:
    """A table of search rows as every statement reads it: id, boost, doc, grams."""
    key, boost = model._meta.pk.column, model._meta.get_field("boost").column
    return f"(SELECT {key} AS id, {boost} AS boost, doc, grams FROM {model._meta.db_table}) rows"


def joined(separator: str, pieces: Iterable[Sql]) -> Sql:
    """The pieces with a separator between them."""
    found = list(pieces)
    return Sql(separator.join(piece.text for piece in found), tuple(p for piece in found for p in piece.params))


def _asks(column: str, query: str) -> Sql:
    """The condition. The query hides in a subselect, because the planner takes reading and decompressing every vector
    for free and would rather scan the table than use the index as soon as it knows a word to be frequent."""
    return Sql(f"{column} @@ (SELECT %s::tsquery)", (query,))


def _all(queries: Iterable[str]) -> str:
    return " & ".join(queries)


def full_condition(question: Question) -> Sql:
    """Every required word; a term of one kanji or of hiragana also by its characters."""
    plain: list[str] = []
    conditions: list[Sql] = []
    for term in _demanded_terms(question):
        words = [group.broad for group in term.groups if group.required]
        if not term.grams:
            plain += words
        elif words:
            conditions.append(Sql("(") + _asks("doc", _all(words)) + " OR " + _asks("grams", term.grams) + ")")
        else:
            conditions.append(_asks("grams", term.grams))
    if plain:
        conditions.insert(0, _asks("doc", _all(plain)))
    return joined(" AND ", conditions)


def _demanded_terms(question: Question) -> list[Term]:
    """Terms with a required word; those without any word (ちゃっと looks like particles), unless they are short."""
    wordless = [term for term in question.terms if not term.groups]
    worded = [term for term in question.terms if any(group.required for group in term.groups)]
    return worded + [term for term in wordless if not worded or len(term.reading) > 2]


def _rank(question: Question) -> Sql:
    """How well a full hit fits: the words typed near each other and in heavy fields, as a phrase, with synonyms, with
    the words that were not required, by its characters."""
    required = [group for term in _demanded_terms(question) for group in term.groups if group.required]
    exact, broad = _all(g.exact for g in required), _all(g.broad for g in required)
    optional = " | ".join(group.broad for group in question.optional)
    characters = [term.grams for term in _demanded_terms(question) if term.grams]
    parts = [(1.0, "doc", exact), (0.7, "doc", broad if broad != exact else ""), (1.0, "doc", question.phrase)]
    parts += [(0.3, "doc", optional), *((1.0, "grams", query) for query in characters)]
    factors: dict[tuple[str, str], float] = {}
    for factor, column, query in parts:
        if query:
            factors[column, query] = factors.get((column, query), 0) + factor
    pieces = [
        Sql(f"{factor} * ts_rank_cd({_WEIGHTS}, {column}, %s::tsquery)", (query,))
        for (column, query), factor in factors.items()
    ]
    return Sql("(") + joined(" + ", pieces) + ")"


def _promise(rows: str, question: Question) -> Sql:
    """A cheap first rank: the words asked for, wherever they stand; for a reading, whether the name has it.

    `grams` are only asked through their index: reading these vectors takes longer than everything else."""
    words = " | ".join(sorted({quoted(lexeme) for group in question.required for lexeme in group.lexemes}))
    pieces = [Sql(f"ts_rank({_WEIGHTS}, doc, %s::tsquery)", (words,))] if words else []
    pieces += [_named(rows, term.in_name) for term in question.terms if term.in_name]
    return joined(" + ", pieces) if pieces else Sql("0")


def _named(rows: str, query: str) -> Sql:
    """How much it says that the name has this: as much as one word there."""
    return (
        Sql(f"CASE WHEN id IN (SELECT id FROM {rows} WHERE ")
        + _asks("grams", query)
        + ") THEN 0.6::real ELSE 0.2::real END"
    )


def full_hits(rows: str, question: Question, allowed: Sql, *, limit: int, offset: int, every: bool) -> Sql:
    """Rows (total, id, rank, synonyms' generation, catalogue's generation, everything), at least one, whose id may be
    NULL.

    `allowed` may refer to `fitting`. Of many hits only the most promising are ranked in detail. Fewer hits than enough
    come whole, whatever the window, because looser ones follow them. With `every`, the first row also lists whatever
    holds the words, allowed or not.
    """
    everything = "(SELECT coalesce(array_agg(id), '{}')::text FROM fitting)" if every else "NULL"
    return (
        Sql("WITH fitting AS MATERIALIZED (SELECT id, boost, ")
        + _promise(rows, question)
        + f" AS promise FROM {rows} WHERE "
        + full_condition(question)
        + "), found AS MATERIALIZED (SELECT * FROM fitting WHERE id IN ("
        + allowed
        + ")), best AS MATERIALIZED (SELECT id FROM found"
        + " ORDER BY promise DESC, boost DESC, id DESC"
        + Sql(" LIMIT %s), hits AS MATERIALIZED (SELECT id, boost, ", (RANKED_HITS + offset + limit,))
        + _rank(question)
        + f" * {_BOOSTED} AS rank FROM best JOIN {rows} USING (id))"
        + f", counted AS (SELECT count(*) AS total, {GENERATION_SQL} AS synonyms, {_PRESENT} AS present FROM found)"
        + " SELECT total, id, rank, synonyms, present,"
        + f" CASE WHEN row_number() OVER () = 1 THEN {everything} END AS everything"
        + " FROM counted LEFT JOIN LATERAL"
        + " (SELECT * FROM hits ORDER BY rank DESC, boost DESC, id DESC"
        + Sql(f" LIMIT CASE WHEN total < {ENOUGH} THEN {ENOUGH} ELSE %s END", (limit,))
        + Sql(f" OFFSET CASE WHEN total < {ENOUGH} THEN 0 ELSE %s END) page ON true", (offset,))
    )


def each_of(stages: Sequence[Sql]) -> Sql:
    """Several statements of one stage as one; their rows, each kept together, are led by the number of theirs."""
    return joined(
        " UNION ALL ",
        (Sql(f"SELECT {number} AS number, * FROM (") + stage + ") stage" for number, stage in enumerate(stages)),
    )


def full_ids(rows: str, question: Question) -> Sql:
    """The ids of all full hits."""
    return Sql(f"SELECT id FROM {rows} WHERE ") + full_condition(question)


def is_loosenable(question: Question) -> bool:
    """Is there anything to ask beyond stage one?"""
    return bool(_loose_groups(question)) or bool(question.whole)


def _values(queries: Sequence[str]) -> Sql:
    """A FROM item of (n, q): the queries with their numbers."""
    rows = joined(", ", (Sql("(%s::int, %s::tsquery)", (n, query)) for n, query in enumerate(queries)))
    return Sql("(VALUES ") + rows + ") asked(n, q)"


def _loose_groups(question: Question) -> list[Group]:
    """The groups to ask one by one, required ones first; none where that would only repeat stage one."""
    required = question.required
    is_new = len(required) > 1 or any(group.loose != group.broad for group in required)
    return [*required, *question.optional] if is_new else []


def half_of(question: Question) -> int:
    """How many of the required groups make a partial hit."""
    return (len(question.required) + 1) // 2


def _partial_ids(rows: str, question: Question, at_least: int) -> Sql:
    queries = [group.loose for group in question.required]
    return (
        Sql("SELECT id FROM ")
        + _values(queries)
        + f" JOIN {rows} ON doc @@ q GROUP BY id"
        + Sql(" HAVING count(*) >= %s", (at_least,))
    )


def loose_ids(rows: str, question: Question, *, at_least: int) -> Sql:
    """The ids of all looser hits, full ones included."""
    pieces = [_partial_ids(rows, question, at_least)] if _loose_groups(question) else []
    if question.whole:
        pieces.append(Sql(f"SELECT id FROM {rows} WHERE ") + _asks("grams", question.whole))
    return joined(" UNION ", pieces)


def loose_hits(
    rows: str, question: Question, allowed: Sql, *, known: list[int], at_least: int, limit: int, offset: int
) -> Sql:
    """Rows (total, id, rank, is_start), at least one, whose id may be NULL.

    `at_least` so many required groups make a hit. A word found in few of the listings in question says more than one
    found in most. `known` are not repeated.
    """
    may = Sql("id IN (") + allowed + Sql(") AND id <> ALL(%s)", (known,))
    groups = _loose_groups(question)
    asked = Sql("SELECT 0 AS n, NULL::tsquery AS q WHERE false")
    if groups:
        asked = Sql("SELECT n, q FROM ") + _values([group.loose for group in groups])
    started, nearness = Sql("SELECT NULL::bigint AS id, 0 AS nearness WHERE false"), Sql("0")
    if question.whole:
        started = Sql("SELECT id, ") + _named(rows, question.whole_in_name) + " AS nearness"
        started = started + f" FROM {rows} WHERE " + _asks("grams", question.whole) + " AND " + may
        nearness = Sql(
            f"CASE WHEN is_start THEN ts_rank_cd({_WEIGHTS}, grams, %s::tsquery) ELSE 0 END", (question.whole,)
        )
    required = len(question.required)
    return (
        Sql("WITH asked AS MATERIALIZED (")
        + asked
        + f"), found AS MATERIALIZED (SELECT id, n FROM asked JOIN {rows} ON doc @@ q WHERE "
        + may
        + "), words AS (SELECT n, ln(1 + (SELECT count(DISTINCT id) FROM found)::float8 / count(*)) AS weight"
        + " FROM found GROUP BY n), half AS (SELECT id, sum(weight) AS share FROM found JOIN words USING (n)"
        + Sql(" GROUP BY id HAVING count(*) FILTER (WHERE n < %s) >= %s", (required, at_least))
        + "), started AS ("
        + started
        + "), hits AS MATERIALIZED (SELECT id, coalesce(nearness, 0) AS nearness, coalesce(share, 0) AS share,"
        + " nearness IS NOT NULL AS is_start FROM half FULL JOIN started USING (id)), best AS MATERIALIZED"
        + " (SELECT id, is_start, share, boost, doc, "
        + nearness
        + " AS nearness FROM (SELECT * FROM hits ORDER BY is_start DESC, nearness + share DESC, id DESC"
        + Sql(" LIMIT %s) promising", (RANKED_LOOSE_HITS + offset,))
        + f" JOIN {rows} USING (id)), ranked AS (SELECT id, is_start, "
        + f"(nearness + share + sum(coalesce(weight * ts_rank({_WEIGHTS}, doc, q), 0))) * {_BOOSTED} AS rank"
        + " FROM best LEFT JOIN found USING (id)"
        + " LEFT JOIN asked USING (n) LEFT JOIN words USING (n)"
        + " GROUP BY id, is_start, nearness, share, boost)"
        + " SELECT total, id, rank, is_start FROM (SELECT count(*) AS total FROM hits) counted"
        + Sql(
            " LEFT JOIN LATERAL (SELECT * FROM ranked ORDER BY is_start DESC, rank DESC, id DESC"
            " LIMIT %s OFFSET %s) page ON true",
            (limit, offset),
        )
    )


def guess_ids(rows: str, question: Question) -> Sql:
    """The ids of what may have been meant: two thirds of the pairs of characters.

    Listings that hold all the characters in a row, only not from the start of a word, are not meant (東京都 for 京都).
    """
    asked = Sql("SELECT id FROM ") + _values(question.guess) + f" JOIN {rows} ON grams @@ q"
    if question.infix:
        asked = asked + " WHERE NOT " + _asks("grams", question.infix)
    return asked + Sql(" GROUP BY id HAVING count(*) * 3 >= %s * 2", (len(question.guess),))


def guess_hits(rows: str, question: Question, allowed: Sql, *, limit: int, offset: int) -> Sql:
    """Rows as of `loose_hits`."""
    pairs = " | ".join(question.guess)
    return (
        Sql(f"WITH hits AS MATERIALIZED (SELECT id, boost, ts_rank({_WEIGHTS}, grams, ")
        + Sql("%s::tsquery)", (pairs,))
        + f" * {_BOOSTED} AS rank FROM {rows} WHERE id IN ("
        + guess_ids(rows, question)
        + ") AND id IN ("
        + allowed
        + ")) SELECT total, id, rank, false AS is_start FROM (SELECT count(*) AS total FROM hits) counted"
        + " LEFT JOIN LATERAL (SELECT * FROM hits ORDER BY rank DESC, boost DESC, id DESC"
        + Sql(" LIMIT %s OFFSET %s) page ON true", (limit, offset))
    )


def suggested_ids(rows: str, question: Question, allowed: Sql, *, enough: int) -> Sql:
    """The ids of what may be suggested: names with a word that begins as typed, and where these are fewer than enough,
    whatever holds such a word. Of many only the first `SUGGESTED_HITS` of each, by boost.

    `allowed` refers to `CANDIDATE`: it is asked of one row after another until there are so many, not of all that begin
    so.
    """
    return (
        Sql("WITH named AS MATERIALIZED (")
        + _most_boosted(rows, _asks("grams", question.whole_in_name), allowed)
        + "), others AS MATERIALIZED ("
        + _most_boosted(
            rows,
            Sql("(SELECT count(*) FROM named) < %s AND id NOT IN (SELECT id FROM named) AND ", (enough,))
            + _asks("grams", question.whole),
            allowed,
        )
        + ") SELECT id FROM named UNION ALL SELECT id FROM others"
    )


def _most_boosted(rows: str, condition: Sql, allowed: Sql) -> Sql:
    """The limit inside keeps PostgreSQL from reading all that is allowed, to join it to the rows."""
    return (
        Sql(f"SELECT id FROM (SELECT id FROM {rows} WHERE ")
        + condition
        + " ORDER BY boost DESC, id DESC) candidate CROSS JOIN LATERAL ("
        + allowed
        + Sql(" LIMIT 1) permitted LIMIT %s", (SUGGESTED_HITS,))
    )
