"""What a mail service posts about mails that did not arrive: who signed it, and what it says.

    X-Bounce-Signature: t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>" under MAIL_HOOK_SECRET>

    {"events": [{"kind": "hard", "message_id": "<outbox-7@dss.example>", "recipient": "a@town.example",
                 "detail": "550 5.1.1 no such user"}]}

`kind` is hard, soft or complaint. `recipient` must be whom the mail went to. At most 100 events; all are kept, or none.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.enums import BounceKind
from accounts.mail_references import mail_named_by, number_in_message_id

LARGEST = 64 * 1024
MOST_EVENTS = 100
WINDOW = timedelta(minutes=5)
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class NotUnderstood(ValueError):
    """The body is not what is written above; the message says why."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """One answer about one mail."""

    mail_id: int
    recipient: str
    kind: BounceKind
    detail: str


def is_signed(header: str, body: bytes, secret: str, now: datetime) -> bool:
    """Whether somebody with the secret signed this body within the last minutes."""
    match = _SIGNATURE.fullmatch(header)
    if match is None or not secret:
        return False
    expected = hmac.new(secret.encode(), match[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    is_recent = abs(now.timestamp() - int(match[1])) <= WINDOW.total_seconds()
    return hmac.compare_digest(expected, match[2]) and is_recent


def bounces_in(body: bytes) -> list[Bounce]:
    """The events of a signed body; `NotUnderstood`."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("JSONとして読めません。") from error
    events = said.get("events") if isinstance(said, dict) else None
    if not isinstance(events, list) or not 1 <= len(events) <= MOST_EVENTS:
        raise NotUnderstood(f"events は1件から{MOST_EVENTS}件の配列にしてください。")
    return [_bounce(event) for event in events]


def _bounce(event: Any) -> Bounce:
    if not isinstance(event, dict):
        raise NotUnderstood("events の各要素はオブジェクトにしてください。")
    kind, message_id, recipient = (event.get(name) for name in ("kind", "message_id", "recipient"))
    if kind not in BounceKind.values:
        raise NotUnderstood(f"kind は {'、'.join(BounceKind.values)} のどれかにしてください。")
    if not isinstance(message_id, str) or not isinstance(recipient, str) or not recipient:
        raise NotUnderstood("message_id と recipient は文字列にしてください。")
    number = number_in_message_id(message_id) or mail_named_by(message_id)
    if number is None:
        raise NotUnderstood("message_id がこのサイトのものではありません。")
    detail = event.get("detail")
    return Bounce(number, recipient, BounceKind(kind), detail if isinstance(detail, str) else "")
