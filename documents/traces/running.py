"""Start the limited process, wait for it, and believe nothing it says unchecked."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import IO, Any

from documents.traces.child import LENGTH, LONGEST_WORD, MOST_BYTES, MOST_WORDS
from dss.confined import Limits, run_limited

LONGEST_TOLD = 2_100_000
"""What is said beside the text of a Word or Excel file comes in one piece."""
LIMITS = Limits(megabytes=768, cpu_seconds=20, wall_seconds=40)
PACKAGES = frozenset({"docx", "xlsx"})
LOOKED_AT = PACKAGES | {"pdf"}
"""The others are text and nothing else."""
UNREADABLE = "ファイルの作成者などの情報を確かめられませんでした。別の形式で保存し直すか、添付せずに投稿してください。"


@dataclass(frozen=True, slots=True)
class Untraced:
    """A file without its traces, or the reason why there is none."""

    content: bytes | None = None
    authors: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    reason: str = ""


def without_traces(file: IO[bytes], kind: str, limits: Limits = LIMITS) -> Untraced:
    """Look at `file`, whose structure was checked when it was uploaded. For worker jobs alone."""
    if kind not in LOOKED_AT:
        return Untraced()
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        shutil.copyfileobj(file, given)
        given.seek(0)
        if run_limited("documents.traces.child", kind, limits, given, answer) != 0:
            return Untraced(reason=UNREADABLE)
        answer.seek(0)
        return _believed(answer.read(MOST_BYTES), kind)


def _believed(said: bytes, kind: str) -> Untraced:
    length = int.from_bytes(said[:LENGTH], "big")
    content = said[LENGTH + length :]
    try:
        authors, told = json.loads(said[LENGTH : LENGTH + length])
        authors, told = _words(authors, LONGEST_WORD), _words(told, LONGEST_TOLD)
    except (ValueError, TypeError, RecursionError):
        return Untraced(reason=UNREADABLE)
    if bool(content) != (kind in PACKAGES):
        return Untraced(reason=UNREADABLE)
    return Untraced(content or None, authors, told)


def _words(given: Any, longest: int) -> list[str]:
    if not isinstance(given, list):
        raise TypeError
    return [str(word)[:longest] for word in given[:MOST_WORDS]]
