"""Names of persons behind words like 担当者 or 代表取締役: the dictionary knows which words are names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.search.naming import person_name_in
from documents.redaction.sheet import Sheet

WINDOW = 24
"""Characters looked at behind the word, on its line: a department may stand before the name."""
_LABEL = re.compile(
    r"(?:担当者?(?:氏名|名)?|連絡担当者?|責任者(?:氏名|名)?|主任技術者|現場代理人|氏名|代表者(?:職)?(?:氏名|名)?"
    r"|代表取締役(?:社長|会長|CEO)?|代表社員|代表理事|理事長|取締役(?:社長)?|支店長|支社長|委員長|委員|副委員長|受任者|名義人?|口座名義人?)"
    r"[\s:・/(（]{0,4}"
)
_TWO_PARTS = re.compile(r"[一-龥々髙﨑]{1,3}[ \u3000][一-龥々髙﨑ぁ-ん]{1,3}(?=$|\s|[)）、,様氏殿]|[\(（]|印|㊞)")
_NO_NAME = re.compile(
    r"(?:課|係|部|室|局|班|者|名|欄|等|様式|住所|所属|役職|電話|連絡先|会社|法人|商号|記入|記載|変更|届|一覧)"
)


def names_in(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    for match in _LABEL.finditer(sheet.text):
        window = re.split(r"[\n。]", sheet.text[match.end() : match.end() + WINDOW], maxsplit=1)[0]
        span = _spaced_name(window) or person_name_in(window)
        if span:
            start, end = match.end() + span[0], match.end() + span[1]
            yield start, end, "".join(sheet.text[start:end].split())


def _spaced_name(window: str) -> tuple[int, int] | None:
    """A surname and a name with a blank between, for those the dictionary does not know."""
    match = _TWO_PARTS.match(window)
    return match.span() if match and not _NO_NAME.search(match[0]) else None
