"""An operator lost their second factor: two others take it away."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.access import ask_factor_reset, reset_factors
from accounts.management.operators import person_of
from dss.access import DomainError, PolicyRefused


class Command(BaseCommand):
    help = (
        "多要素認証を失った運営を助けます。一度目は EMAIL と --by と --second、"
        "二度目は二人目の運営に届いた確認コードを --confirm に付けて実行します。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="", help="多要素認証を失った運営")
        parser.add_argument("--by", default="", metavar="EMAIL", help="申し出る運営")
        parser.add_argument("--second", default="", metavar="EMAIL", help="本人であることを確かめる、もう一人の運営")
        parser.add_argument("--reason", default="", help="監査記録に残す理由")
        parser.add_argument("--confirm", default="", metavar="CODE", help="二人目の運営に届いた確認コード")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(_finish(options["confirm"]) if options["confirm"] else _begin(options))
        except (DomainError, PolicyRefused) as error:
            raise CommandError(str(error)) from error


def _begin(options: dict[str, Any]) -> str:
    if not all(options[name] for name in ("email", "by", "second", "reason")):
        raise CommandError("EMAIL、--by、--second、--reason がすべて要ります。")
    ask_factor_reset(
        person=person_of(options["email"]),
        actor=person_of(options["by"]),
        second=person_of(options["second"]),
        reason=options["reason"],
        now=timezone.now(),
    )
    return f"{options['second']} に確認コードを送りました。1時間以内に --confirm を付けて実行してください。"


def _finish(code: str) -> str:
    person = reset_factors(token=code, now=timezone.now())
    return f"{person.email} の多要素認証とパスワードを解除し、ログインを終わらせました。"
