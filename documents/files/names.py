"""Names of uploaded files: shown and offered for saving, never used as a path."""

from __future__ import annotations

import re
import unicodedata

from documents.files.formats import NAME_LENGTH

# Controls, soft hyphen, zero-width signs, directions, byte order mark, lone surrogates, tags: nothing of them is seen.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_PATH_SIGNS = re.compile(r'[<>:"|?*]')
NAMELESS = "名称なし"


def clean_name(name: str) -> str:
    """The last part of the name: NFC, only signs that are seen, at most `NAME_LENGTH` characters, its ending kept."""
    seen = unicodedata.normalize("NFC", _UNSEEN.sub("", name))
    last = _PATH_SIGNS.sub("_", seen.replace("\\", "/").rsplit("/", 1)[-1]).strip(" 　").rstrip(" .　")
    stem, ending = _split(last)
    if not ending:
        return (stem or NAMELESS)[:NAME_LENGTH]
    return f"{(stem or NAMELESS)[: NAME_LENGTH - len(ending) - 1].rstrip()}.{ending}"


def ending_of(name: str) -> str:
    """The ending of a cleaned name, lower-case and without the dot; empty when there is none."""
    return _split(name)[1].lower()


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name, ""
    return stem.strip(" .　"), ending
