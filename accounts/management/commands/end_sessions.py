"""Log one person or everybody out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.access import end_all_sessions, end_sessions
from accounts.management.operators import person_of
from dss.access import PolicyRefused


class Command(BaseCommand):
    help = "ひとりの、または全員のログインを、すべての端末で終わらせます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("email", nargs="?", help="だれのログインを終わらせるか")
        whose.add_argument("--all", action="store_true", dest="is_all", help="全員")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="決めた運営")
        parser.add_argument("--reason", required=True, help="監査記録に残す理由")

    def handle(self, *args: Any, email: str | None, is_all: bool, by: str, reason: str, **options: Any) -> None:
        actor, now = person_of(by), timezone.now()
        try:
            if is_all:
                ended = end_all_sessions(actor=actor, reason=reason, now=now)
            else:
                ended = end_sessions(person=person_of(email or ""), actor=actor, reason=reason, now=now)
        except PolicyRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{ended} 件のログインを終わらせました。")
