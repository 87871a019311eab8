"""Demonstration data for development: people, fictional and open-source listings, and more of them for benchmarks."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo import load_demo_people
from accounts.demo_bands import load_demo_bands
from accounts.models import Municipality
from catalog.actions.synonyms import load_synonyms
from catalog.demo.listings import load_demo_listing_changes
from catalog.demo.loading import load_demo_catalog, load_demo_vendors
from catalog.demo.reviews import load_demo_claims, load_demo_reviews
from catalog.demo.scaling import scale_catalog
from catalog.demo.shelf import load_demo_shelf
from catalog.models import Service
from documents.demo.drafts import load_demo_drafts
from documents.demo.loading import load_demo_documents
from documents.demo.usage import load_demo_usage
from forums.demo import load_demo_topics
from forums.demo_community import load_demo_community
from forums.demo_digest import load_demo_digest
from forums.demo_events import load_demo_events
from forums.demo_scaling import scale_topics
from procurement.demo import load_demo_inquiries
from procurement.demo_answers import load_demo_answers
from procurement.demo_decisions import load_demo_decisions
from procurement.demo_desk import load_demo_desk
from procurement.demo_projects import load_demo_projects
from procurement.demo_quotes import load_demo_quotes

# Real municipal domains with a published password: anywhere else this would let everybody in.
REFUSAL = (
    "load_demo は開発環境（DEBUG=on）でだけ動きます。実在する自治体のアドレスを公開のパスワードで登録するためです。"
)


class Command(BaseCommand):
    help = "デモのデータを読み込みます（開発環境だけで動きます。何度実行しても同じ結果になります）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--services", type=_count, default=0, metavar="N", help="計測のため、公開中のサービスをN件まで増やす"
        )
        parser.add_argument("--posts", type=_count, default=0, metavar="N", help="計測のため、投稿をN件加える")

    def handle(self, *args: Any, services: int, posts: int, verbosity: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(REFUSAL)
        now = timezone.now()
        if not Municipality.objects.exists():
            call_command("load_municipalities", verbosity=0, stdout=self.stdout)
        load_demo_bands(now=now)
        load_demo_vendors(now)
        operator = load_demo_people(now=now)
        load_synonyms(now=now)
        load_demo_catalog(operator=operator, now=now, tell=self._tell(verbosity))
        load_demo_listing_changes(operator=operator, now=now)
        load_demo_topics(now=now)
        load_demo_events(now=now)
        load_demo_community(now=now)
        load_demo_inquiries(now=now)
        load_demo_reviews(now=now)
        load_demo_claims(now=now)
        load_demo_shelf(now=now)
        load_demo_documents(now=now)
        load_demo_drafts(now=now)
        load_demo_usage(now=now)
        load_demo_quotes(now=now)
        load_demo_projects(now=now)
        load_demo_decisions(now=now)
        load_demo_desk(now=now)
        load_demo_answers(now=now)
        load_demo_digest(now=now)
        scale_catalog(target=services, operator=operator, now=now, tell=self._tell(verbosity))
        scale_topics(target=posts, now=now, tell=self._tell(verbosity))
        self.stdout.write(f"公開中のサービスは{Service.objects.published().count():,}件です。")

    def _tell(self, verbosity: int) -> Any:
        def tell(text: str) -> None:
            if verbosity:
                self.stdout.write(text)
                self.stdout.flush()

        return tell


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 1_000_000:
        raise ArgumentTypeError("0から1,000,000までの整数を指定してください。")
    return int(text)
