"""Text blocks put into an answer: placeholders are replaced by what the vendor may know, and by nothing else."""

from __future__ import annotations

import re

from accounts.models import User
from procurement.disclosure import Lead

PLACEHOLDERS = ("{サービス名}", "{会社名}", "{担当者名}", "{件名}", "{宛先}")
_PLACEHOLDER = re.compile(r"\{[^{}\n]{1,30}\}")


def unknown_placeholders(text: str) -> list[str]:
    """What looks like a placeholder and is none of ours."""
    return sorted({found for found in _PLACEHOLDER.findall(text) if found not in PLACEHOLDERS})


def filled(text: str, *, lead: Lead, vendor_name: str, person: User) -> str:
    """The text for this lead. `{宛先}` is the sender as far as they were disclosed."""
    values = {
        "{サービス名}": lead.service_name,
        "{会社名}": vendor_name,
        "{担当者名}": person.name,
        "{件名}": lead.subject,
        "{宛先}": str(lead.sender),
    }
    return _PLACEHOLDER.sub(lambda found: values.get(found[0], found[0]), text)


def appended(written: str, block: str) -> str:
    """What was written already, then the block."""
    return f"{written.rstrip()}\n\n{block}" if written.strip() else block
