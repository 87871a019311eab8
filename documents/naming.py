"""Names of downloaded files."""

from __future__ import annotations

from documents.models import DocumentVersion


def name_to_save(version: DocumentVersion) -> str:
    """The file's own name; a vendor's draft and an old version carry their marks wherever they lie later.

    `version` comes from `with_document()`.
    """
    newest: int = version.newest_number  # type: ignore[attr-defined]  # annotated
    marks = ["【事業者の案】"] if version.document.is_vendors_draft else []
    if version.number < newest:
        marks.append(f"【旧版：最新は第{newest}版】")
    return "".join(marks) + version.original_name


def name_to_hand_out(version: DocumentVersion) -> str:
    """The same for vendors: whether there is a newer version is not theirs to know. Needs its document."""
    mark = "【事業者の案】" if version.document.is_vendors_draft else ""
    return f"{mark}{version.original_name}"
