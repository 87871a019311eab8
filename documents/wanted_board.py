"""The list of what is looked for, as one address asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from accounts.models import User
from catalog.browsing import repaired_page
from documents.models import WantedAnswer, WantedDocument
from documents.querysets import WantedDocumentQuerySet
from documents.shelf import PAGE_SIZE
from dss.text import is_blank

SCOPES = {
    "open": "探している文書",
    "unanswered": "まだ答えがない",
    "answered": "答えがある",
    "mine": "自分か異動した同僚が探している",
    "can": "答えられそうな",
    "ended": "終わったもの",
}
LONGEST_QUERY = 100


class WantedBoard:
    """`scope` is one of `SCOPES`, `q` words of title and text."""

    def __init__(self, parameters: QueryDict, reader: User) -> None:
        self.reader = reader
        self.notes: list[str] = []
        asked = parameters.get("scope", "open")
        self.scope = asked if asked in SCOPES else "open"
        if asked not in SCOPES:
            self.notes.append("表示の条件を読み取れなかったため、探している文書を表示しています。")
        self.query = self._words(parameters.get("q", ""))
        self._page = parameters.get("page", "")

    @cached_property
    def page(self) -> Page[Any]:
        rows = self._scoped(WantedDocument.objects.visible_to(self.reader)).naming(self.query)
        page = repaired_page(Paginator(rows.with_list_data().newest_first(), PAGE_SIZE), self._page, self.notes)
        offered = WantedAnswer.objects.visible_to(self.reader).count_by_wanted([wanted.pk for wanted in page])
        for wanted in page:
            wanted.offered = offered.get(wanted.pk, 0)
        return page

    def _scoped(self, rows: WantedDocumentQuerySet) -> WantedDocumentQuerySet:
        if self.scope == "mine":
            return rows.kept_by(self.reader)
        if self.scope == "can":
            return rows.answerable_by(self.reader)
        if self.scope == "ended":
            return rows.ended()
        still = rows.still_open()
        return (
            still.unanswered()
            if self.scope == "unanswered"
            else still.answered()
            if self.scope == "answered"
            else still
        )

    def _words(self, asked: str) -> str:
        words = asked.replace("\x00", " ").strip()
        if len(words) > LONGEST_QUERY or not words.isprintable():
            self.notes.append("探す言葉を読み取れなかったため、使っていません。")
            return ""
        return "" if is_blank(words) else words
