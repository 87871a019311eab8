"""Data for machines in a page: JSON-LD. Below every room, like `dss.access`.

A script element of a type that no browser runs is data, so the content security policy has nothing to allow. Nothing in
it can end the element: the signs that could are written as JSON escapes, which mean the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class DataBlock:
    """`{{ block }}` in a template writes the element."""

    data: Mapping[str, Any]

    def __html__(self) -> str:
        text = json.dumps(self.data, ensure_ascii=False).translate(_ESCAPES)
        return f'<script type="application/ld+json">{text}</script>'
