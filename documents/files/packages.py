"""docx and xlsx by their package: a plain zip with the right main part, without macros, and of honest size."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from documents.enums import FileFormat
from documents.files.refusing import refuse

MAX_MEMBERS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_UNPACKED_XML = 64 * 1024 * 1024
"""Of all parts that an office library builds a tree of: text, not pictures."""
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Smaller parts may be as repetitive as they like."""
MAX_LIST = 1024 * 1024
"""Of the list of content types, and of one list of relations."""

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
_TEMPLATE = "/attachedtemplate"
_MAY_NAME_TEMPLATE = re.compile(rb"attachedtemplate|&#", re.IGNORECASE)
_ON_OWN_MACHINE = re.compile(r"(?:file:///|file://localhost/|/)?(?![\\/]|[a-z][a-z0-9+.\-]+:)", re.IGNORECASE)
"""A path, of a drive or relative: no address, no name of another machine."""
_PLAIN_XML = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'](?:utf-8|us-ascii)["'])?[^>]*\?>\s*)?<[A-Za-z]""",
    re.IGNORECASE,
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

_BROKEN = "ファイルを開けません。アップロードの途中で切れたか、壊れている可能性があります。"
_MACROS = "マクロなど、動くプログラムを含むファイルは扱えません。取り除いて保存し直してください。"
_BOMB = "展開すると大きくなりすぎるファイルは扱えません。不要な行や画像を減らして保存し直してください。"
_ODD = "ファイルの内部の構造が正しくありません。WordやExcelで開き、新しい名前で保存し直してください。"
_ENCRYPTED = (
    "パスワードで保護されたファイルか、古い形式のファイルです。保護を外し、docxやxlsxの形式で保存し直してください。"
)


def check_package(file: IO[bytes], kind: FileFormat, size: int) -> None:
    """Raises the reason unless the file is an honest package of this kind."""
    _check_outside(file, kind)
    try:
        with zipfile.ZipFile(file) as package:
            if package.comment or not _ends_with_its_list(file):
                refuse(_ODD, "polyglot")
            members = package.infolist()
            _check_members(members, size)
            _check_content_types(package, kind)
            _check_relations(package, members)
    except _UNREADABLE:
        refuse(_BROKEN, "broken")


def _check_outside(file: IO[bytes], kind: FileFormat) -> None:
    head = file.read(1024)
    file.seek(0)
    if head.startswith(_OLE):
        refuse(_ENCRYPTED, "encrypted")
    if not head.startswith(b"PK\x03\x04"):
        refuse(f"中身が{kind.label}ではありません。元のアプリで保存し直してください。", "disguised")
    if b"%PDF-" in head:
        refuse(_ODD, "polyglot")


def _ends_with_its_list(file: IO[bytes]) -> bool:
    """Nothing lies behind the package: readers of zip files overlook it, readers of other formats may not."""
    file.seek(-_END_LENGTH, 2)
    return file.read(len(_END)) == _END


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_MEMBERS:
        refuse(_BOMB, "members")
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names) or not all(map(_is_plain, members)):
        refuse(_ODD, "names")
    if any(member.flag_bits & 0x1 for member in members):
        refuse(_ENCRYPTED, "encrypted")
    if any(_RUNS.search(name) or _RUNNABLE.search(name) for name in names):
        refuse(_MACROS, "macros")
    unpacked = sum(member.file_size for member in members)
    unpacked_xml = sum(member.file_size for member in members if _is_xml(member.filename))
    is_bomb = unpacked > MAX_UNPACKED or unpacked_xml > MAX_UNPACKED_XML or any(map(_swells, members))
    # Members that share the same packed bytes add up to more than the file.
    if is_bomb or sum(member.compress_size for member in members) > size:
        refuse(_BOMB, "bomb")


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """A relative path downwards, stored or deflated: what office programs write."""
    name = member.orig_filename
    parts = name.split("/")
    is_path = not name.startswith("/") and ".." not in parts and "\\" not in name and "\x00" not in name
    is_known = member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return bool(name) and is_path and is_known and not _DRIVE.match(name)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def _check_content_types(package: zipfile.ZipFile, kind: FileFormat) -> None:
    """The main part is of the kind that the name says, and no part can run."""
    if _TYPES not in package.namelist():
        refuse(f"中身が{kind.label}ではありません。元のアプリで保存し直してください。", "disguised")
    types = _content_types(_read_list(package, _TYPES))
    if any(_RUNS.search(each) for each in types.values()):
        refuse(_MACROS, "macros")
    mains = [part for part, each in types.items() if each.lower() == _MAIN[kind]]
    if len(mains) != 1 or mains[0].lstrip("/") not in package.namelist():
        refuse(f"中身が{kind.label}ではありません。元のアプリで保存し直してください。", "disguised")


def _content_types(content: bytes) -> dict[str, str]:
    """Part or ending → its type. Without entities there is nothing to hide."""
    if b"&" in content:
        refuse(_ODD, "content_types")
    root = _parsed(content, "content_types")
    return {each.get("PartName") or f"*.{each.get('Extension')}": each.get("ContentType") or "" for each in root}


def _check_relations(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No template from elsewhere: the macros of the template would run in the reader's Word.

    Any part may be the settings, whatever its name, and letters may be written as numbers.
    """
    for member in members:
        if not member.filename.lower().endswith(".rels"):
            continue
        content = package.read(member)
        if not _PLAIN_XML.match(content):
            refuse(_ODD, "relations")
        if _MAY_NAME_TEMPLATE.search(content):
            _check_templates(_parsed(_read_list(package, member.filename), "relations"))


def _check_templates(relations: ET.Element) -> None:
    for each in relations:
        target = unquote(each.get("Target") or "").strip()
        if (each.get("Type") or "").lower().strip().endswith(_TEMPLATE) and not _ON_OWN_MACHINE.match(target):
            refuse("外部のテンプレートを読み込む設定があります。テンプレートを外して保存し直してください。", "remote")


def _parsed(content: bytes, code: str) -> ET.Element:
    """A list of the package. Without declarations or comments there is nothing to expand."""
    if b"<!" in content or not _PLAIN_XML.match(content):
        refuse(_ODD, code)
    try:
        return ET.fromstring(content)  # noqa: S314 - no declaration: checked above
    except ET.ParseError:
        refuse(_BROKEN, code)


def _read_list(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > MAX_LIST:
        refuse(_BOMB, "bomb")
    return package.read(name)
