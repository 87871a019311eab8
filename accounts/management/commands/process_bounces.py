"""Read delivery reports that came as mails: one from standard input, or those of a maildir."""

from __future__ import annotations

import email
import mailbox
import sys
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.bounces import ToldBefore, UnknownMail, record_bounce
from accounts.delivery_reports import LARGEST, bounce_in


class Command(BaseCommand):
    help = "RFC 3464 の配送不能通知を読み、届かないアドレスへの送信を止めます。標準入力の1通、または --maildir の新着。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--maildir", help="新着を読み、読んだものを cur に移す maildir")

    def handle(self, *args: Any, maildir: str | None = None, **options: Any) -> None:
        if maildir is None:
            self.stdout.write(_process(sys.stdin.buffer.read(LARGEST + 1)))
            return
        if not (Path(maildir) / "new").is_dir():
            raise CommandError(f"{maildir} は maildir ではありません。")
        box = mailbox.Maildir(maildir, create=False)
        for key in list(box.keys()):
            if box.get_message(key).get_subdir() == "new":
                self.stdout.write(f"{key}: {self._process_new(box, key)}")

    def _process_new(self, box: mailbox.Maildir, key: str) -> str:
        with box.get_file(key) as file:
            said = _process(file.read(LARGEST + 1))
        message = box.get_message(key)
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
        return said


def _process(raw: bytes) -> str:
    """What became of one report. Strange mails change nothing: anybody can send them."""
    if len(raw) > LARGEST:
        return "大きすぎるため、読みませんでした。"
    report: Message = email.message_from_bytes(raw)
    bounce = bounce_in(report)
    if bounce is None:
        return "このサイトのメールについての通知ではありません。"
    try:
        record_bounce(
            mail_id=bounce.mail_id,
            recipient=bounce.recipient,
            kind=bounce.kind,
            detail=bounce.detail,
            now=timezone.now(),
        )
    except (UnknownMail, ToldBefore) as error:
        return str(error)
    return f"記録しました（{bounce.kind.label}）。"
