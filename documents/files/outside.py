"""What an office package takes in from elsewhere: files embedded in it, templates, pictures and books of other places.

Opening the file would run or fetch them on the reader's machine, and nothing of them is seen in the preview.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from documents.files.parts import ODD, PLAIN_XML, is_xml, parsed, read_list
from documents.files.refusing import refuse

_EMBEDDED = (
    "ほかのファイルやプログラムが埋め込まれています（グラフの元になった表も含みます）。"
    "図として貼り付け直すか取り除いて、保存し直してください。"
)
_TEMPLATE = "外部のテンプレートを読み込む設定があります。テンプレートを外して保存し直してください。"
_FETCHED = "開いたときに外部から読み込む画像や文書の設定があります。取り除くか、中に貼り付けて保存し直してください。"
_DDE = "ほかのアプリを動かす設定（DDE）があります。取り除いて保存し直してください。"
BOOKS_REMARK = "ほかのブックへの参照があります。数値が古いままのことや、参照先のファイル名が見えることがあります。"

# The first bytes of files that hide under harmless names: OLE, zip, programs, PDF, RTF.
_FILES = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ", b"%PDF", b"{\\rtf", b"\x7fELF")
_EMBEDDING = ("/oleobject", "/package", "/control", "/activexcontrolbinary", "/afchunk", "/vbaproject", "/xlmacrosheet")
_TEMPLATES = ("/attachedtemplate",)
_BOOKS = ("/externallinkpath", "/externallink", "/xlpathmissing", "/xlstartup", "/xlalternatestartup")
_ALLOWED_OUTSIDE = ("/hyperlink", *_TEMPLATES, *_BOOKS)
_MATTERS = re.compile(
    rb"attachedtemplate|oleobject|/package|control|afchunk|vbaproject|macrosheet|externallink|external|&#",
    re.IGNORECASE,
)
_ON_OWN_MACHINE = re.compile(r"(?:file:///|file://localhost/|/)?(?![\\/]|[a-z][a-z0-9+.\-]+:)", re.IGNORECASE)
"""A path, of a drive or relative: no address, no name of another machine."""
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr=[\"']([^\"']*)", re.IGNORECASE)
_RUNS_DDE = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_DDE_LINK = re.compile(rb"<(?:\w+:)?ddeLink\b")


def check_outside_parts(package: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> str:
    """A remark, mostly empty. Raises the reason when something is embedded or fetched."""
    remark = ""
    for member in members:
        name = member.filename.lower()
        if name.endswith(".rels"):
            remark = _check_relations(package, member) or remark
        elif not is_xml(name):
            _check_data(package, member)
        elif name.startswith(("word/", "xl/externallinks/")):
            _check_fields(package.read(member))
    return remark


def _check_data(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A picture may lie there; a file of its own may not, whatever it is called."""
    if "/embeddings/" in f"/{member.filename.lower()}":
        refuse(_EMBEDDED, "embedded")
    with package.open(member) as part:
        if part.read(8).startswith(_FILES):
            refuse(_EMBEDDED, "embedded")


def _check_fields(content: bytes) -> None:
    """A field that starts another program; its letters may be spread over runs."""
    if _DDE_LINK.search(content):
        refuse(_DDE, "dde")
    instructions = b"".join(first or second + b" " for first, second in _INSTRUCTION.findall(content))
    if _RUNS_DDE.search(instructions):
        refuse(_DDE, "dde")


def _check_relations(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """Any part may name anything, whatever the part is called, and letters may be written as numbers."""
    content = package.read(member)
    if not PLAIN_XML.match(content):
        refuse(ODD, "relations")
    if not _MATTERS.search(content):
        return ""
    remarks = [_check_relation(each) for each in parsed(read_list(package, member.filename), "relations")]
    return next((remark for remark in remarks if remark), "")


def _check_relation(relation: ET.Element) -> str:
    kind = (relation.get("Type") or "").lower().strip()
    target = unquote(relation.get("Target") or "").strip()
    is_outside = (relation.get("TargetMode") or "").lower().strip() == "external"
    if kind.endswith(_TEMPLATES) and not _ON_OWN_MACHINE.match(target):
        refuse(_TEMPLATE, "remote")
    if kind.endswith(_EMBEDDING):
        refuse(_EMBEDDED, "embedded")
    if is_outside and not kind.endswith(_ALLOWED_OUTSIDE):
        refuse(_FETCHED, "fetched")
    return BOOKS_REMARK if kind.endswith(_BOOKS) else ""
