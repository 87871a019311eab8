"""The axes as data."""

import re

import pytest

from accounts.work_fields import load_work_fields
from catalog import category_data
from catalog.category_data import categories_of_axis, load_category_data
from catalog.enums import CategoryAxis


def test_axes_are_those_of_the_enum():
    assert {entry.axis for entry in load_category_data()} == set(CategoryAxis.values)


def test_work_axis_is_the_list_of_the_ground():
    assert [entry.code for entry in categories_of_axis("work")] == [field.code for field in load_work_fields()]


def test_slugs_are_unique_ascii():
    slugs = [entry.slug for entry in load_category_data()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_unknown_axis():
    with pytest.raises(KeyError):
        categories_of_axis("colour")


def test_slug_used_twice_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "categories.toml"
    path.write_text('[[axes]]\naxis = "network"\ncategories = [{code = "x", slug = "minutes", name = "x"}]')
    monkeypatch.setattr(category_data, "DATA_FILE", path)
    with pytest.raises(ValueError, match="minutes"):
        load_category_data.__wrapped__()
