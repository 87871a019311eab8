"""Factories of fill-in templates and of what bodies fill in."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from docx import Document

from documents.enums import DocumentKind, TemplateStatus
from documents.filling.declaration import from_toml
from documents.models import DocumentTemplate, TemplateDraft
from tests.factories.accounts import MunicipalityFactory, UserFactory

DECLARATION = """
[[fields]]
key = "title"
label = "件名"
type = "text"
section = "基本"
required = true
prefill = "project_title"
[[fields]]
key = "body_name"
label = "自治体"
type = "municipality"
section = "基本"
prefill = "municipality"
[[fields]]
key = "need"
label = "目的"
type = "long_text"
section = "基本"
prefill = "need"
help = "なぜ必要かを書きます。"
[[fields]]
key = "starts_on"
label = "開始日"
type = "date"
section = "条件"
prefill = "starts_on"
[[fields]]
key = "limit"
label = "上限額"
type = "money"
tax = "included"
section = "条件"
prefill = "budget"
[[fields]]
key = "users"
label = "利用者数"
type = "integer"
unit = "人"
section = "条件"
prefill = "users"
[[fields]]
key = "form"
label = "契約の形"
type = "choice"
choices = ["請負", "準委任"]
default = "準委任"
section = "条件"
[[fields]]
key = "networks"
label = "接続系"
type = "multiple"
choices = ["LGWAN接続系", "インターネット接続系"]
section = "条件"
[[fields]]
key = "training"
label = "研修を含む"
type = "yes_no"
section = "条件"
[[fields]]
key = "items"
label = "項目"
type = "table"
section = "明細"
prefill = "line_items"
columns = [
  { key = "name", label = "名称", type = "text", required = true, prefill = "label" },
  { key = "amount", label = "金額", type = "money" },
]
rows = [["初期設定"]]
"""
PLACES = (
    "件名 {{ title }}（{{ body_name }}）",
    "{{ need }}",
    "開始 {{ starts_on }} 西暦 {{ starts_on_seireki }} 上限 {{ limit }} 利用 {{ users }}",
    '{% if form == "請負" %}請負契約{% else %}準委任契約{% endif %} 接続 {{ networks }} 研修 {{ training }}',
)
ROW = (("{%tr for row in items %}", ""), ("{{ row.name }}", "{{ row.amount }}"), ("{%tr endfor %}", ""))


def template_docx(*places: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A docx with these paragraphs and, if any, a table."""
    document = Document()
    for place in places:
        document.add_paragraph(place)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def small_template() -> bytes:
    """The docx that asks for everything in `DECLARATION`."""
    return template_docx(*PLACES, rows=ROW)


class DocumentTemplateFactory(factory.django.DjangoModelFactory):
    """An approved template with a question of each type."""

    class Meta:
        model = DocumentTemplate

    code = factory.Sequence(lambda n: f"template-{n}")
    number = 1
    title = factory.Sequence(lambda n: f"仕様書の書式{n}")
    kind = DocumentKind.SPECIFICATION
    summary = "クラウドサービスの仕様書です。"
    declaration = factory.LazyFunction(lambda: from_toml(DECLARATION).source)
    file = factory.LazyFunction(lambda: ContentFile(small_template(), name=f"templates/{uuid4()}.docx"))
    original_name = "書式.docx"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    status = TemplateStatus.APPROVED
    created_at = factory.LazyFunction(timezone.now)
    approved_at = factory.SelfAttribute("created_at")


class TemplateDraftFactory(factory.django.DjangoModelFactory):
    """A draft with its title filled in."""

    class Meta:
        model = TemplateDraft

    municipality = factory.SubFactory(MunicipalityFactory)
    template = factory.SubFactory(DocumentTemplateFactory)
    title = factory.Sequence(lambda n: f"議事録の仕様書の下書き{n}")
    answers: Any = factory.LazyFunction(lambda: {"title": "議事録作成支援"})
    created_by = factory.SubFactory(UserFactory)
    created_by_key = factory.SelfAttribute("created_by.key")
    created_at = factory.LazyFunction(timezone.now)
    edited_by = factory.SelfAttribute("created_by")
    edited_at = factory.SelfAttribute("created_at")
