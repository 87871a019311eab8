"""Reading the small lists inside an office package, without anything to expand."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree as ET

from documents.files.refusing import refuse

MAX_LIST = 1024 * 1024
"""Of the list of content types, and of one list of relations."""
PLAIN_XML = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'](?:utf-8|us-ascii)["'])?[^>]*\?>\s*)?<[A-Za-z]""",
    re.IGNORECASE,
)
BROKEN = "ファイルを開けません。アップロードの途中で切れたか、壊れている可能性があります。"
BOMB = "展開すると大きくなりすぎるファイルは扱えません。不要な行や画像を減らして保存し直してください。"
ODD = "ファイルの内部の構造が正しくありません。WordやExcelで開き、新しい名前で保存し直してください。"


def is_xml(name: str) -> bool:
    """Whether an office library would build a tree of the part."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def parsed(content: bytes, code: str) -> ET.Element:
    """A list of the package. Without declarations or comments there is nothing to expand."""
    if b"<!" in content or not PLAIN_XML.match(content):
        refuse(ODD, code)
    try:
        return ET.fromstring(content)  # noqa: S314 - no declaration: checked above
    except ET.ParseError:
        refuse(BROKEN, code)


def read_list(package: zipfile.ZipFile, name: str) -> bytes:
    """A list, unless it is larger than any honest one."""
    if package.getinfo(name).file_size > MAX_LIST:
        refuse(BOMB, "bomb")
    return package.read(name)
