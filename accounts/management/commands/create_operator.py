"""One more operator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.actions.access import create_operator
from accounts.management.operators import person_of
from dss.access import DomainError, PolicyRefused


class Command(BaseCommand):
    help = "運営のアカウントを作ります。パスワードは本人が「パスワードを忘れた方」から設定します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="運営の仕事だけに使うアドレス")
        parser.add_argument("name", help="氏名")
        parser.add_argument("--by", default="", metavar="EMAIL", help="追加を決めた運営（最初の一人のときはいらない）")
        parser.add_argument("--reason", required=True, help="監査記録に残す理由")

    def handle(self, *args: Any, email: str, name: str, by: str, reason: str, **options: Any) -> None:
        actor = person_of(by) if by else None
        try:
            validate_email(email)
            create_operator(email=email, name=name[:60], actor=actor, reason=reason, now=timezone.now())
        except (DomainError, PolicyRefused) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("メールアドレスの形ではありません。") from error
        self.stdout.write(f"{email} を運営に加えました。本人に、パスワードの設定と多要素認証の設定を頼んでください。")
