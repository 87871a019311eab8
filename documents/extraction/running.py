"""Start the limited process, wait for it, and believe nothing it says unchecked."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import IO, Any

from documents.extraction.blocks import KINDS, MAX_BLOCKS, MAX_CELLS, Block, clean, plain_text
from dss.confined import MAX_OUTPUT, NO_MEMORY, Limits, run_limited

LIMITS = Limits()

TOO_LONG = "読み取りに時間がかかりすぎるため、中止しました。"
TOO_BIG = "読み取りに必要なメモリが多すぎるため、中止しました。"
UNREADABLE = "内容を読み取れませんでした。壊れているか、大きすぎるか、対応していない作り方のファイルです。"
NO_TEXT = "文字が含まれていません。紙を読み取った画像だけのファイルの可能性があります。"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: portions of blocks and the same as text, or the reason why not."""

    portions: list[list[Block]] = field(default_factory=list)
    text: str = ""
    reason: str = ""


def read_file(file: IO[bytes], kind: str, limits: Limits = LIMITS) -> Reading:
    """The text of `file`, whose structure was checked when it was uploaded."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        shutil.copyfileobj(file, given)
        given.seek(0)
        status = run_limited("documents.extraction.child", kind, limits, given, answer)
        if status is None:
            return Reading(reason=TOO_LONG)
        if status == NO_MEMORY:
            return Reading(reason=TOO_BIG)
        if status != 0:
            return Reading(reason=UNREADABLE)
        answer.seek(0)
        portions = believed(answer.read(MAX_OUTPUT))
    text = plain_text(portions)
    return Reading(portions, text) if text.strip() else Reading(reason=NO_TEXT)


def believed(answer: bytes) -> list[list[Block]]:
    """The portions, rebuilt from what has the declared shape; everything else is dropped."""
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError):
        return []
    if not isinstance(given, list):
        return []
    portions = [[_block(entry) for entry in part if _is_block(entry)] for part in given if isinstance(part, list)]
    return [portion[:MAX_BLOCKS] for portion in portions if portion]


def _is_block(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("kind") in KINDS


def _block(entry: dict[str, Any]) -> Block:
    block: Block = {"kind": entry["kind"]}
    if entry["kind"] == "row":
        cells = entry.get("cells")
        block["cells"] = [clean(str(cell)) for cell in cells[:MAX_CELLS]] if isinstance(cells, list) else []
    if isinstance(entry.get("text"), str):
        block["text"] = clean(entry["text"])
    for key in ("level", "number"):
        if isinstance(entry.get(key), int):
            block[key] = entry[key]
    return block
