"""Reports that mail servers send back as mails (RFC 3464), and complaints (RFC 5965): about which mail, and what.

Anybody can send a mail to the address for bounces, so only the signed reference of our mail counts, which nobody knows
but who was sent it: in the address the report came to (VERP), or in the headers that the report brings back.
"""

from __future__ import annotations

import re
from email.message import Message

from accounts.bounce_hook import Bounce
from accounts.enums import BounceKind
from accounts.mail_references import HEADER, mail_named_by

LARGEST = 1024 * 1024
_MOST_PARTS = 50
_VERP = re.compile(r"\+(\d{1,18}\.[0-9a-f]{20})@", re.IGNORECASE)
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


def bounce_in(report: Message) -> Bounce | None:
    """What the report says about a mail of ours; None: it is no report, or about no mail of ours."""
    if report.get_content_type() != "multipart/report":
        return None
    parts = [part for _, part in zip(range(_MOST_PARTS), report.walk(), strict=False)]
    mail_id = _mail_of(report, parts)
    verdict = _verdict(parts)
    if mail_id is None or verdict is None:
        return None
    kind, detail = verdict
    return Bounce(mail_id, "", kind, detail)


def _mail_of(report: Message, parts: list[Message]) -> int | None:
    addressed = " ".join(str(value) for name in _ADDRESSED for value in report.get_all(name, []))
    told = [match[1] for match in _VERP.finditer(addressed)]
    told += [str(part[HEADER]) for part in parts if part[HEADER]]
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            told += re.findall(rf"(?mi)^{HEADER}:\s*(\S+)", str(part.get_payload()))
    return next((number for each in told if (number := mail_named_by(each)) is not None), None)


def _verdict(parts: list[Message]) -> tuple[BounceKind, str] | None:
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            return BounceKind.COMPLAINT, "feedback-report"
    for part in parts:  # the fields of each recipient are a part of their own
        action, status = (str(part[name] or "").strip().lower() for name in ("Action", "Status"))
        detail = str(part["Diagnostic-Code"] or status)
        if action == "failed" and status.startswith("5"):
            return BounceKind.HARD, detail
        if action in {"failed", "delayed"}:
            return BounceKind.SOFT, detail
    return None
