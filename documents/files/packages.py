"""docx and xlsx by their package: a plain zip with the right main part, without macros, and of honest size."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO

from documents.enums import FileFormat
from documents.files.outside import check_outside_parts
from documents.files.parts import BOMB, BROKEN, ODD, is_xml, parsed, read_list
from documents.files.refusing import refuse

MAX_MEMBERS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_UNPACKED_XML = 64 * 1024 * 1024
"""Of all parts that an office library builds a tree of: text, not pictures."""
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Smaller parts may be as repetitive as they like."""
_END = b"PK\x05\x06"
_END_LENGTH = 22  # of the record at the end of a zip without a comment
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_TYPES = "[Content_Types].xml"
_RUNS = re.compile(r"macroenabled|vbaproject|macrosheet|activex", re.IGNORECASE)
_RUNNABLE = re.compile(
    r"\.(?:docm|xlsm|xlsb|xltm|dotm|exe|dll|js|jse|vbs|vbe|wsf|bat|cmd|ps1|lnk|scr|hta|jar|msi)$", re.I
)
_DRIVE = re.compile(r"[A-Za-z]:")

_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)

_MACROS = "マクロなど、動くプログラムを含むファイルは扱えません。取り除いて保存し直してください。"
_ENCRYPTED = (
    "パスワードで保護されたファイルか、古い形式のファイルです。保護を外し、docxやxlsxの形式で保存し直してください。"
)


def check_package(file: IO[bytes], kind: FileFormat, size: int) -> str:
    """A remark, mostly empty. Raises the reason unless the file is an honest package of this kind."""
    _check_outside(file, kind)
    try:
        with zipfile.ZipFile(file) as package:
            if package.comment or not _ends_with_its_list(file):
                refuse(ODD, "polyglot")
            members = package.infolist()
            _check_members(members, size)
            _check_content_types(package, kind)
            return check_outside_parts(package, members)
    except _UNREADABLE:
        refuse(BROKEN, "broken")


def _check_outside(file: IO[bytes], kind: FileFormat) -> None:
    head = file.read(1024)
    file.seek(0)
    if head.startswith(_OLE):
        refuse(_ENCRYPTED, "encrypted")
    if not head.startswith(b"PK\x03\x04"):
        refuse(f"中身が{kind.label}ではありません。元のアプリで保存し直してください。", "disguised")
    if b"%PDF-" in head:
        refuse(ODD, "polyglot")


def _ends_with_its_list(file: IO[bytes]) -> bool:
    """Nothing lies behind the package: readers of zip files overlook it, readers of other formats may not."""
    file.seek(-_END_LENGTH, 2)
    return file.read(len(_END)) == _END


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_MEMBERS:
        refuse(BOMB, "members")
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names) or not all(map(_is_plain, members)):
        refuse(ODD, "names")
    if any(member.flag_bits & 0x1 for member in members):
        refuse(_ENCRYPTED, "encrypted")
    if any(_RUNS.search(name) or _RUNNABLE.search(name) for name in names):
        refuse(_MACROS, "macros")
    unpacked = sum(member.file_size for member in members)
    unpacked_xml = sum(member.file_size for member in members if is_xml(member.filename))
    is_bomb = unpacked > MAX_UNPACKED or unpacked_xml > MAX_UNPACKED_XML or any(map(_swells, members))
    # Members that share the same packed bytes add up to more than the file.
    if is_bomb or sum(member.compress_size for member in members) > size:
        refuse(BOMB, "bomb")


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """A relative path downwards, stored or deflated: what office programs write."""
    name = member.orig_filename
    parts = name.split("/")
    is_path = not name.startswith("/") and ".." not in parts and "\\" not in name and "\x00" not in name
    is_known = member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return bool(name) and is_path and is_known and not _DRIVE.match(name)


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def _check_content_types(package: zipfile.ZipFile, kind: FileFormat) -> None:
    """The main part is of the kind that the name says, and no part can run."""
    if _TYPES not in package.namelist():
        refuse(f"中身が{kind.label}ではありません。元のアプリで保存し直してください。", "disguised")
    types = _content_types(read_list(package, _TYPES))
    if any(_RUNS.search(each) for each in types.values()):
        refuse(_MACROS, "macros")
    mains = [part for part, each in types.items() if each.lower() == _MAIN[kind]]
    if len(mains) != 1 or mains[0].lstrip("/") not in package.namelist():
        refuse(f"中身が{kind.label}ではありません。元のアプリで保存し直してください。", "disguised")


def _content_types(content: bytes) -> dict[str, str]:
    """Part or ending → its type. Without entities there is nothing to hide."""
    if b"&" in content:
        refuse(ODD, "content_types")
    root = parsed(content, "content_types")
    return {each.get("PartName") or f"*.{each.get('Extension')}": each.get("ContentType") or "" for each in root}
