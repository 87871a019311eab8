"""What is taken in, and how it is called."""

from __future__ import annotations

from collections.abc import Collection

from documents.enums import FileFormat

NAME_LENGTH = 200
#: The shape of a `sha256` column, for its check constraint.
SHA256 = r"^[0-9a-f]{64}$"

ALL_FORMATS = frozenset(FileFormat)
DOCUMENT_FORMATS = ALL_FORMATS
OFFICE_FORMATS = frozenset({FileFormat.DOCX, FileFormat.XLSX, FileFormat.PDF})
TEXT_FORMATS = frozenset({FileFormat.TXT, FileFormat.MD, FileFormat.CSV})

MEDIA_TYPES: dict[FileFormat, str] = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.PDF: "application/pdf",
    FileFormat.TXT: "text/plain",
    FileFormat.MD: "text/markdown",
    FileFormat.CSV: "text/csv",
}

_SAVE_AS_DOCX = "「名前を付けて保存」で「Word文書 (*.docx)」を選び、保存し直してください。"
_SAVE_AS_XLSX = "「名前を付けて保存」で「Excelブック (*.xlsx)」を選び、保存し直してください。"

# Endings people really have, and what to do with such a file.
ADVICE = {
    "doc": f"古い形式のWord文書（.doc）は扱えません。{_SAVE_AS_DOCX}",
    "xls": f"古い形式のExcelブック（.xls）は扱えません。{_SAVE_AS_XLSX}",
    "docm": f"マクロを含められる形式（.docm）は扱えません。{_SAVE_AS_DOCX}",
    "xlsm": f"マクロを含められる形式（.xlsm）は扱えません。{_SAVE_AS_XLSX}",
    "xlsb": f"バイナリ形式のブック（.xlsb）は扱えません。{_SAVE_AS_XLSX}",
    "dot": f"テンプレート（.dot）は扱えません。{_SAVE_AS_DOCX}",
    "dotx": f"テンプレート（.dotx）は扱えません。{_SAVE_AS_DOCX}",
    "dotm": f"マクロを含められるテンプレート（.dotm）は扱えません。{_SAVE_AS_DOCX}",
    "xltx": f"テンプレート（.xltx）は扱えません。{_SAVE_AS_XLSX}",
    "rtf": f"リッチテキスト（.rtf）は扱えません。Wordで開き、{_SAVE_AS_DOCX}",
    "jtdc": f"一太郎の文書（.jtdc）は扱えません。{_SAVE_AS_DOCX}PDFでも構いません。",
    "xdw": "DocuWorksの文書（.xdw）は扱えません。DocuWorksからPDFに書き出してください。",
    "xbd": "DocuWorksのバインダー（.xbd）は扱えません。DocuWorksからPDFに書き出してください。",
    "jpg": "画像は扱えません。文字を選べるPDFやWord文書にしてください。",
    "jpeg": "画像は扱えません。文字を選べるPDFやWord文書にしてください。",
    "png": "画像は扱えません。文字を選べるPDFやWord文書にしてください。",
    "tif": "画像は扱えません。文字を選べるPDFやWord文書にしてください。",
    "jtd": f"一太郎の文書（.jtd）は扱えません。{_SAVE_AS_DOCX}PDFでも構いません。",
    "odt": f"ODFの文書（.odt）は扱えません。{_SAVE_AS_DOCX}PDFでも構いません。",
    "ods": f"ODFの表（.ods）は扱えません。{_SAVE_AS_XLSX}PDFでも構いません。",
    "ppt": "PowerPointのファイルは扱えません。PDFに書き出してください。",
    "pptx": "PowerPointのファイルは扱えません。PDFに書き出してください。",
    "zip": "圧縮したファイル（.zip）は扱えません。中のファイルを1つずつ選んでください。",
}


def named(formats: Collection[FileFormat]) -> str:
    """The endings in words: 「.docx、.xlsx、.pdf」."""
    return "、".join(f".{each.value}" for each in FileFormat if each in formats)


def accepted(formats: Collection[FileFormat]) -> str:
    """The `accept` attribute of a file input."""
    return ",".join(f".{each.value}" for each in FileFormat if each in formats)


def advice(ending: str, formats: Collection[FileFormat]) -> str:
    """Why a file with this ending is not taken, and what to do instead."""
    return ADVICE.get(ending) or f"この種類のファイルは扱えません。{named(formats)} のいずれかを選んでください。"
