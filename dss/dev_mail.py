"""Development only: every mail becomes a file, so that web server and worker show the same ones at /dev/mail/."""

from __future__ import annotations

import email
import email.policy
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 100


@dataclass(frozen=True, slots=True)
class DevMail:
    """A mail as it went out."""

    to: str
    subject: str
    body: str
    sent_at: datetime


class EmailBackend(BaseEmailBackend):
    """Writes each mail to a file of its own; the name sorts by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.DEV_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / f"{name}.eml")  # a reader never meets half a mail
        return len(email_messages)


def read_mails(limit: int = SHOWN) -> list[DevMail]:
    """The latest mails, newest first."""
    files = sorted(Path(settings.DEV_MAIL_DIR).glob("*.eml"), reverse=True)[:limit]
    return [_read(file) for file in files]


def _read(file: Path) -> DevMail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    sent_at = datetime.fromtimestamp(int(file.name.partition("-")[0]) / 1e9, tz=UTC)
    return DevMail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=body.get_content() if body is not None else "",
        sent_at=sent_at,
    )


@require_safe
@login_not_required
def dev_mail(request: HttpRequest) -> HttpResponse:
    """The mails this development server has sent, codes included."""
    return render(request, "dev_mail.html", {"mails": read_mails()})
