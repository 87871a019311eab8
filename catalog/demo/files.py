"""Read the demonstration data; no database is touched.

Fictional listings carry a full spec sheet: what a kind of product has in common stands in `profiles.toml`, and
alternatives are chosen by the listing's key, so that every run gives the same catalogue.
"""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.specsheet import clean_answers

DATA = Path(__file__).parent / "data"
FICTION = "※架空のサービスです。"
OSS_NOTE = "※実在するオープンソースソフトウェアです。"
OSS_VENDOR = "oss"
# What oss.toml says itself in answer to the spec sheet.
_STATED = (
    "work",
    "audience",
    "repository",
    "landing_url",
    "license",
    "license_expression",
    "software_version",
    "software_released_on",
)
# Questions whose alternatives belong together: the n-th price model goes with the n-th unit.
_PAIRED = {"billing_unit": "pricing", "pricing_model": "pricing"}


class DemoDataError(ValueError):
    """A data file is not usable; the message names the listing and the key."""


@dataclass(frozen=True, slots=True)
class DemoVendor:
    key: str
    name: str
    kana: str
    size: str
    headquarters: str
    introduction: str
    is_startup: bool = False
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoListing:
    """One listing; `vendor` is a vendor's key, `adoptions` how many bodies are said to use it (fiction only)."""

    key: str
    vendor: str
    name: str
    kana: str
    tagline: str
    description: str
    answers: dict[str, Any]
    adoptions: int = 0
    brochure: bool = False

    @property
    def is_oss(self) -> bool:
        return self.vendor == OSS_VENDOR


@dataclass(frozen=True, slots=True)
class DemoCollection:
    """One 特集: `items` are pairs of a listing's key and the reason for choosing it."""

    slug: str
    title: str
    introduction: str
    items: tuple[tuple[str, str], ...]


@cache
def demo_vendors() -> tuple[DemoVendor, ...]:
    """The fictional vendors."""
    rows = _read("vendors.toml")["vendors"]
    return tuple(DemoVendor(**{**row, "areas": tuple(row.get("areas", ()))}) for row in rows)


@cache
def demo_listings() -> tuple[DemoListing, ...]:
    """Fictional listings, then real open-source projects; keys are unique."""
    listings = [*_fictional(), *_open_source()]
    keys = [listing.key for listing in listings]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise DemoDataError(f"key is used twice: {', '.join(repeated)}")
    return tuple(listings)


@cache
def demo_collections() -> tuple[DemoCollection, ...]:
    """The operators' collections."""
    return tuple(
        DemoCollection(row["slug"], row["title"], row["introduction"], _items(row["items"]))
        for row in _read("collections.toml")["collections"]
    )


def _items(rows: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row["listing"], row["note"]) for row in rows)


def _fictional() -> list[DemoListing]:
    profiles = _read("profiles.toml")
    return [
        DemoListing(
            key=row["key"],
            vendor=row["vendor"],
            name=row["name"],
            kana=row["kana"],
            tagline=row["tagline"],
            description=f"{row['description']}\n\n{FICTION}",
            answers=_cleaned(row["key"], _fictional_answers(row, profiles)),
            adoptions=row["adoptions"],
            brochure=row.get("brochure", False),
        )
        for path in sorted((DATA / "listings").glob("*.toml"))
        for row in _read(f"listings/{path.name}")["listings"]
    ]


def _fictional_answers(row: dict[str, Any], profiles: dict[str, Any]) -> dict[str, Any]:
    profile = profiles[row["profile"]]
    answers: dict[str, Any] = {}
    for part in (profiles["common"], profile):
        answers |= part["answers"]
        answers |= {key: _pick(row["key"], key, choices) for key, choices in part["vary"].items()}
    answers |= {key: row[key] for key in ("work", "audience", "delivery", "network") if key in row}
    if "lgwan" in answers["network"] and answers["connection_method"] == ["internet_tls"]:
        answers["connection_method"] = ["internet_tls", "lgwan"]
    if "lgwan-asp" in answers["delivery"]:
        answers["lgwan_asp_number"] = f"架空-{zlib.crc32(row['key'].encode()) % 1_000_000:06d}"
    price, initial = row["price"], row["initial"]
    return answers | {"min_price": price, "initial_fee": initial, "total_60_months": initial + 60 * price}


def _pick(listing: str, key: str, choices: list[Any]) -> Any:
    return choices[zlib.crc32(f"{listing}:{_PAIRED.get(key, key)}".encode()) % len(choices)]


def _open_source() -> list[DemoListing]:
    return [
        DemoListing(
            key=row["key"],
            vendor=OSS_VENDOR,
            name=row["name"],
            kana=row["kana"],
            tagline=row["tagline"],
            description="\n\n".join(part for part in (row["description"], row.get("note", ""), OSS_NOTE) if part),
            answers=_cleaned(row["key"], _open_source_answers(row)),
        )
        for row in _read("oss.toml")["listings"]
    ]


def _open_source_answers(row: dict[str, Any]) -> dict[str, Any]:
    own = {key: row[key] for key in _STATED if key in row}
    return {"delivery": ["on-premises", "oss"], "data_location": "customer", "pricing_model": ["free"], **own}


def _cleaned(listing: str, answers: dict[str, Any]) -> dict[str, Any]:
    cleaned = clean_answers(answers)
    if cleaned.errors:
        key, message = next(iter(cleaned.errors.items()))
        raise DemoDataError(f"{listing}: {key}: {message}")
    return cleaned.answers


def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as stream:
        return tomllib.load(stream)
