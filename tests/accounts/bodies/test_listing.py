"""Our own list is whole and right; the ministry's is read as published; a bad one is refused row by row."""

from __future__ import annotations

from collections import Counter

import pytest

from accounts.bodies.codes import is_code
from accounts.bodies.listing import BUNDLED_LIST, bundled_list, hiragana, read_list
from accounts.bodies.rows import ListError
from tests.accounts.bodies.makers import HEADER, csv_file, half_width, ministry_book, ministry_rows

OURS = list(bundled_list().values())
OUR_ROWS = [["code", "name", "kana", "prefecture", "kind"], *[list(body[:5]) for body in OURS]]


def problems_of(path) -> tuple[str, ...]:
    with pytest.raises(ListError) as error:
        read_list(path)
    return error.value.problems


class TestOurList:
    def test_all_1788_bodies_by_kind(self):
        assert Counter(body.kind for body in OURS) == {
            "prefecture": 47,
            "designated_city": 20,
            "core_city": 62,
            "special_ward": 23,
            "city": 710,
            "town": 743,
            "village": 183,
        }
        assert len(bundled_list()) == len(OURS) == 1788

    def test_keeps_the_rules_of_any_list(self):
        assert read_list(BUNDLED_LIST) == OURS

    def test_codes_have_their_check_digits_and_stand_in_order(self):
        assert all(is_code(body.code) for body in OURS)
        assert [body.code for body in OURS] == sorted(bundled_list())

    def test_47_prefectures_in_order(self):
        assert [body.code[:2] for body in OURS if body.kind == "prefecture"] == [f"{n:02}" for n in range(1, 48)]

    def test_name_and_kana_end_as_the_kind_says(self):
        endings = {
            "designated_city": {("市", "し")},
            "core_city": {("市", "し")},
            "city": {("市", "し")},
            "special_ward": {("区", "く")},
            "town": {("町", "ちょう"), ("町", "まち")},
            "village": {("村", "むら"), ("村", "そん")},
        }
        for body in OURS:
            if body.kind in endings:
                assert any(body.name.endswith(n) and body.kana.endswith(k) for n, k in endings[body.kind]), body

    @pytest.mark.parametrize(
        ("code", "kana"),
        [
            ("064289", "しょうないまち"),
            ("112062", "ぎょうだし"),
            ("124036", "くじゅうくりまち"),
            ("253847", "りゅうおうちょう"),
            ("332089", "そうじゃし"),
            ("473260", "ちゃたんちょう"),
            ("122289", "よつかいどうし"),
            ("294497", "とつかわむら"),
        ],
    )
    def test_size_of_kana(self, code, kana):
        assert bundled_list()[code].kana == kana

    def test_special_wards_are_tokyos(self):
        assert {body.code[:2] for body in OURS if body.kind == "special_ward"} == {"13"}


class TestMinistryList:
    def test_xlsx(self, tmp_path):
        bodies = {body.code: body for body in read_list(ministry_book(tmp_path / "list.xlsx", ministry_rows(OURS)))}
        assert bodies.pop("282014").kind == "designated_city"  # 姫路市, by the second sheet
        assert bodies == {code: body for code, body in bundled_list().items() if code != "282014"}

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
    def test_csv_with_notes_above_wards_and_lost_zeros(self, tmp_path, encoding):
        rows = [[row[0].removeprefix("0"), *row[1:]] for row in ministry_rows(OURS)]
        ward = ["011011", "北海道", "札幌市中央区", "ﾎｯｶｲﾄﾞｳ", "ｻｯﾎﾟﾛｼﾁｭｳｵｳｸ"]
        header = [cell.replace("\n", "") for cell in HEADER]
        path = csv_file(tmp_path / "list.csv", [["全国地方公共団体コード"], [], header, ward, *rows, []], encoding)
        assert read_list(path) == OURS

    def test_large_kana_are_corrected_by_our_list(self, tmp_path):
        rows = ministry_rows(OURS)
        at = next(number for number, row in enumerate(rows) if row[0] == "064289")
        rows[at] = [*rows[at][:4], half_width("しようないまち")]
        bodies = read_list(ministry_book(tmp_path / "list.xlsx", rows))
        assert next(body for body in bodies if body.code == "064289").kana == "しょうないまち"

    def test_new_reading_of_a_body_is_followed(self, tmp_path):
        rows = ministry_rows(OURS)
        at = next(number for number, row in enumerate(rows) if row[0] == "112186")
        rows[at] = ["112186", "埼玉県", "深谷市", "ｻｲﾀﾏｹﾝ", "ﾌｶﾀﾆｼ"]
        bodies = read_list(ministry_book(tmp_path / "list.xlsx", rows))
        assert next(body for body in bodies if body.code == "112186").kana == "ふかたにし"


class TestRefusal:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            (["112187", "架空市", "かくうし", "埼玉県", "city"], "「112187」が正しくありません"),
            (["架空", "架空市", "かくうし", "埼玉県", "city"], "が正しくありません"),
            (["112186", "深谷市", "ふかやし", "埼玉県", "city"], "112186 が2回あります"),
            (["112097", "架空市", "かくうし", "群馬県", "city"], "「群馬県」が団体コード 112097 と合いません"),
            (["112992", "架空市", "架空し", "埼玉県", "city"], "カナ「架空し」が読めません"),
            (["112992", "架空市", "", "埼玉県", "city"], "カナ「」が読めません"),
            (["112992", "架空市", "かくうし", "埼玉県", "association"], "団体区分が分かりません"),
            (["112992", "架空市", "かくうし", "埼玉県", "prefecture"], "団体区分が団体コード 112992 と合いません"),
            (["112992", "架" * 61, "かくうし", "埼玉県", "city"], "名称が長すぎます"),
        ],
    )
    def test_bad_row_is_named(self, tmp_path, row, problem):
        found = problems_of(csv_file(tmp_path / "list.csv", [*OUR_ROWS, row]))
        assert any(line.startswith("1790行目：") and problem in line for line in found), found

    def test_every_bad_row_is_named(self, tmp_path):
        bad = [["112187", "架空市", "かくうし", "埼玉県", "city"], ["", "架空市", "かくうし", "埼玉県", "city"]]
        found = problems_of(csv_file(tmp_path / "list.csv", [*OUR_ROWS, *bad]))
        assert [line.partition("：")[0] for line in found] == ["1790行目", "1791行目"]

    def test_list_cut_short(self, tmp_path):
        found = problems_of(csv_file(tmp_path / "list.csv", OUR_ROWS[:1000]))
        assert "沖縄県の行がありません。全団体の一覧を指定してください。" in found

    def test_unknown_successor(self, tmp_path):
        rows = [[*OUR_ROWS[0], "successor"], *[[*row, ""] for row in OUR_ROWS[1:]]]
        rows.append(["112992", "架空市", "かくうし", "埼玉県", "city", "112097x"])
        assert any("承継団体" in line for line in problems_of(csv_file(tmp_path / "list.csv", rows)))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\n\n",
            b"a,b\n1,2\n",
            b"\xff\xfe\x00\x00",
            b"PK\x03\x04 no archive",
            b"a,b\0\n",
            b"a" * 200_000,
            "市,町".encode("utf-16"),
        ],
    )
    def test_other_files(self, tmp_path, content):
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        assert problems_of(path)

    def test_missing_file(self, tmp_path):
        assert "を読めません" in problems_of(tmp_path / "missing.csv")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ｼﾞｮｳｿｳｼ", "じょうそうし"), ("ジョウソウ シ", "じょうそうし"), ("じょうそうし", "じょうそうし"), ("", "")],
)
def test_hiragana(text, expected):
    assert hiragana(text) == expected
