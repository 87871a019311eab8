"""Load the local governments: our own list, or the ministry's current one; and their population bands."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.actions.municipalities import (
    Renewal,
    renew_municipalities,
    seed_municipalities,
    set_population_bands,
)
from accounts.bodies.listing import bundled_list, read_list
from accounts.bodies.population import read_populations
from accounts.bodies.rows import ListError
from accounts.models import Municipality
from dss.access import DomainError

MAX_ENDED = 30  # bodies one new list may end without being asked; a year has fewer mergers


class Command(BaseCommand):
    help = "自治体の一覧を読み込みます（省略時は同梱の1,788団体、または総務省の全国地方公共団体コードの XLSX・CSV）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="総務省の現在の一覧（XLSX・CSV）")
        parser.add_argument("--population", type=Path, metavar="FILE", help="人口の表（e-Stat の CSV）")
        parser.add_argument(
            "--successor",
            action="append",
            default=[],
            type=_pair,
            metavar="OLD=NEW",
            help="廃止された団体と承継団体のコード（FILE とともに。繰り返し可）",
        )
        parser.add_argument(
            "--max-ended", type=int, default=MAX_ENDED, metavar="N", help="一度に廃止にしてよい団体の数"
        )

    def handle(self, *args: Any, file: Path | None, population: Path | None, **options: Any) -> None:
        if options["successor"] and file is None:
            raise CommandError("--successor は FILE とともに指定してください。")
        try:
            with transaction.atomic():
                report = _load(file, dict(options["successor"]), options["max_ended"])
                if population is not None:
                    report.append(_load_population(population))
        except ListError as error:
            raise CommandError("何も読み込みませんでした。\n" + "\n".join(error.problems)) from error
        except DomainError as error:
            raise CommandError(f"何も読み込みませんでした。\n{error.message}") from error
        self.stdout.write("\n".join(report))


def _load(file: Path | None, successors: dict[str, str], max_ended: int) -> list[str]:
    now = timezone.now()
    if file is None:
        return _report(seed_municipalities(bodies=bundled_list().values(), actor=None, now=now))
    bodies = read_list(file)
    return _report(renew_municipalities(bodies=bodies, successors=successors, max_ended=max_ended, actor=None, now=now))


def _load_population(file: Path) -> str:
    codes = frozenset(Municipality.objects.filter(ended_on=None).values_list("code", flat=True))
    populations = read_populations(file, codes)
    changed = set_population_bands(populations=populations, actor=None, now=timezone.now())
    return f"人口規模：{len(populations)}団体を読み、{changed}団体を更新しました。"


def _report(renewal: Renewal) -> list[str]:
    live = Municipality.objects.filter(ended_on=None).count()
    counts = f"追加{len(renewal.added)}、更新{len(renewal.changed)}（うち廃止{len(renewal.ended)}）"
    return [
        f"自治体：{counts}。存続する団体は{live}です。",
        *(f"廃止：{body.code} {body.full_name}" for body in Municipality.objects.filter(pk__in=renewal.ended)),
    ]


def _pair(text: str) -> tuple[str, str]:
    """OLD=NEW as two codes."""
    old, sign, new = text.partition("=")
    if not (sign and old and new):
        raise ArgumentTypeError("OLD=NEW の形で指定してください。")
    return old, new
