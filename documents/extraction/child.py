"""The process that opens the file: `python -m documents.extraction.child FORMAT MEGABYTES SECONDS`, file on stdin."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from documents.extraction.blocks import Collector, Full
from dss.confined import NO_MEMORY, UNREADABLE, limit_process


def _reader(kind: str) -> Callable[[bytes, Collector], None]:
    """Only the library of this format is loaded."""
    if kind == "docx":
        from documents.extraction.word import read_docx

        return read_docx
    if kind == "xlsx":
        from documents.extraction.sheets import read_xlsx

        return read_xlsx
    if kind == "pdf":
        from documents.extraction.pdf import read_pdf

        return read_pdf
    from documents.extraction.plain import read_csv, read_markdown, read_text

    return {"md": read_markdown, "csv": read_csv}.get(kind, read_text)


def main(kind: str, megabytes: int, seconds: int) -> int:
    """Write the portions as JSON and return the exit status."""
    limit_process(megabytes, seconds)
    collector = Collector()
    is_whole = True
    try:
        _reader(kind)(sys.stdin.buffer.read(), collector)
    except Full:
        is_whole = False
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file, the answer is the same
        return UNREADABLE
    collector.close(is_whole=is_whole)
    json.dump(collector.portions, sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
