"""The audit trail in Japanese. The trail itself, its filters' addresses and its exports keep the codes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.apps import apps

_WORDS = Path(__file__).parent / "data" / "audit_verbs.csv"


@lru_cache(maxsize=1)
def known_verbs() -> Mapping[str, str]:
    """Every verb that our code writes, with what it says on the operators' screens."""
    with _WORDS.open(encoding="utf-8", newline="") as lines:
        return {row["verb"]: row["label"] for row in csv.DictReader(lines)}


def verb_words(verb: str) -> str:
    """What was done; a verb of an earlier release, which nobody translates any more, as it stands."""
    return known_verbs().get(verb, verb)


def type_words(object_type: str) -> str:
    """What kind of thing it was done to: `catalog.service` is サービス."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type
