"""The process that opens a template: `python -m documents.filling.child TASK MEGABYTES SECONDS`, all it gets on stdin.

On stdin: the length of a JSON text in eight bytes, that text, and the docx.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from documents.extraction.blocks import Collector, Full
from dss.confined import NO_MEMORY, UNREADABLE, limit_process

LENGTH = 8


def _inspect(given: Any, content: bytes) -> bytes:
    from documents.filling.declaration import from_data
    from documents.filling.inspecting import inspect

    return json.dumps(inspect(content, from_data(given))).encode()


def _fill(given: Any, content: bytes) -> bytes:
    from documents.filling.rendering import fill

    return fill(content, given)


def _preview(given: Any, content: bytes) -> bytes:
    """The text of the filled file, in portions."""
    from documents.extraction.word import read_docx_body

    collector = Collector()
    is_whole = True
    try:
        read_docx_body(_fill(given, content), collector)
    except Full:
        is_whole = False
    collector.close(is_whole=is_whole)
    return json.dumps(collector.portions).encode()


TASKS = {"inspect": _inspect, "fill": _fill, "preview": _preview}


def main(task: str, megabytes: int, seconds: int) -> int:
    """Write the answer and return the exit status."""
    limit_process(megabytes, seconds)
    try:
        length = int.from_bytes(sys.stdin.buffer.read(LENGTH), "big")
        given = json.loads(sys.stdin.buffer.read(length))
        sys.stdout.buffer.write(TASKS[task](given, sys.stdin.buffer.read()))
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file, the answer is the same
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
