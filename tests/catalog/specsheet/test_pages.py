"""How answers read: unknown is not no, an expired certificate is unconfirmed, differences are marked."""

import datetime as dt
import itertools

import pytest

from catalog.specsheet import comparison_sections, detail_sections, facet_token, facets, filter_definitions, load_sheet

TODAY = dt.date(2026, 11, 23)
HELD = {"state": "held", "holder": "own", "number": "JP-1", "expires_on": "2026-11-23"}


def _rows(answers, today=TODAY):
    return {row.key: row for section in detail_sections(answers, today) for row in section.rows}


@pytest.mark.parametrize(
    ("key", "answer", "text"),
    [
        ("work", ["S01", "X07"], "住民基本台帳、議事録作成・音声認識"),
        ("data_location", "japan", "日本国内のみ"),
        ("domestic_base", "no", "いいえ"),
        ("min_price", 1200000, "1,200,000円"),
        ("uptime", "99.95", "99.95%"),
        ("min_contract_months", 12, "12か月"),
        ("backup", "日次", "日次"),
        ("iso27001", {"state": "none"}, "取得していない"),
        ("iso27001", HELD, "取得済み（取得主体: 自社、番号: JP-1、有効期限: 2026年11月23日）"),
        ("iso27001", HELD | {"expires_on": "2026-11-22"}, "未確認（有効期限の2026年11月22日を過ぎています）"),
    ],
)
def test_words(key, answer, text):
    row = _rows({key: answer})[key]
    assert row.is_known
    assert row.text == text


def test_unknown_is_not_no():
    row = _rows({})["domestic_base"]
    assert (row.text, row.is_known) == ("未回答", False)
    assert facets({}, TODAY) == []


def test_url_is_marked_as_a_link():
    rows = _rows({"repository": "https://example.jp/"})
    assert rows["repository"].is_url
    assert not rows["landing_url"].is_url


def test_sections_know_whether_anything_was_answered():
    sections = {section.key: section for section in detail_sections({"tax": "included"}, TODAY)}
    assert sections["cost"].has_answers
    assert not sections["oss"].has_answers


@pytest.mark.parametrize(
    ("answers", "tokens"),
    [
        ({"network": ["lgwan", "internet"]}, ["network:internet", "network:lgwan"]),
        ({"uptime": "99.9"}, ["uptime:99", "uptime:99_5", "uptime:99_9"]),
        ({"min_price": 0}, ["min_price:free"]),
        ({"min_price": 50000}, ["min_price:to_50k"]),
        ({"lgwan_asp_number": "A123456"}, ["lgwan_asp_number:given"]),
        ({"domestic_base": "no"}, ["domestic_base:no"]),
        ({"iso27001": HELD}, ["iso27001:held", "iso27001:held-own"]),
        ({"iso27001": HELD | {"expires_on": "2026-11-22"}}, []),
        ({"iso27001": {"state": "in_progress"}}, []),
        ({"backup": "日次"}, []),
    ],
)
def test_facets(answers, tokens):
    assert facets(answers, TODAY) == tokens


def test_filters_offer_labels():
    filters = {definition.key: definition for definition in filter_definitions()}
    assert list(filters) == [question.key for question in load_sheet().questions if question.filterable]
    option = filters["iso27017"].options[1]
    assert (option.value, option.label, option.token) == ("held-own", "取得主体が自社", "iso27017:held-own")
    assert filters["work"].options[0].group == "標準化対象20業務"
    assert facet_token("license", "MIT") in {option.token for option in filters["license"].options}


def test_bands_leave_no_gap():
    for question in load_sheet().questions:
        if question.bands and question.type == "money":
            edges = [(band.minimum, band.maximum) for band in question.bands]
            for (_, upper), (lower, _) in itertools.pairwise(edges):
                assert lower == upper + 1, question.key


def test_comparison_marks_differences():
    left, right = {"tax": "included", "data_location": "japan"}, {"data_location": "japan"}
    rows = {row.key: row for section in comparison_sections([left, right], TODAY) for row in section.rows}
    assert rows["tax"].differs
    assert [cell.text for cell in rows["tax"].cells] == ["税込", "未回答"]
    assert not rows["data_location"].differs
    assert rows["data_location"].is_answered
    assert not rows["api"].differs
    assert not rows["api"].is_answered
