"""対象業務 as data."""

import pytest

from accounts.work_fields import (
    WorkFieldsError,
    load_work_fields,
    read_work_fields,
    work_field_choices,
    work_fields_by_code,
)


def test_groups_hold_what_the_law_and_the_product_name():
    sizes = {group: len(choices) for group, choices in work_field_choices()}
    assert sizes["標準化対象20業務"] == 20
    assert sizes["政策分野"] == 14
    assert list(sizes) == ["標準化対象20業務", "政策分野", "内部事務", "横断・共通"]


def test_lookup_by_code():
    assert work_fields_by_code()["X07"].name == "議事録作成・音声認識"
    assert [field.position for field in load_work_fields()] == list(range(1, len(load_work_fields()) + 1))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('{ code = "s1", slug = "a", name = "あ" }', "a code is a capital letter"),
        ('{ code = "S01", slug = "あ", name = "あ" }', "S01: slug"),
        ('{ code = "S01", slug = "a" }', "group and name"),
        (
            '{ code = "S01", slug = "a", name = "あ" }, { code = "S01", slug = "b", name = "い" }',
            "code is used twice: S01",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path, rows, message):
    path = tmp_path / "fields.toml"
    path.write_text(f'[[groups]]\nname = "組"\nfields = [{rows}]\n', encoding="utf-8")
    with pytest.raises(WorkFieldsError, match=message):
        read_work_fields(path)
