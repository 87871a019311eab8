"""Print, as JSON, the pages worth timing in this database and how many queries each needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from dss.bench.pages import Timed, timed_pages

COUNTED = 2


def count_queries(page: Timed) -> int:
    """The fewest queries of some requests after a first one, when what the process remembers is warm: now and then one
    asks again for what is remembered for seconds (announcements)."""
    client = Client(headers={"host": "127.0.0.1"})
    if page.email:
        client.force_login(User.objects.get(email=page.email))
    if page.is_fresh:
        client.cookies.load(page.cookie)
    client.get(page.path)
    return min(_queries_of(client, page.path) for _ in range(COUNTED))


def _queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return len(captured)


class Command(BaseCommand):
    help = "計測するページと、それぞれのクエリ数を JSON で出力します。"

    def handle(self, **options: Any) -> None:
        rows = [
            {**asdict(page), "cookie": page.cookie, "queries": count_queries(page), "bar": page.bar}
            for page in timed_pages()
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False))
