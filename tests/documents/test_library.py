"""The templates that come with the product: taken in once, complete, filled in without a gap."""

from __future__ import annotations

import io
import re
import tomllib

import pytest
from django.core.management import call_command
from docx import Document

from documents.enums import TemplateStatus
from documents.filling.building import built
from documents.filling.declaration import FieldType, from_data
from documents.filling.prefill import Prefill, prefilled
from documents.filling.running import filled_file
from documents.filling.values import context_of, fitting
from documents.library import LIBRARY, codes
from documents.models import DocumentTemplate
from tests.factories import DocumentTemplateFactory

pytestmark = pytest.mark.django_db


def load() -> None:
    call_command("load_templates", verbosity=0)


def sample(questions, *, says_yes: bool):
    """An answer to every question."""
    given = {
        FieldType.DATE: "2027-04-01",
        FieldType.INTEGER: 60,
        FieldType.MONEY: 1_000_000,
        FieldType.YES_NO: says_yes,
    }
    answers = {each.key: given.get(each.type, f"〔{each.label}〕"[: each.max_length]) for each in questions.fields}
    for each in questions.fields:
        if each.type == FieldType.CHOICE:
            answers[each.key] = each.choices[-1 if says_yes else 0]
        if each.type == FieldType.MULTIPLE:
            answers[each.key] = list(each.choices) if says_yes else []
        if each.type == FieldType.TABLE:
            answers[each.key] = list(each.rows) or [{column.key: "甲" for column in each.columns}]
    return fitting(questions, answers)


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_they_are_taken_in_once_and_the_operators_own_stay():
    DocumentTemplateFactory(code="rfi")
    own = DocumentTemplateFactory(code="criteria", created_by_key="0c1f4e0e-3a55-4b55-9d39-6b6f4ae3b1aa")
    load()
    load()
    assert list(DocumentTemplate.objects.approved().in_order().exclude(pk=own.pk).values_list("code", "number")) == [
        ("spec-saas", 1),
        ("spec-build", 1),
        ("rfi", 2),
        ("quote-request", 1),
        ("privacy-terms", 1),
    ]
    assert DocumentTemplate.objects.get(code="criteria") == own
    assert DocumentTemplate.objects.filter(status=TemplateStatus.RETIRED).count() == 1


def test_the_same_text_makes_the_same_file():
    source = (LIBRARY / "rfi.md").read_text(encoding="utf-8")
    assert built(source) == built(source)


def checked_numbers(file: bytes) -> list[str]:
    """The headings and items whose number does not follow the one before."""
    wrong, last, chapter = [], 0, 0
    for each in Document(io.BytesIO(file)).paragraphs:
        is_chapter = each.style.name == "Heading 1"
        last = 0 if each.style.name.startswith("Heading") else last
        number = re.match(r"第?([0-9]+)条?　", each.text) if is_chapter else re.match(r"（([0-9]+)）", each.text)
        if number and int(number[1]) != (chapter if is_chapter else last) + 1:
            wrong.append(each.text)
        if number and is_chapter:
            chapter = int(number[1])
        elif number:
            last = int(number[1])
    return wrong


@pytest.mark.parametrize("says_yes", [True, False])
@pytest.mark.parametrize("code", codes())
def test_every_one_is_filled_in_without_a_gap(code, says_yes):
    """Parts that may be left out stand last, so that no number is skipped."""
    source = (LIBRARY / f"{code}.md").read_text(encoding="utf-8")
    questions = from_data(tomllib.loads((LIBRARY / f"{code}.toml").read_text(encoding="utf-8"))["fields"])
    answers = sample(questions, says_yes=says_yes)
    if not says_yes:
        answers = {key: value for key, value in answers.items() if key not in {"notes", "conditions", "limit"}}
    file = filled_file(built(source), context_of(questions, answers))
    text = text_of(file)
    assert not [mark for mark in ("【未記入", "{{", "{%") if mark in text]
    assert [
        each.label
        for each in questions.fields
        if each.required and each.type == FieldType.TEXT and not each.default and f"〔{each.label}〕" not in text
    ] == []
    assert checked_numbers(file) == []


@pytest.mark.parametrize("code", ["spec-saas", "spec-build"])
def test_chapters_that_a_specification_needs(code):
    text = (LIBRARY / f"{code}.md").read_text(encoding="utf-8")
    needed = {
        *("目的", "範囲", "用語", "機能要件", "可用性", "性能", "情報セキュリティ", "三層の対策", "LGWAN", "運用"),
        *(
            "移行",
            "研修",
            "サービス水準",
            "返却",
            "消去",
            "検収",
            "支払",
            "再委託",
            "個人情報",
            "障害",
            "体制",
            "引継ぎ",
        ),
    }
    assert {word for word in needed if word not in text} == set()


@pytest.mark.parametrize("code", codes())
def test_a_purchase_fits_every_template(code):
    questions = from_data(tomllib.loads((LIBRARY / f"{code}.toml").read_text(encoding="utf-8"))["fields"])
    known = prefilled(
        questions, Prefill(project_title="議事録", need="会議が多い", municipality="鶴亀市", network="LGWAN接続系")
    )
    assert {"title", "municipality"} <= set(known)
    assert known.get("network", "LGWAN接続系") == "LGWAN接続系"


def test_codes_are_named_by_their_files():
    assert len(codes()) == 6
    assert all((LIBRARY / f"{code}.md").exists() for code in codes())
