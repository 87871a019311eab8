"""The docx filled in. Runs in the limited process only.

Values are data: escaped for XML by the engine, never read as a template again, without anything that XML or the library
would take for a sign of its own.
"""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.filling.values import clean

#: A sign that no text has (`clean` takes it out): keeps apart what the library would put together into {{ and %}.
APART = "\ufdd0"
_JOINED = (("{_{", f"{{_{APART}{{"), ("}_}", f"}}_{APART}}}"), ("{_%", f"{{_{APART}%"), ("%_}", f"%_{APART}}}"))
YES, NO = "有", "無"


def engine() -> ImmutableSandboxedEnvironment:
    """Sandboxed and escaping; a place without a value is an error, not an empty string."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_printed)


def fill(content: bytes, context: dict[str, Any]) -> bytes:
    """The filled file."""
    template = DocxTemplate(io.BytesIO(content))
    template.render({name: _harmless(value) for name, value in context.items()}, engine(), autoescape=True)
    _put_together(template.docx)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _printed(value: Any) -> Any:
    if isinstance(value, bool):
        return YES if value else NO
    return "、".join(value) if isinstance(value, list) else value


def _harmless(value: Any) -> Any:
    """Line ends begin a paragraph in the same style; nothing else of the text has a meaning."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _harmless(each) for name, each in value.items()})  # a row: no methods of a dict
    if isinstance(value, list):
        return [_harmless(each) for each in value]
    if isinstance(value, str):
        text = clean(value)
        for joined, apart in _JOINED:
            while joined in text:
                text = text.replace(joined, apart)
        return text.replace("\n", "\a")
    return value


def _put_together(document: Any) -> None:
    """The texts as they were typed."""
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)
        for node in root.iter(qn("w:t")) if root is not None else ():
            if node.text and APART in node.text:
                node.text = node.text.replace(APART, "")
