"""Addresses of static files."""

from __future__ import annotations

import json

import pytest

from dss.static_names import RememberingStaticFilesStorage


@pytest.fixture
def storage(tmp_path, settings):
    settings.DEBUG = False
    manifest = {"paths": {"css/app.css": "css/app.0123456789ab.css"}, "version": "1.1", "hash": ""}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest), encoding="utf-8")
    return RememberingStaticFilesStorage(location=tmp_path, base_url="/static/")


def test_the_address_has_the_hash_and_is_found_out_once(storage):
    assert storage.url("css/app.css") == "/static/css/app.0123456789ab.css"
    storage.hashed_files.clear()
    assert storage.url("css/app.css") == "/static/css/app.0123456789ab.css"


def test_a_file_that_is_not_there_is_an_error_every_time(storage):
    for _ in range(2):
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("css/gone.css")
