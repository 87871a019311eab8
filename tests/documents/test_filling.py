"""Declarations, values, and the limited process that reads and fills a template."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from documents.extraction import Limits
from documents.files import check_upload
from documents.filling.checking import check_declaration, check_template
from documents.filling.declaration import DeclarationError, FieldType, from_data, from_toml
from documents.filling.prefill import Prefill, PrefillItem, prefilled
from documents.filling.running import CannotFill, filled_file, filled_text, inspect_template
from documents.filling.values import beginnings, context_of, fitting, missing, shown_lines
from documents.filling.wareki import both, seireki, wareki
from tests.documents.makers import package, upload, word_xml
from tests.factories.templates import DECLARATION, small_template, template_docx

QUESTIONS = from_toml(DECLARATION)


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def filled(*places: str, **answers) -> str:
    return text_of(filled_file(template_docx(*places), context_of(QUESTIONS, fitting(QUESTIONS, answers))))


# --- Dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2026, 4, 1), "令和8年4月1日"),
        (dt.date(2019, 5, 1), "令和元年5月1日"),
        (dt.date(2019, 4, 30), "平成31年4月30日"),
        (dt.date(1989, 1, 8), "平成元年1月8日"),
        (dt.date(1989, 1, 7), "昭和64年1月7日"),
        (dt.date(1900, 1, 1), "1900年1月1日"),
    ],
)
def test_days_in_eras(day, written):
    assert wareki(day) == written


def test_days_in_both_calendars():
    assert seireki(dt.date(2026, 4, 1)) == "2026年4月1日"
    assert both(dt.date(2026, 4, 1)) == "令和8年（2026年）4月1日"
    assert both(dt.date(1900, 1, 1)) == "1900年1月1日"


# --- Declarations ---------------------------------------------------------------------------------------------------


def test_a_declaration_is_kept_as_it_was_read():
    assert from_data(QUESTIONS.source) == QUESTIONS
    assert [name for name, _ in QUESTIONS.sections] == ["基本", "条件", "明細"]
    assert {each.type for each in QUESTIONS.fields} >= {FieldType.TABLE, FieldType.DATE, FieldType.MULTIPLE}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "[[fields]]"),
        ("fields = 3", "[[fields]]"),
        ("fields = [", "読み取れません"),
        ('[[fields]]\nkey = "__class__"\nlabel = "x"\ntype = "text"', "key は"),
        ('[[fields]]\nkey = "loop"\nlabel = "x"\ntype = "text"', "key は"),
        ('[[fields]]\nkey = "a"\nlabel = ""\ntype = "text"', "label を"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "novel"', "type は"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "choice"', "choices は"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "text"\nchoices = ["あ"]', "choices は"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "table"', "columns は"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "money"\ntax = "some"', "tax は"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "text"\nmax_length = 0', "max_length は"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "text"\ncolour = "red"', "知らない書き方"),
        ('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "text"\nhelp = 3', "文字で"),
        (
            '[[fields]]\nkey = "a"\nlabel = "x"\ntype = "table"\ncolumns = [{key="b",label="y",type="table"}]',
            "type は",
        ),
        (
            '[[fields]]\nkey = "a"\nlabel = "x"\ntype = "date"\n[[fields]]\nkey = "a_both"\nlabel = "y"\ntype = "text"',
            "2つあります",
        ),
    ],
)
def test_a_bad_declaration_says_what_is_wrong(text, message):
    with pytest.raises(DeclarationError) as caught:
        from_toml(text)
    assert message in str(caught.value)


def test_an_unknown_key_to_copy_is_a_mistake():
    with pytest.raises(ValidationError, match="prefill"):
        check_declaration('[[fields]]\nkey = "a"\nlabel = "x"\ntype = "text"\nprefill = "weather"')


# --- Values ---------------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_left_out():
    kept = fitting(
        QUESTIONS,
        {
            "title": 5,
            "need": "一\r\n二\x00\x0b\ud800",
            "starts_on": "2026-02-30",
            "limit": True,
            "users": -1,
            "form": "売買",
            "networks": ["LGWAN接続系", "衛星"],
            "training": "yes",
            "items": [{"name": "設定\n費", "amount": 0, "colour": "red"}, {}, "x"],
            "unknown": "x",
        },
    )
    assert kept == {"need": "一\n二", "networks": ["LGWAN接続系"], "items": [{"name": "設定 費", "amount": 0}]}
    assert [each.key for each in missing(QUESTIONS, kept)] == ["title"]


def test_what_stands_in_an_empty_form():
    assert beginnings(QUESTIONS) == {"form": "準委任", "items": [{"name": "初期設定"}]}


def test_answers_in_words():
    answers = fitting(
        QUESTIONS,
        {"starts_on": "2027-04-01", "limit": 1200000, "users": 1500, "training": True, "items": [{"name": "設定"}]},
    )
    shown = dict(shown_lines(QUESTIONS, answers))
    assert shown["開始日"] == "令和9年4月1日"
    assert shown["上限額"] == "1,200,000円（税込）"
    assert shown["利用者数"] == "1,500人"
    assert shown["研修を含む"] == "はい"
    assert shown["項目"] == "設定 ／ −"


def test_a_purchase_begins_a_draft():
    prefill = Prefill(
        project_title="議事録作成支援",
        need="会議が多い。",
        starts_on=dt.date(2027, 4, 1),
        users=120,
        budget=3_000_000,
        municipality="鶴亀市",
        line_items=(PrefillItem("初期設定"), PrefillItem("月額利用料", quantity=60)),
        candidate_services=("たまゆら議事録",),
    )
    assert prefilled(QUESTIONS, prefill) == {
        "title": "議事録作成支援",
        "body_name": "鶴亀市",
        "need": "会議が多い。",
        "starts_on": "2027-04-01",
        "limit": 3_000_000,
        "users": 120,
        "items": [{"name": "初期設定"}, {"name": "月額利用料"}],
    }
    assert prefilled(QUESTIONS, Prefill()) == {}


def test_what_is_known_is_put_into_words():
    questions = from_toml(
        '[[fields]]\nkey = "year"\nlabel = "年度"\ntype = "text"\nprefill = "fiscal_year"\n'
        '[[fields]]\nkey = "names"\nlabel = "候補"\ntype = "long_text"\nprefill = "candidate_services"\n'
        '[[fields]]\nkey = "rows"\nlabel = "候補"\ntype = "table"\nprefill = "candidate_services"\n'
        'columns = [{key="name",label="名",type="service"}]\n'
        '[[fields]]\nkey = "people"\nlabel = "人口"\ntype = "text"\nprefill = "population"\n'
        '[[fields]]\nkey = "lines"\nlabel = "項目"\ntype = "text"\nprefill = "line_items"\n'
        '[[fields]]\nkey = "flag"\nlabel = "旗"\ntype = "yes_no"\nprefill = "need"\n'
    )
    prefill = Prefill(
        fiscal_year=2027,
        candidate_services=("甲", "乙"),
        population=140_000,
        need="あり",
        line_items=(PrefillItem("設定"), PrefillItem("研修")),
    )
    assert prefilled(questions, prefill) == {
        "year": "令和9年度（2027年度）",
        "names": "甲\n乙",
        "rows": [{"name": "甲"}, {"name": "乙"}],
        "people": "140,000",
        "lines": "設定、研修",
    }


# --- Places ---------------------------------------------------------------------------------------------------------


def problems(*places: str) -> str:
    return " ".join(inspect_template(template_docx(*places), QUESTIONS.source).problems)


def test_an_honest_template_is_read_whole():
    found = inspect_template(small_template(), QUESTIONS.source)
    assert found.problems == []
    assert found.used == {*(each.key for each in QUESTIONS.fields), "items.name", "items.amount"}


@pytest.mark.parametrize(
    "place",
    [
        "{{ title.__class__ }}",
        "{{ title.__class__.__mro__[1].__subclasses__() }}",
        "{{ title['__class__'] }}",
        "{{ ''.__class__ }}",
        "{{ title|attr('__class__') }}",
        "{{ title|upper }}",
        "{{ title() }}",
        "{{ 7*7 }}",
        "{{ self }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum }}",
        "{{ range(9) }}",
        "{{ nowhere }}",
        "{{ items }}",
        "{{ items.name }}",
        "{{ row.name }}",
        "{{ loop.index }}",
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% macro m() %}x{% endmacro %}",
        "{% block b %}x{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% raw %}{{ 7*7 }}{% endraw %}",
        "{% for x in title %}{{ x }}{% endfor %}",
        "{% for x in range(9) %}{{ x }}{% endfor %}",
        "{% for a, b in items %}x{% endfor %}",
        "{% for row in items if row.name %}x{% endfor %}",
        "{% for row in items %}{{ row.secret }}{% endfor %}",
        "{% for row in items %}{{ row.__class__ }}{% endfor %}",
        "{% for row in items %}{{ loop.__class__ }}{% endfor %}",
        "{% for title in items %}x{% endfor %}",
        '{% if form == "売買" %}x{% endif %}',
        "{% if form == title %}x{% endif %}",
        "{% if form > 3 %}x{% endif %}",
        "{% if title %}",
        "{{ title",
        "{{r title }}",
        "{# Anmerkung #}",
        "{_{ title }_}",
    ],
)
def test_what_a_place_may_not_be(place):
    assert problems(place)


@pytest.mark.parametrize(
    "place",
    [
        "{{ title }} {{ starts_on_both }} {{ limit_number }}",
        "{% if title and not need %}x{% else %}y{% endif %}",
        '{% if form == "請負" or "LGWAN接続系" in networks %}x{% elif training %}y{% endif %}',
        "{% for each in networks %}{{ loop.index }} {{ each }}{% endfor %}",
        "{% for row in items %}{% if not loop.last %}{{ row.name }}{% endif %}{% endfor %}",
    ],
)
def test_what_a_place_may_be(place):
    assert problems(place) == ""


def test_places_only_where_they_are_filled():
    document = Document(io.BytesIO(template_docx("{{ title }}")))
    document.sections[0].header.paragraphs[0].text = "{{ nowhere }}"
    document.sections[0].footer.paragraphs[0].text = "{{ title.upper() }}"
    document.core_properties.subject = "{{ 7*7 }}"
    out = io.BytesIO()
    document.save(out)
    told = " ".join(inspect_template(out.getvalue(), QUESTIONS.source).problems)
    assert "ヘッダー：宣言にない項目です：nowhere" in told
    assert "フッター" in told
    assert "プロパティ" in told


def test_a_template_and_its_declaration_fit():
    def check(content: bytes):
        return check_template(check_upload(upload("書式.docx", content)), QUESTIONS)

    assert check(small_template()).used
    with pytest.raises(ValidationError, match="どこにも出てこない項目です：need"):
        check(template_docx("{{ title }}"))
    with pytest.raises(ValidationError, match="宣言にない項目です：nowhere"):
        check(template_docx("{{ nowhere }}"))
    with pytest.raises(ValidationError, match="開けませんでした"):
        check(package({"word/document.xml": word_xml("<w:p><w:r>")}))


# --- Filling in -----------------------------------------------------------------------------------------------------

NASTY = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{% endif %}{{ title.__class__ }}",
    "{_{ 7*7 }_} {_% if %_}",
    "{_{_{",
    "</w:t></w:r></w:p><w:p>",
    "<w:br/> & &amp; ' \"",
    "]]> <!-- --> <?xml?>",
    "髙﨑 葛󠄀 𠮷野 神︀ 🙂👨‍👩‍👧 ㍿",
    "あ" * 5_000,
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_a_value_is_only_a_value(value):
    told = filled("前{{ need }}後", need=value)
    assert told == f"前{value}後"


def test_signs_that_xml_cannot_carry_are_left_out():
    assert filled("前{{ need }}後", need="一\x00二\x0b三\x07四\ud800五\ufdd0六\uffff") == "前一二三四五六後"


def test_lines_are_paragraphs_of_the_same_style():
    content = filled_file(template_docx("{{ need }}"), context_of(QUESTIONS, {"need": "一\n\n三\t四"}))
    assert [each.text for each in Document(io.BytesIO(content)).paragraphs] == ["一", "", "三\t四"]


def test_answers_that_are_missing_are_seen():
    told = filled("{{ title }}|{{ need }}|{{ starts_on }}|{{ networks }}|{{ training }}")
    assert told == "【未記入：件名】||||無"


def test_every_type_in_the_file():
    answers = fitting(
        QUESTIONS,
        {
            "title": "議事録",
            "starts_on": "2026-04-01",
            "limit": 1_234_567,
            "users": 1_200,
            "form": "請負",
            "networks": ["インターネット接続系", "LGWAN接続系"],
            "training": True,
            "items": [{"name": "設定", "amount": 0}, {"name": "{{ 7*7 }}"}],
        },
    )
    content = filled_file(small_template(), context_of(QUESTIONS, answers))
    told = text_of(content)
    assert "開始 令和8年4月1日 西暦 2026年4月1日 上限 1,234,567円（税込） 利用 1,200人" in told
    assert "請負契約 接続 LGWAN接続系、インターネット接続系 研修 有" in told
    assert "設定\n0円\n{{ 7*7 }}\n" in told
    text = filled_text(small_template(), context_of(QUESTIONS, answers))
    assert {"kind": "row", "cells": ["設定", "0円"]} in text[0]


def test_a_greedy_or_slow_file_kills_only_its_process():
    with pytest.raises(CannotFill):
        filled_file(small_template(), context_of(QUESTIONS, {}), Limits(megabytes=40))
    with pytest.raises(CannotFill):
        filled_file(small_template(), context_of(QUESTIONS, {}), Limits(wall_seconds=0.01))
    with pytest.raises(CannotFill):
        inspect_template(b"not a docx", QUESTIONS.source)


def test_a_place_without_a_value_is_a_fault_and_not_a_gap():
    with pytest.raises(CannotFill):
        filled_file(template_docx("{{ title }}"), {})
