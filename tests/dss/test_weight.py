"""A page read through a slow LGWAN gateway: everything the front page fetches with an empty cache."""

from __future__ import annotations

import gzip
import re
from pathlib import Path, PurePosixPath

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

LIMIT = 100_000
FETCHED = re.compile(r"""(?:<link[^>]+href|<script[^>]+src|<img[^>]+src|<use[^>]+href)=["']([^"'#]+)""")
IMPORTED = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


def static_files(address: str) -> set[str]:
    """The static file of this address and everything it imports, as names for the finders."""
    name = address.removeprefix("/static/")
    names = {name}
    if name.endswith(".css"):
        for found in IMPORTED.findall(read(name).decode()):
            inner = PurePosixPath("/static", name).parent / found
            names |= static_files("/static/" + normal(inner))
    return names


def normal(path: PurePosixPath) -> str:
    """Below /static/, with the `..` taken out."""
    parts: list[str] = []
    for part in path.parts[2:]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def read(name: str) -> bytes:
    found = finders.find(name)
    assert found, name
    return Path(found).read_bytes()


@pytest.mark.parametrize("path", ["/", "/styleguide/"])
def test_first_page_weighs_less_than_100_kb(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    addresses = set(FETCHED.findall(response.content.decode()))
    assert all(address.startswith("/static/") for address in addresses), "third-party request"
    names = set().union(*(static_files(address) for address in addresses))
    assert {"css/app.css", "css/tokens.css", "js/app.js"} <= names
    weight = len(gzip.compress(response.content)) + sum(len(gzip.compress(read(name))) for name in names)
    assert weight < LIMIT
    print(f"{path}: {weight:,} bytes in {len(names) + 1} requests")
