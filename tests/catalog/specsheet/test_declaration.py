"""The declaration holds what the product promises, and a mistake in it is named."""

import pytest

from catalog.specsheet import QuestionType, SpecSheetError, load_sheet
from catalog.specsheet.declaration import read_sheet

HEADER = '[section]\nkey = "one"\nlabel = "一"\nposition = 1\n[[questions]]\n'
FILTERABLE = (  # the ★ of the domain
    """work audience delivery domestic_base trial network lgwan_asp_number ismap ismap_liu iso27001 iso27017
privacy_mark data_location secondary_use authentication uptime pricing_model min_price total_60_months
standard_compliance license"""
)


def test_sections_in_order():
    labels = [section.label for section in load_sheet().sections]
    assert labels == [
        "基本",
        "ネットワーク",
        "セキュリティ",
        "サービス水準",
        "費用",
        "契約の終了と移行",
        "連携と準拠",
        "オープンソース",
    ]


def test_filterable_questions():
    assert [question.key for question in load_sheet().questions if question.filterable] == FILTERABLE.split()


def test_about_eight_questions_are_required():
    required = [question.key for question in load_sheet().questions if question.required]
    assert required == [
        "work", "audience", "delivery", "network", "data_location", "secondary_use", "pricing_model", "export_formats",
    ]  # fmt: skip


def test_every_question_explains_itself():
    assert [question.key for question in load_sheet().questions if not question.help] == []


def test_certificates_tell_own_from_cloud():
    kinds = {question.key for question in load_sheet().questions if question.type == QuestionType.CERTIFICATE}
    assert kinds == {"ismap", "ismap_liu", "iso27001", "iso27017", "privacy_mark"}


def test_lookup():
    sheet = load_sheet()
    assert sheet.question("work").choice_label("S01") == "住民基本台帳"
    assert sheet.question("work").choice_label("Z99") == "Z99"
    assert sheet.section("cost").label == "費用"
    assert "work" in sheet
    with pytest.raises(KeyError):
        sheet.question("lgwan_ready")
    with pytest.raises(KeyError):
        sheet.section("lgwan")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[section", "one.toml: not valid TOML"),
        ('[section]\nkey = "one"\n', "one.toml: section.label: is missing"),
        (HEADER + 'key = "A"\n', "one.toml: A.key"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "colour"', "one.toml: a.type: 'colour' is not a type"),
        (HEADER + 'key = "a"\nlabel = 3\ntype = "date"', "one.toml: a.label: has the wrong type"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "date"\nhelpp = "x"', "one.toml: a.helpp: is not known"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "text"', "one.toml: a.max_length"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "choice"', "one.toml: a.choices: give either"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "choice"\nchoices_from = "x"', "one.toml: a.choices_from"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "choice"\nchoices = ["x"]', "one.toml: a.choices: must hold tables"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "date"\nchoices = [{code = "x"}]', "a date takes no choices"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "date"\nbands = [{code = "x"}]', "a date takes no bands"),
        (HEADER + 'key = "a"\nlabel = "あ"\ntype = "money"\nfilterable = true', "one.toml: a.bands"),
        (
            HEADER + 'key = "a"\nlabel = "あ"\ntype = "choice"\nchoices = [{code="x",label="x"},{code="x",label="y"}]',
            "code is used twice: x",
        ),
        (
            HEADER + 'key = "a"\nlabel = "あ"\ntype = "date"\n[[questions]]\nkey = "a"\nlabel = "あ"\ntype = "date"',
            "one.toml: a: already declared in one.toml",
        ),
    ],
)
def test_a_mistake_is_named_by_file_and_key(tmp_path, text, message):
    path = tmp_path / "one.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecSheetError) as caught:
        read_sheet([path])
    assert message in str(caught.value)


def test_a_section_key_may_not_repeat(tmp_path):
    paths = [tmp_path / "one.toml", tmp_path / "two.toml"]
    for path in paths:
        path.write_text('[section]\nkey = "one"\nlabel = "一"\nposition = 1\n', encoding="utf-8")
    with pytest.raises(SpecSheetError, match=r"two\.toml: section\.key or section\.position"):
        read_sheet(paths)
