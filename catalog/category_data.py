"""The catalogue's axes as data: the work axis from `accounts.work_fields`, the others from `data/categories.toml`.

`load_category_data()` returns every category of every axis; the `load_categories` command brings the rows of
`Category` in line with it, and the spec sheet takes its choices from it, so that the two cannot disagree.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accounts.work_fields import load_work_fields

DATA_FILE = Path(__file__).parent / "data" / "categories.toml"


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """One category of one axis; `position` counts from 1 within the axis, `group` is empty where an axis has none."""

    axis: str
    code: str
    slug: str
    name: str
    group: str
    position: int


@cache
def load_category_data() -> tuple[CategoryEntry, ...]:
    """Every category, axis by axis, in the order shown. A slug used twice raises ValueError."""
    entries = [
        CategoryEntry("work", field.code, field.slug, field.name, field.group, field.position)
        for field in load_work_fields()
    ]
    with DATA_FILE.open("rb") as stream:
        document = tomllib.load(stream)
    for axis in document["axes"]:
        entries.extend(
            CategoryEntry(axis["axis"], row["code"], row["slug"], row["name"], "", position)
            for position, row in enumerate(axis["categories"], start=1)
        )
    slugs = [entry.slug for entry in entries]
    repeated = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if repeated:
        raise ValueError(f"{DATA_FILE.name}: slug is used twice: {', '.join(repeated)}")
    return tuple(entries)


def categories_of_axis(axis: str) -> tuple[CategoryEntry, ...]:
    """The categories of one axis in the order shown; KeyError for an axis that is not declared."""
    entries = tuple(entry for entry in load_category_data() if entry.axis == axis)
    if not entries:
        raise KeyError(axis)
    return entries
