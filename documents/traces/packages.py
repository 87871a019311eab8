"""docx and xlsx: the package written anew, with properties, paths, and names beside changes and comments taken out."""

from __future__ import annotations

import html
import io
import re
import zipfile

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LABELS = "http://schemas.microsoft.com/office/2020/mipLabelMetadata"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PROPERTIES = {
    "docprops/core.xml": f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docmetadata/labelinfo.xml": f'{_XML}<clbl:labelList xmlns:clbl="{_LABELS}"/>',  # names the organisation
    "xl/revisions/usernames.xml": f'{_XML}<users xmlns="{_SHEETS}" count="0"/>',
    "docprops/app.xml": f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties"/>',
    "docprops/custom.xml": f'{_XML}<Properties xmlns="{_OFFICE}/custom-properties"/>',
}
NAMELESS = "匿名"
_NAMED = re.compile(
    rb"""(\s(?:\w+:)?(?:author|initials|userId|userName|displayName|lastEdited|providerId|reservationPassword)=)("[^"]*"|'[^']*')"""
)
_AUTHOR = re.compile(rb"(<(?:\w+:)?author(?:\s[^>]*)?>)[^<]*(</)")
_PATHS = re.compile(rb"<(?:\w+:)?absPath\b[^>]*?/>|<(?:\w+:)?absPath\b.*?</(?:\w+:)?absPath>", re.DOTALL)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"""\sTargetMode\s*=\s*["']External["']""", re.IGNORECASE)
_NO_PAGE = re.compile(rb"""(\sTarget\s*=\s*)(?:"(?!https?:)[^"]*"|'(?!https?:)[^']*')""", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_READ = re.compile(r"xl/(?:sharedstrings|styles|theme/.*)\.xml|word/(?:document|styles|fonttable|theme/.*)\.xml")
"""What the reader of the text has read, and what says nothing."""
_MARGINS = re.compile(rb"<(?:\w+:)?headerFooter\b.*?</(?:\w+:)?headerFooter>", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
_SAID = re.compile(rb"""\s(?:\w+:)?(?:name|descr|title|tooltip|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
MOST_SAID = 2_000_000
_PRINTER = re.compile(r"printersettings", re.IGNORECASE)
_JPEG_NOTES = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
_PNG_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_PNG = b"\x89PNG\r\n\x1a\n"


def untraced_package(content: bytes) -> bytes:
    """The same package, part by part; every date in it is the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if not member.is_dir():
                new.writestr(
                    zipfile.ZipInfo(member.filename), _untraced(member.filename, old.read(member)), zipfile.ZIP_DEFLATED
                )
    return out.getvalue()


def _untraced(name: str, part: bytes) -> bytes:
    lower = name.lower()
    if lower.endswith(".psmdcp"):  # how some programs call them
        lower = "docprops/core.xml"
    if lower in _PROPERTIES:
        return _PROPERTIES[lower].encode()
    if lower.endswith(".rels"):
        return _RELATION.sub(_without_path, part)
    if lower.endswith(".xml"):
        return _without_names(part)
    if _PRINTER.search(lower):
        return b"\0"
    return _without_notes(part)


def said_beside(content: bytes) -> str:
    """What the package says where no reader of its text looks: notes, margins, shapes, descriptions.

    Excel begins a note with the name of who writes it. ValueError: more than anybody notes.
    """
    said: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            lower = name.lower()
            if lower.endswith((".xml", ".vml")):
                part = package.read(name)
                values = b" ".join(first or second for first, second in _SAID.findall(part))
                unread = b"".join(_MARGINS.findall(part)) if _SHEET.fullmatch(lower) else part
                text = b"" if _READ.fullmatch(lower) else _TAG.sub(b"", unread)
                said.append(html.unescape((text + b" " + values).decode("utf-8", "replace")))
    if sum(map(len, said)) > MOST_SAID:
        raise ValueError(name)
    return "\n".join(said).strip()


def _without_path(relation: re.Match[bytes]) -> bytes:
    """What lies outside stays named where it is a page of the web: folders of the author's machine are not, nor mail
    addresses."""
    if not _OUTSIDE.search(relation[0]):
        return relation[0]
    return _NO_PAGE.sub(lambda found: found[1] + b'"removed"', relation[0])


def _without_names(part: bytes) -> bytes:
    nameless = NAMELESS.encode()
    part = _NAMED.sub(lambda found: found[1] + b'"' + nameless + b'"', part)
    part = _AUTHOR.sub(lambda found: found[1] + nameless + found[2], part)
    return _PATHS.sub(b"", part)


def _without_notes(part: bytes) -> bytes:
    """A picture without what the camera wrote beside it; its bytes are not decoded."""
    if part.startswith(b"\xff\xd8\xff"):
        return _jpeg_without_notes(part)
    return _png_without_notes(part) if part.startswith(_PNG) else part


def _jpeg_without_notes(part: bytes) -> bytes:
    kept, at = [part[:2]], 2
    while part[at : at + 1] == b"\xff" and at + 4 <= len(part) and part[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(part[at + 2 : at + 4], "big")
        if part[at + 1] not in _JPEG_NOTES:
            kept.append(part[at:end])
        at = end
    return b"".join([*kept, part[at:]])


def _png_without_notes(part: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(part):
        end = at + 12 + int.from_bytes(part[at : at + 4], "big")
        if part[at + 4 : at + 8] not in _PNG_NOTES:
            kept.append(part[at:end])
        at = end
    return b"".join(kept)
