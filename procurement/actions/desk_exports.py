"""What a vendor's people carried out of the site is on record."""

from __future__ import annotations

from datetime import datetime

from accounts.audit import record
from accounts.models import User, Vendor
from procurement.policies import can_open_desk


def note_inbox_export(*, vendor: Vendor, file_format: str, rows: int, actor: User, now: datetime) -> None:
    """Somebody took the inbox along: the download record, the only write of a GET here."""
    can_open_desk(actor).or_refuse()
    record(actor=actor, verb="export_inbox", obj=vendor, now=now, data={"format": file_format, "rows": rows})
