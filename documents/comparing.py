"""Two versions side by side, as a page shows them: which were asked for, what was repaired, what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict

from catalog.browsing import repaired_page
from documents.diffing import Change, ChangeKind, Comparison, Fold, Part, Unit, compare, pages_of, parts_of
from documents.enums import ParseStatus
from documents.models import DocumentVersion

UNITS = {Unit.WORD: "単語ごと", Unit.SIGN: "文字ごと"}
KINDS = {ChangeKind.CHANGED: "変更", ChangeKind.ADDED: "追加", ChangeKind.REMOVED: "削除"}


@dataclass(frozen=True, slots=True)
class Row:
    """A change as the page shows it: its word, and its parts in one row."""

    label: str
    kind: ChangeKind
    parts: tuple[Part, ...]


class Comparing:
    """What `parameters` ask for: `old` and `new` are numbers of versions, `unit` words or signs."""

    def __init__(
        self,
        parameters: QueryDict,
        *,
        old_choices: Sequence[DocumentVersion],
        new_choices: Sequence[DocumentVersion],
        default_old: int,
    ) -> None:
        self.notes: list[str] = []
        self.old_choices, self.new_choices = old_choices, new_choices
        self.old = self._chosen(parameters.get("old", ""), old_choices, default_old)
        self.new = self._chosen(parameters.get("new", ""), new_choices, new_choices[-1].number)
        asked = parameters.get("unit", Unit.WORD)
        self.unit = Unit(asked) if asked in UNITS else Unit.WORD
        if asked not in UNITS:
            self.notes.append("比べ方を読み取れなかったため、単語ごとに比べています。")
        self._page = parameters.get("page", "")

    @property
    def units(self) -> dict[Unit, str]:
        return UNITS

    @property
    def is_readable(self) -> bool:
        """Whether the text of both was read."""
        return all(each.parse_status == ParseStatus.PARSED for each in (self.old, self.new))

    @cached_property
    def comparison(self) -> Comparison:
        """Their paragraphs; the texts are loaded for this alone."""
        numbers = [self.old.pk, self.new.pk]
        texts = dict(DocumentVersion.objects.filter(pk__in=numbers).values_list("pk", "text"))
        return compare(texts[self.old.pk], texts[self.new.pk])

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many paragraphs of each kind, over the whole text."""
        return [(label, self.comparison.count(kind)) for kind, label in KINDS.items()]

    @cached_property
    def page(self) -> PaginatorPage[Any]:
        return repaired_page(Paginator(pages_of(self.comparison), 1), self._page, self.notes)

    @cached_property
    def rows(self) -> list[Row | Fold]:
        """The page's rows; only they are compared by word."""
        pages = list(self.page.object_list)
        return [row if isinstance(row, Fold) else self._row(row) for row in (pages[0].rows if pages else [])]

    def _row(self, change: Change) -> Row:
        if change.kind == ChangeKind.CHANGED:
            parts = parts_of(change.old, change.new, self.unit)
        else:
            is_new = change.kind == ChangeKind.ADDED
            parts = (Part("ins" if is_new else "del", change.new or change.old),)
        return Row(KINDS[change.kind], change.kind, parts)

    def _chosen(self, asked: str, choices: Sequence[DocumentVersion], default: int) -> DocumentVersion:
        by_number = {str(version.number): version for version in choices}
        if asked and asked not in by_number:
            self.notes.append(f"第{asked[:6]}版はないため、ほかの版で比べています。")
        return by_number.get(asked) or by_number.get(str(default)) or choices[0]
