"""対象業務 as data: the fields of work a listing serves and a member of staff has experience in.

The one source is `data/work_fields.toml`; the catalogue's work axis and the profile's 経験業務 use the same codes.
A mistake in the file raises `WorkFieldsError` naming the file and the key.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA_FILE = Path(__file__).parent / "data" / "work_fields.toml"
_CODE = re.compile(r"[A-Z][0-9]{2}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WorkFieldsError(ValueError):
    """The data file is not usable; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class WorkField:
    """One field of work; `position` counts from 1 over the whole file."""

    code: str
    slug: str
    name: str
    group: str
    position: int


@cache
def load_work_fields() -> tuple[WorkField, ...]:
    """All fields in the order they are shown."""
    return read_work_fields(DATA_FILE)


@cache
def work_fields_by_code() -> dict[str, WorkField]:
    """The same fields keyed by their stable code."""
    return {field.code: field for field in load_work_fields()}


def work_field_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices for a form field: (group, [(code, name), …])."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in load_work_fields():
        groups.setdefault(field.group, []).append((field.code, field.name))
    return list(groups.items())


def read_work_fields(path: Path) -> tuple[WorkField, ...]:
    """Read and check a file of groups and fields."""
    with path.open("rb") as stream:
        document = tomllib.load(stream)
    fields: list[WorkField] = []
    for group in document.get("groups", []):
        for row in group.get("fields", []):
            fields.append(_field(path, group.get("name", ""), row, len(fields) + 1))
    for attribute in ("code", "slug", "name"):
        values = [getattr(field, attribute) for field in fields]
        repeated = sorted({value for value in values if values.count(value) > 1})
        if repeated:
            raise WorkFieldsError(f"{path.name}: {attribute} is used twice: {', '.join(repeated)}")
    return tuple(fields)


def _field(path: Path, group: str, row: dict[str, Any], position: int) -> WorkField:
    code, slug, name = (row.get(key, "") for key in ("code", "slug", "name"))
    if not group or not name:
        raise WorkFieldsError(f"{path.name}: {code or position}: group and name are needed")
    if not _CODE.fullmatch(code):
        raise WorkFieldsError(f"{path.name}: {code!r}: a code is a capital letter and two digits")
    if not _SLUG.fullmatch(slug):
        raise WorkFieldsError(f"{path.name}: {code}: slug {slug!r} is not lower-case ASCII")
    return WorkField(code=code, slug=slug, name=name, group=group, position=position)
