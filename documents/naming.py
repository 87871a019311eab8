"""Names of downloaded files."""

from __future__ import annotations

from documents.models import DocumentVersion


def name_to_save(version: DocumentVersion) -> str:
    """The file's own name; a vendor's draft carries its mark wherever it lies later."""
    return f"【事業者の案】{version.original_name}" if version.document.is_vendors_draft else version.original_name
