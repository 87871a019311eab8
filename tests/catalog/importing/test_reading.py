"""Tables from strangers: every bad row is named, nothing is guessed, nothing breaks."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from catalog.actions import ListingContent, publish_listing
from catalog.exports import export_lines
from catalog.importing.reading import read_listings
from catalog.importing.tables import DESK_LIMITS, LONGEST_CELL, Limits
from catalog.models import Service
from catalog.plans import Plan
from dss.csv_text import csv_cell
from tests.factories import VendorFactory, complete_answers

PLAN = {"name": "標準", "unit": "月額", "price": 50_000, "tax": "included", "includes": "", "minimum_months": 12}


def read(text, encoding="utf-8"):
    return read_listings(text.encode(encoding), DESK_LIMITS)


def problems(text, encoding="utf-8"):
    return [str(problem) for problem in read(text, encoding).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding, line_end):
    reading = read(f'name,description{line_end}"窓口①","一行目{line_end}二行目"{line_end}', encoding)
    assert reading.problems == []
    assert reading.rows[0].words == {"name": "窓口①", "description": "一行目\n二行目"}


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties():
    (row,) = read("name,spec.network,spec.audience\nあ,lgwan;internet,\n").rows
    assert row.answers == {"network": ["lgwan", "internet"], "audience": None}
    assert row.plans is None


def test_a_certificate_of_which_a_column_is_missing_keeps_what_is_known():
    assert read("name,spec.iso27001.number\nあ,\n").rows[0].answers == {}
    assert read("name,spec.iso27001.state\nあ,none\n").rows[0].answers == {"iso27001": {"state": "none"}}
    (problem,) = problems("name,spec.iso27001.state,spec.iso27001.holder\nあ,held,own\n")
    assert problem == "2行目 spec.iso27001: 取得済みの認証には、state・holder・number・expires_onの4つの列が要ります。"
    whole = "name,spec.iso27001.state,spec.iso27001.holder,spec.iso27001.number,spec.iso27001.expires_on\n"
    assert read(f"{whole}あ,,,,\n").rows[0].answers == {"iso27001": None}
    assert read(f"{whole}あ,held,own,,\n").rows[0].answers == {"iso27001": {"state": "held", "holder": "own"}}


def test_every_bad_row_is_named_by_line_and_column():
    text = "id,name,name_kana,spec.network,spec.iso27001.state,plans\n"
    text += "x,あ,漢字,moon,,\n"
    text += '1,"二\n行",,,,\n'
    text += f"2,{'長' * 81},,,held,[1]\n"
    assert problems(text) == [
        "2行目 id: 番号（正の整数）で入力してください。",
        "2行目 name_kana: ひらがなと英数字で入力してください。",
        "2行目 spec.network: 選択肢から選んでください。",
        "5行目（表の4行目） name: 80文字以内で入力してください（いまは81文字です）。",
        "5行目（表の4行目） spec.iso27001: 自社が取得したものか、クラウド基盤が取得したものかを選んでください。",
        "5行目（表の4行目） plans: services.csvと同じ、プランの一覧を表すJSONを書いてください。",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ファイルが空です。"),
        (" \n\n", "ファイルが空です。"),
        ("name\n", "見出しの行だけで"),
        ("name\tid\nあ\t1\n", "区切り文字がタブです"),
        ("name;id\nあ;1\n", "区切り文字がセミコロンです"),
        ("name,name\nあ,い\n", "列「name」が2回以上あります"),
        ("name,価格\nあ,1\n", "「価格」という列はありません"),
        ("name,spec.moon\nあ,1\n", "「spec.moon」という列はありません"),
        ("name,\nあ,\n", "「（見出しなし）」という列はありません"),
        ("tagline\nあ\n", "列「id」も「name」もない"),
        ("name,id\nあ\n", "2行目 列の数が1で、見出しの2と違います。"),
        ("name\nあ\x00\n", "2行目に、使えない文字（NUL）"),
        ('name\n"あ\n', "CSVとして読めません"),
        ("name\n" + "あ" * (LONGEST_CELL + 1) + "\n", "2行目 name: 20,000文字を超えています。"),
        ("name\n" + "あ" * 140_000 + "\n", "CSVとして読めません"),
        ("name\n\u202eあ\n", "2行目 name: 使えない文字"),
        ("id\n" + "9" * 5000 + "\n", "2行目 id: 番号"),
        ("id\n0\n", "2行目 id: 番号"),
        ("id\n１\n", "2行目 id: 番号"),
        ("id\n5\n5\n", "3行目 id: 2行目と同じサービスの行です。"),
        ("name\nあ\nあ\n", "3行目 name: 2行目と同じサービスの行です。"),
        ('name,plans\nあ,"[{""name"":""a"",""price"":-1}]"\n', "2行目 plans: 1番目のプラン: "),
        ('name,plans\nあ,"[{""moon"":1}]"\n', "1番目のプランに、知らない項目があります: moon"),
        ('name,plans\nあ,"[{""name"":true}]"\n', "1番目のプランの値は、文字か整数"),
        ("name,plans\nあ," + "[" * 10_000 + "\n", "プランの一覧を表すJSON"),
        ("[]", "JSONの配列は読めません"),
        ('{"name": ', "1行目 JSONとして読めません"),
        ('{"name": NaN}', "1行目 JSONとして読めません"),
        ("{" * 100_000, "1行目 JSONとして読めません"),
        ('{"id": ' + "9" * 5000 + "}", "1行目 JSONとして読めません"),
        ('{"name": "\\ud800"}', "1行目 name: 使えない文字"),
        ('{"name": "a", "name": "b"}', "1行目 name: 同じ項目が2回"),
        ('{"name": ["a"]}', "1行目 name: 文字で入力してください。"),
        ('{"name": "a", "moon": 1}', "1行目 moon: この名前の列はありません"),
        ('{"name": "a", "answers": []}', "1行目 answers: "),
        ('{"name": "a", "answers": {"moon": 1}}', "1行目 spec.moon: 仕様情報にない項目です。"),
        ('{"name": "a"}\n1\n', "2行目 JSONのオブジェクト"),
        ('{"\\ud800": 1}', "1行目 ?: この名前の列はありません"),
        ('{"name": "a", "answers": {"\\ud800": 1}}', "1行目 spec.?: 仕様情報にない項目です。"),
        ('{"name": "a", "answers": {"iso27001": {"\\ud800": 1}}}', "仕様情報にない項目です: ?"),
        ('{"name": "a", "plans": [{"\\ud800": 1}]}', "知らない項目があります: ?"),
        ('{"name": "a", "spec.min_price": 1e400}', "1行目 spec.min_price: 整数で入力してください。"),
        ('{"id": 1.5, "name": "a"}', "1行目 id: 番号"),
        ('{"id": true, "name": "a"}', "1行目 id: 番号"),
    ],
)
def test_what_is_wrong_is_said(text, message):
    found = problems(text)
    assert found
    assert message in found[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name\nあ\n".encode("utf-16"), "UTF-16"),
        (b"\xef\xbb\xbfname\n\xe3\x81", "2行目に、UTF-8として読めない文字"),
        (b"name\n\x81\x01\n", "2行目に、UTF-8としてもShift_JISとしても"),
        (b"PK\x03\x04\x00\x00", "NUL"),
    ],
)
def test_bytes_that_are_no_table(content, message):
    (problem,) = read_listings(content, DESK_LIMITS).problems
    assert message in problem.message


def test_limits():
    assert "大きすぎます" in str(read_listings(b"name\na\n", Limits(size=3, rows=9)).problems[0])
    (problem,) = read_listings(b"name\na\nb\nc\n", Limits(size=99, rows=2)).problems
    assert problem.message == "行が多すぎます（上限2行）。ファイルを分けてください。"


def test_json_lines_take_columns_or_records():
    flat = json.dumps({"name": "あ", "spec.network": ["lgwan"], "vendor_is_startup": True, "plans": [PLAN]})
    nested = json.dumps({"name": "い", "answers": {"network": ["lgwan"]}, "published_on": None})
    first, second = read(f"{flat}\n\n{nested}\n").rows
    assert first.answers == {"network": ["lgwan"]}
    assert first.plans == [PLAN]
    assert second.answers["network"] == ["lgwan"]
    assert second.answers["audience"] is None
    assert second.place == "3行目"


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''-x", "'普通", "-1", "＝", "ふつう", "'"])
def test_what_the_export_hides_from_spreadsheets_comes_back(text):
    cell = csv_cell(text)
    assert not cell.startswith(("=", "-", "＝"))
    (row,) = read(f"name,description\nあ,{cell}\n").rows
    assert row.words["description"] == text


@pytest.mark.django_db
def test_an_export_is_read_back_as_it_was():
    answers = complete_answers() | {"iso27001": {"state": "held", "holder": "own", "number": "=1"}}
    content = ListingContent("=式（架空）", "-ひとこと", "説明\n- 箇条", answers, "しき", [Plan(**PLAN)])
    service, _ = publish_listing(vendor=VendorFactory(), service=None, content=content, actor=None, now=timezone.now())
    (row,) = read("".join(export_lines(Service.objects.all()))).rows
    version = service.current
    assert {key: value for key, value in row.answers.items() if value is not None} == version.answers
    assert row.plans == version.plans
    assert [row.words[name] for name in ("name", "name_kana", "tagline", "description")] == [
        version.name,
        version.name_kana,
        version.tagline,
        version.description,
    ]
    assert (row.service_id, row.vendor_id) == (service.pk, service.vendor_id)
