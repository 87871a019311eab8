"""Every place of a template, allowed one by one. Runs in the limited process only.

A place may print a value, repeat a part for the rows of a table, or show a part under a condition: nothing else. What
is not named here is refused, so no attribute, call, filter, macro or import ever reaches the template engine.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import CONTENT_TYPE
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.filling.declaration import Declaration, Field, FieldType

LOOP_FACTS = frozenset({"index", "first", "last"})
MOST_PROBLEMS = 30
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_PLACE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_RAW = re.compile(r"\{[{%]-?\s*(?:r|tc)\s|\{%-?\s*(?:colspan|cellbg|vm|hm|raw)\b|\{#|\{_[{%]")
_TEXT_PARTS = {CONTENT_TYPE.WML_HEADER, CONTENT_TYPE.WML_FOOTER}
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title", "keywords", "category")


def inspect(content: bytes, declaration: Declaration) -> dict[str, list[str]]:
    """`used`: the names that stand in the file; `problems`: what may not stand there, in Japanese."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    found = _Places(declaration)
    for where, text in _texts(template):
        found.read(where, text)
    for where, xml in _parts(template):
        if _MARK.search(_TAGS.sub("", xml)):
            found.refuse(f"{where}には、差し込む場所を置けません。本文か、ヘッダー、フッターに置いてください。")
    return {"used": sorted(found.used), "problems": found.problems[:MOST_PROBLEMS]}


def _texts(template: Any) -> Iterator[tuple[str, str]]:
    """The parts that are filled in, as the template engine gets them."""
    yield "本文", template.get_xml()
    for uri, name in ((template.HEADER_URI, "ヘッダー"), (template.FOOTER_URI, "フッター")):
        for _, part in template.get_headers_footers(uri):
            yield name, template.get_part_xml(part)


def _parts(template: Any) -> Iterator[tuple[str, str]]:
    """The parts that stay as they are: nothing may stand there that looks like a place."""
    document = template.docx
    for each in document.part.package.iter_parts():
        is_text = each is document.part or each.content_type in _TEXT_PARTS
        if not is_text and each.content_type.endswith("xml"):
            yield "脚注、コメントなど", each.blob.decode("utf-8", "replace")
    properties = document.core_properties
    yield "ファイルのプロパティ", " ".join(str(getattr(properties, name)) for name in _PROPERTIES)


class _Places:
    """Walks through what the template engine would run."""

    def __init__(self, declaration: Declaration) -> None:
        self.used: set[str] = set()
        self.problems: list[str] = []
        self._fields = {name: field for field in declaration.fields for name in field.names}
        self._rows: dict[str, Field] = {}
        self._engine = ImmutableSandboxedEnvironment(autoescape=True)

    def refuse(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def read(self, where: str, xml: str) -> None:
        patched = DocxTemplate.patch_xml(None, xml)  # it uses nothing of the object
        raw = _RAW.search(_TAGS.sub("", xml))
        if raw:
            self.refuse(f"{where}：使えない書き方です：{_around(_TAGS.sub('', xml), raw.start())}")
            return
        for place in _PLACE.findall(patched):
            if "<" in place and "w:" in place:
                self.refuse(f"{where}：閉じていない {{{{ か {{% があります：{_TAGS.sub('', place)[:60]}")
                return
        try:
            tree = self._engine.parse(patched)
        except TemplateSyntaxError as error:
            self.refuse(
                f"{where}：差し込む場所の書き方が正しくありません：{error.message}（{_line(patched, error.lineno)}）"
            )
            return
        self._where = where
        self._body(tree.body)

    def _body(self, body: list[Any]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for each in node.nodes:
                    if not isinstance(each, nodes.TemplateData):
                        self._print(each)
            elif isinstance(node, nodes.For):
                self._for(node)
            elif isinstance(node, nodes.If):
                self._test(node.test)
                self._body([*node.body, *node.elif_, *node.else_])
            else:
                self._forbid(node)

    def _for(self, node: nodes.For) -> None:
        table = self._fields.get(node.iter.name) if isinstance(node.iter, nodes.Name) else None
        if table is None and isinstance(node.iter, nodes.Name):
            self.refuse(f"{self._where}：宣言にない項目です：{node.iter.name}")
            return
        is_plain = isinstance(node.target, nodes.Name) and node.test is None and not node.else_ and not node.recursive
        if table is None or table.type not in {FieldType.TABLE, FieldType.MULTIPLE} or not is_plain:
            self.refuse(
                f"{self._where}：くり返せるのは、表の項目を1つずつ {{% for row in 項目 %}} の形で書いたものだけです。"
            )
            return
        row: str = getattr(node.target, "name")  # noqa: B009 - a Name: asked above
        if row in self._fields or row in self._rows or row == "loop":
            self.refuse(f"{self._where}：くり返しの名前 {row} は、ほかで使われています。")
            return
        self.used.add(table.key)
        self._rows[row] = table
        self._body(node.body)
        del self._rows[row]

    def _test(self, node: Any) -> None:
        """A value, `not`, `and`, `or`, and comparing with a choice."""
        if isinstance(node, nodes.Not):
            self._test(node.node)
        elif isinstance(node, nodes.And | nodes.Or):
            self._test(node.left)
            self._test(node.right)
        elif isinstance(node, nodes.Compare) and len(node.ops) == 1:
            self._compare(node.expr, node.ops[0])
        else:
            self._value(node)

    def _compare(self, expr: Any, operand: Any) -> None:
        left, right = (operand.expr, expr) if operand.op in {"in", "notin"} else (expr, operand.expr)
        field = self._value(left)
        if operand.op not in {"eq", "ne", "in", "notin"} or not isinstance(right, nodes.Const):
            self._forbid(right)
        elif field is not None and right.value not in field.choices:
            self.refuse(f"{self._where}：「{field.label}」に、この選択肢はありません：{str(right.value)[:60]}")

    def _print(self, node: Any) -> None:
        field = self._value(node)
        if field is not None and field.type == FieldType.TABLE:
            self.refuse(
                f"{self._where}：表の項目「{field.key}」は、{{% for row in {field.key} %}} でくり返してください。"
            )

    def _value(self, node: Any) -> Field | None:
        """The field whose value this is; everything that is no plain value is refused."""
        if isinstance(node, nodes.Name):
            if node.name in self._rows and self._rows[node.name].type == FieldType.MULTIPLE:
                return None
            field = self._fields.get(node.name)
            if field is None:
                self.refuse(f"{self._where}：宣言にない項目です：{node.name}")
            else:
                self.used.add(field.key)
            return field
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return self._part(node.node.name, node.attr)
        self._forbid(node)
        return None

    def _part(self, owner: str, name: str) -> Field | None:
        if owner == "loop" and self._rows and name in LOOP_FACTS:
            return None
        table = self._rows.get(owner)
        column = next((each for each in table.columns if name in each.names), None) if table else None
        if column is None or table is None:
            self.refuse(f"{self._where}：宣言にない項目です：{owner}.{name}")
        else:
            self.used.add(f"{table.key}.{column.key}")
        return column

    def _forbid(self, node: Any) -> None:
        self.refuse(
            f"{self._where}：差し込みに使えない書き方です（{type(node).__name__}）。値、for、if だけが使えます。"
        )


def _around(text: str, start: int) -> str:
    return text[start : start + 40].strip()


def _line(xml: str, number: int) -> str:
    lines = xml.splitlines()
    return _TAGS.sub("", lines[number - 1])[:60] if 0 < number <= len(lines) else ""
