"""The process that looks: `python -m documents.traces.child FORMAT MEGABYTES SECONDS`, the file on stdin.

On stdout: the length of a JSON text in eight bytes, that text (who made it; what else it says of itself), and the file
written anew, if it was.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from typing import Any

from dss.confined import NO_MEMORY, UNREADABLE, limit_process

LENGTH = 8
MOST_BYTES = 32 * 1024 * 1024
MOST_WORDS = 50
LONGEST_WORD = 300
_SAYING = ("Title", "Subject", "Keywords")
_XMP = re.compile(rb"<(?:dc:creator|pdf:Author|xmp:Author|dc:publisher)>(.*?)</(?:dc|pdf|xmp):", re.DOTALL)


def _pdf(content: bytes) -> tuple[list[str], list[str]]:
    """Who made it, and what else the properties of the document say."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        properties = document.get_metadata_dict()
        signers = _signers_of_notes(document)
    finally:
        document.close()
    found = [re.sub(r"<[^>]*>", " ", each[1].decode("utf-8", "replace")) for each in _XMP.finditer(content)]
    told = [properties.get(name, "") for name in _SAYING]
    return _words([properties.get("Author", ""), *found, *signers]), _words(told)


def _signers_of_notes(document: Any) -> list[str]:
    """Under which names notes, marks and stamps stand; of fields to fill in, the same entry is the field's name."""
    import pypdfium2.raw as pdfium

    names: dict[str, None] = {}
    for page in document:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            note = pdfium.FPDFPage_GetAnnot(page, index)
            if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_WIDGET:
                size = pdfium.FPDFAnnot_GetStringValue(note, b"T", None, 0)
                text = ctypes.create_string_buffer(size)
                as_units = ctypes.cast(text, ctypes.POINTER(pdfium.FPDF_WCHAR))
                pdfium.FPDFAnnot_GetStringValue(note, b"T", as_units, size)
                names[text.raw.decode("utf-16-le", "replace").strip("\0")] = None
            pdfium.FPDFPage_CloseAnnot(note)
        page.close()
    return list(names)


def _words(given: list[str]) -> list[str]:
    return [word.strip()[:LONGEST_WORD] for word in given if word.strip()][:MOST_WORDS]


def main(kind: str, megabytes: int, seconds: int) -> int:
    """Write the answer and return the exit status."""
    limit_process(megabytes, seconds, output=MOST_BYTES)
    authors: list[str] = []
    told: list[str] = []
    anew = b""
    try:
        content = sys.stdin.buffer.read()
        if kind == "pdf":
            authors, told = _pdf(content)
        else:
            from documents.traces.packages import said_beside, untraced_package

            anew = untraced_package(content)
            told = [said_beside(anew)]
        words = json.dumps([authors, told]).encode()
        sys.stdout.buffer.write(len(words).to_bytes(LENGTH, "big") + words + anew)
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file, the answer is the same
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
