"""Which municipality addresses belong to, by the very code of sign-up: one line per address.

    address<TAB>decision<TAB>code<TAB>rule

An address comes from the arguments, or from standard input as one JSON string per line. Signs that would break the
line format (tabs, line ends, other controls, lone surrogates) are escaped as in JSON, others the output
cannot carry as in Python: \\uXXXX.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.identification import current_identifier
from accounts.identity import Decided, Verdict
from accounts.models import Municipality

NOT_JSON = Verdict(Decided.REFUSED, "not-json")


class Command(BaseCommand):
    help = "メールアドレスがどの自治体のものかを判定します（登録時と同じ判定）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("addresses", nargs="*", metavar="ADDRESS", help="省略時は標準入力（1行に1つのJSON文字列）")

    def handle(self, *args: Any, addresses: list[str], **options: Any) -> None:
        if Municipality._meta.db_table not in connection.introspection.table_names():
            raise CommandError("データベースの表がまだありません。先に manage.py migrate を実行してください。")
        if not Municipality.objects.exists():
            self.stderr.write(
                "自治体が1件も登録されていません。先に manage.py load_municipalities を実行してください。"
            )
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        identify = current_identifier()
        for text, address in ((text, text) for text in addresses) if addresses else _lines(sys.stdin.buffer):
            verdict = NOT_JSON if address is None else identify(address)
            self.stdout.write(f"{_printable(text, encoding)}\t{verdict.decision}\t{verdict.code}\t{verdict.rule}")


def _lines(stream: Iterable[bytes]) -> Iterable[tuple[str, str | None]]:
    """For each line: what to print, and the address; None where the line is not one JSON string."""
    for raw in stream:
        line = raw.decode("utf-8", errors="backslashreplace").strip()
        try:
            address = json.loads(line)
        except (ValueError, RecursionError):
            address = None
        yield (address, address) if isinstance(address, str) else (line, None)


def _printable(text: str, encoding: str) -> str:
    """The text on one line, in one field, in signs the output can carry."""
    visible = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    return visible.encode(encoding, errors="backslashreplace").decode(encoding)
