"""The background worker: runs queued and periodic jobs until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
HEARTBEAT_SECONDS = 10.0


class Command(BaseCommand):
    help = "バックグラウンドジョブのワーカーを動かします。SIGINT か SIGTERM で、実行中のジョブを終えてから止まります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="同時に実行するジョブの数")
        parser.add_argument("--until-idle", action="store_true", help="待っているジョブがなくなったら終わる")
        parser.add_argument(
            "--heartbeat-file", type=Path, help="動いている間、10秒ごとに書き直すファイル（監視が更新時刻を見る）"
        )

    def handle(
        self, *args: Any, concurrency: int, until_idle: bool, heartbeat_file: Path | None, **options: Any
    ) -> None:
        warn_of_a_small_pool(concurrency)
        asyncio.run(_work_until_idle(concurrency) if until_idle else _work_until_told(concurrency, heartbeat_file))


def warn_of_a_small_pool(concurrency: int) -> None:
    """Each running job holds a connection of Django's; procrastinate has its own."""
    pool = connection.settings_dict["OPTIONS"].get("pool")
    if pool and concurrency > pool["max_size"]:
        logger.warning(
            "%d jobs at once share %d connections and will wait for each other: raise DATABASE_POOL_SIZE",
            concurrency,
            pool["max_size"],
        )


async def _work(concurrency: int, *, wait: bool) -> None:
    with app.replace_connector(DjangoConnector(alias="default").get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(concurrency=concurrency, wait=wait, install_signal_handlers=False)


async def _work_until_idle(concurrency: int) -> None:
    await _work(concurrency, wait=False)


async def _work_until_told(concurrency: int, heartbeat_file: Path | None) -> None:
    """procrastinate's worker ends when the database goes away; start it again until it is back."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    beating = asyncio.create_task(_beat(heartbeat_file)) if heartbeat_file else None
    pause = 1.0
    while not told.is_set():
        started_at = asyncio.get_running_loop().time()
        await _work_once(concurrency, told)
        lasted = asyncio.get_running_loop().time() - started_at
        pause = 1.0 if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        with suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), pause)
    if beating and heartbeat_file:
        beating.cancel()
        heartbeat_file.unlink(missing_ok=True)


async def _beat(heartbeat_file: Path) -> None:
    """Shows that this loop still turns. Not that the database is there: starting the worker anew would not bring it."""
    while True:
        heartbeat_file.touch()
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def _work_once(concurrency: int, told: asyncio.Event) -> None:
    work = asyncio.create_task(_work(concurrency, wait=True))
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if told.is_set():
        work.cancel()  # the worker finishes its running jobs first
    else:
        logger.warning("the worker lost its database and starts again")
    try:
        await work
    except asyncio.CancelledError:
        return
    except (ConnectorException, psycopg.Error, OSError) as error:
        logger.warning("the database cannot be reached: %r", error)
