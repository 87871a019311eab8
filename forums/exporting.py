"""A board's history to take along: one ZIP with a Markdown file a topic, and everything once more as JSON.

Readers learn no more than on the pages: authors as they chose to be shown, of anonymous posts nothing at all. Topics
kept among some bodies are left out, and so is what was removed. Attached pictures and files go along under neutral
names, as far as the archive stays below `MOST_BYTES`; what had no room is named.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import IO, Any

from django.db.models import Prefetch
from django.utils import timezone

from dss.downloads import file_name
from forums.disclosure import post_byline
from forums.enums import ShownAs
from forums.models import Board, Post, PostAttachment, Topic

CHUNK = 500
#: In memory up to this size; larger archives grow on disk.
IN_MEMORY = 8 * 1024 * 1024
MOST_BYTES = 500 * 1024 * 1024


def write_history(board: Board, topics: Any) -> IO[bytes]:
    """The archive of `topics` (a queryset the reader may see), ready to be read from its beginning."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", _about(board))
        with archive.open("board.json", "w") as stream:
            stream.write(b"[\n")
            for place, (topic, posts) in enumerate(_threads(topics)):
                facts = {**_topic_facts(topic), "posts": [_post_facts(post) for post in posts]}
                stream.write((b",\n" if place else b"") + json.dumps(facts, ensure_ascii=False).encode())
            stream.write(b"\n]\n")
        room = MOST_BYTES
        for topic, posts in _threads(topics):
            archive.writestr(f"topics/{topic.pk}-{file_name(topic.title, '.md')}", _markdown(topic, posts))
            for attached in _attached(posts):
                room -= attached.size
                if room >= 0:
                    _take_along(archive, attached)
    file.seek(0)
    return file


def _threads(topics: Any) -> Iterator[tuple[Topic, list[Post]]]:
    """Topic by topic, a bounded number in memory."""
    keys = list(topics.filter(readers=[]).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        window = keys[start : start + CHUNK]
        posts = Post.objects.filter(topic__in=window, removed_at__isnull=True).with_author()
        posts = posts.prefetch_related(Prefetch("attachments", PostAttachment.objects.ready().order_by("place")))
        rows = posts.select_related("topic").order_by("topic", "number").iterator(chunk_size=CHUNK)
        for _, group in groupby(rows, key=lambda post: post.topic_id):
            thread = list(group)
            yield thread[0].topic, thread


def _topic_facts(topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title,
        "kind": topic.get_kind_display(),
        "status": topic.get_status_display(),
        "created_at": _time(topic.created_at),
    }


def _post_facts(post: Post) -> dict[str, Any]:
    return {
        "number": post.number,
        "author": _author(post),
        "body": post.body,
        "created_at": _time(post.created_at),
        "is_accepted": post.pk == post.topic.accepted_post_id,
        "attachments": [{"file": _place(each), "name": str(each)} for each in _attached([post])],
    }


def _attached(posts: list[Post]) -> Iterator[PostAttachment]:
    return (each for post in posts for each in post.attachments.all())


def _place(attached: PostAttachment) -> str:
    return f"attachments/{attached.pk}.{attached.format or 'webp'}"


def _take_along(archive: zipfile.ZipFile, attached: PostAttachment) -> None:
    """A file that the storage has lost is missing here, too, and nothing else is."""
    stored = attached.picture or attached.file
    try:
        with stored.open("rb") as source, archive.open(_place(attached), "w") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        return


def _markdown(topic: Topic, posts: list[Post]) -> str:
    parts = [f"# {topic.title}", f"{topic.get_kind_display()}・{topic.get_status_display()}"]
    for post in posts:
        author = _author(post) or "（投稿者は書き出していません）"
        mark = "（解決した回答）" if post.pk == topic.accepted_post_id else ""
        parts += [f"## 投稿{post.number}{mark}", f"{author}　{_time(post.created_at)}", post.body]
        parts += [f"[添付：{_words(each)}](../{_place(each)})" for each in _attached([post])]
    return "\n\n".join(parts) + "\n"


def _words(attached: PostAttachment) -> str:
    """What stands in brackets holds none."""
    return str(attached).translate(str.maketrans("[]\n", "（） "))


def _author(post: Post) -> str | None:
    """As the pages say it; None of anonymous posts."""
    return None if post.shown_as == ShownAs.ANONYMOUS and not post.by_expert else str(post_byline(post))


def _about(board: Board) -> str:
    parts = [f"# 課「{board.name}」の記録", board.purpose, "投稿は個人の見解です。匿名の投稿の投稿者は含みません。"]
    parts += [f"添付の画像とファイルは attachments にあります（合計{MOST_BYTES // 1024**2}MBまで）。"]
    if board.retrospective:
        parts += ["## 振り返り", board.retrospective]
    return "\n\n".join(parts) + "\n"


def _time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
