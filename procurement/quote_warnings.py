"""What staff should look at before a request goes out. It points; it never decides.

The words of a request reach every invited vendor as they are: they may tell who else was asked, or a person's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.kept_names import names_of_person, told_in
from accounts.models import User
from documents.redaction import FindingKind, find_redactions
from procurement.models import QuoteInvitation, QuoteRequest
from procurement.quote_asks import Ask, told_vendors
from procurement.quote_calendar import time_left

_PERSONAL = frozenset(
    {FindingKind.PHONE, FindingKind.EMAIL, FindingKind.MY_NUMBER, FindingKind.ACCOUNT, FindingKind.NAME}
)
MOST_SHOWN = 10


def warnings_of(ask: Ask, invitations: Iterable[QuoteInvitation], staff: Iterable[User]) -> list[str]:
    """In words: the names of invited vendors in what all of them read, and what looks like a person's data."""
    text = "\n".join(_texts(ask))
    told = told_vendors(text, invitations)
    found = []
    if told:
        found.append(
            f"依頼先が分かる言葉（{'、'.join(told[:MOST_SHOWN])}）が、件名・条件・項目・添付ファイル名に含まれています。"
            "依頼先すべてに表示され、どこに依頼したかが分かってしまいます。"
        )
    persons = _persons(text, staff)
    if persons:
        found.append(
            f"個人や担当者の連絡先のように見える言葉（{'、'.join(persons[:MOST_SHOWN])}）が含まれています。"
            "事業者に伝えてよいものか、確かめてください。質問は広場の中で受け付けられます。"
        )
    return found


def time_warnings(request: QuoteRequest, now: datetime) -> Sequence[str]:
    """Whether vendors have enough time."""
    return time_left(now, request.deadline_at).warnings if request.deadline_at is not None else []


def _persons(text: str, staff: Iterable[User]) -> list[str]:
    blocks = [{"kind": "paragraph", "text": line} for line in text.splitlines() if line.strip()]
    seen = [each.value for each in find_redactions([blocks]) if each.kind in _PERSONAL]
    names = [name for person in staff for name in names_of_person(person)]
    return list(dict.fromkeys([*seen, *told_in(text, names)]))


def _texts(ask: Ask) -> list[str]:
    items = [text for item in ask.items for text in (item.label, item.description)]
    return [ask.title, ask.conditions, *items, *(file.original_name for file in ask.attachments)]
