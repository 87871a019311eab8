"""A section's form shows the declaration and puts errors beside their fields."""

import pytest

from catalog.specsheet import load_sheet, section_form_class


def _form(section, data):
    return section_form_class(load_sheet().section(section))(data)


def test_labels_help_and_marks():
    form = _form("basic", {})
    assert form.fields["work"].label == "対象業務"
    assert form.fields["work"].required_mark
    assert not form.fields["trial"].required_mark
    assert "<optgroup" not in form["audience"].as_widget()


def test_a_draft_may_be_unfinished():
    form = _form("basic", {"work": ["S01"]})
    assert form.is_valid()
    assert form.answers() == {"work": ["S01"]}


@pytest.mark.parametrize(
    ("section", "data", "field"),
    [
        ("basic", {"work": ["S99"]}, "work"),
        ("basic", {"trial": ["none", "demo_site"]}, "trial"),
        ("cost", {"min_price": "高い"}, "min_price"),
        ("cost", {"tax": "\x00"}, "tax"),
        ("service_level", {"backup": "\x00"}, "backup"),
        ("security", {"iso27001__state": "held"}, "iso27001__state"),
        ("oss", {"repository": "ftp://example.jp"}, "repository"),
    ],
)
def test_errors_stand_beside_the_field(section, data, field):
    form = _form(section, data)
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_certificate_is_asked_in_parts():
    form = _form(
        "security", {"iso27001__state": "held", "iso27001__holder": "own", "iso27001__expires_on": "2027-03-31"}
    )
    assert form.is_valid()
    assert form.answers() == {"iso27001": {"state": "held", "holder": "own", "expires_on": "2027-03-31"}}
    assert form.fields["iso27001__holder"].label == "ISO/IEC 27001（ISMS）: 取得主体"
