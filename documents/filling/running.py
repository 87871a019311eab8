"""Start the limited process for a template, wait for it, and believe nothing it says unchecked."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from typing import Any

from documents.extraction import believed
from documents.extraction.blocks import Block
from documents.filling.child import LENGTH
from dss.confined import MAX_OUTPUT, Limits, run_limited

LIMITS = Limits(megabytes=768, cpu_seconds=20, wall_seconds=30)
_MOST_TEXTS = 500
_LONGEST_TEXT = 300


class CannotFill(Exception):
    """The file could not be made: too big, too slow, or broken."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a template: the names that stand there, and what may not stand there."""

    used: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)


def inspect_template(content: bytes, declaration: list[dict[str, Any]], limits: Limits = LIMITS) -> Inspection:
    """Every place of the docx, measured against the declaration as it is kept."""
    answer = _asked("inspect", declaration, content, limits)
    try:
        found = json.loads(answer)
        return Inspection(frozenset(_texts(found["used"])), _texts(found["problems"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CannotFill from error


def filled_file(content: bytes, context: dict[str, Any], limits: Limits = LIMITS) -> bytes:
    """The docx with these values in its places. The caller checks it like an upload before it goes anywhere."""
    return _asked("fill", context, content, limits)


def filled_text(content: bytes, context: dict[str, Any], limits: Limits = LIMITS) -> list[list[Block]]:
    """The same as portions of text, for a page."""
    return believed(_asked("preview", context, content, limits))


def _asked(task: str, given: Any, content: bytes, limits: Limits) -> bytes:
    told = json.dumps(given).encode()
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as answer:
        stdin.write(len(told).to_bytes(LENGTH, "big") + told + content)
        stdin.seek(0)
        if run_limited("documents.filling.child", task, limits, stdin, answer) != 0:
            raise CannotFill
        answer.seek(0)
        return answer.read(MAX_OUTPUT)


def _texts(given: Any) -> list[str]:
    if not isinstance(given, list):
        raise TypeError
    return [str(each)[:_LONGEST_TEXT] for each in given[:_MOST_TEXTS]]
