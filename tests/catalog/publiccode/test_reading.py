"""publiccode.yml files: what is good is understood, what is not is named by file and key."""

import os

import pytest

from catalog.publiccode import read_publiccode
from catalog.publiccode.yaml_files import LARGEST_FILE

GOOD = """\
publiccodeYmlVersion: "0.4"
name: 窓口ならび順
url: https://code.example/town/queue.git
landingURL: https://queue.example/
softwareVersion: 1.10
developmentStatus: stable
categories:
  - appointment-scheduling
  - not-in-our-table
legal:
  license: AGPL-3.0-or-later
maintenance:
  type: community
description:
  en:
    shortDescription: Tells people when it is their turn.
  ja:
    shortDescription: 窓口の順番を知らせます。
    longDescription: |
      番号札を発券し、
      順番を知らせます。
    features:
      - 発券
      - 呼び出し
"""


def _read(tmp_path, text, name="a.yml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_publiccode(tmp_path)


def test_a_good_file(tmp_path):
    (entry,), problems = _read(tmp_path, GOOD)
    assert problems == []
    assert (entry.name, entry.tagline) == ("窓口ならび順", "窓口の順番を知らせます。")
    assert entry.description == "番号札を発券し、\n順番を知らせます。\n\n- 発券\n- 呼び出し"
    assert entry.repository == "https://code.example/town/queue"
    assert entry.answers == {
        "work": ["X13"],
        "delivery": ["on-premises", "oss"],
        "data_location": "customer",
        "pricing_model": ["free"],
        "repository": "https://code.example/town/queue",
        "landing_url": "https://queue.example/",
        "software_version": "1.10",
        "license": "AGPL-3.0-or-later",
        "development_status": "stable",
        "maintenance": "community",
    }


@pytest.mark.parametrize("version", ["0", "0.2", "0.2.2", "0.3.0", "0.4", "0.5.0"])
def test_versions_understood(tmp_path, version):
    _, problems = _read(tmp_path, GOOD.replace('"0.4"', f'"{version}"'))
    assert problems == []


@pytest.mark.parametrize("ending", ["", ".git", "/", ".git/"])
def test_the_repository_is_the_same_however_it_is_spelled(tmp_path, ending):
    (entry,), _ = _read(tmp_path, GOOD.replace("queue.git", f"queue{ending}"))
    assert entry.repository == "https://code.example/town/queue"


def test_a_description_in_no_language(tmp_path):
    entries, problems = _read(tmp_path, GOOD[: GOOD.index("description:")] + "description: {}\n")
    assert entries == []
    assert [str(problem) for problem in problems] == ["a.yml: description: 必須の項目がありません。"]


def test_a_single_file(tmp_path):
    path = tmp_path / "publiccode.yml"
    path.write_text(GOOD, encoding="utf-8")
    entries, problems = read_publiccode(path)
    assert [entry.file for entry in entries] == ["publiccode.yml"]
    assert problems == []


@pytest.mark.parametrize(
    ("languages", "tagline"),
    [
        ("  ja: {shortDescription: 日本語}\n  en: {shortDescription: English}", "日本語"),
        ("  fr: {shortDescription: Français}\n  en: {shortDescription: English}", "English"),
        ("  it: {longDescription: Italiano}", "Italiano"),
    ],
)
def test_language_falls_back(tmp_path, languages, tagline):
    text = GOOD[: GOOD.index("description:")] + "description:\n" + languages
    (entry,), _ = _read(tmp_path, text)
    assert entry.tagline == tagline


@pytest.mark.parametrize(
    ("licence", "answers"),
    [
        ("MIT", {"license": "MIT"}),
        ("apache-2.0", {"license": "Apache-2.0"}),
        ("AGPL-3.0", {"license": "AGPL-3.0-only"}),
        ("GPL-2.0+", {"license": "GPL-2.0-or-later"}),
        ("MIT OR Apache-2.0", {"license": "other", "license_expression": "MIT OR Apache-2.0"}),
    ],
)
def test_licences(tmp_path, licence, answers):
    (entry,), _ = _read(tmp_path, GOOD.replace("AGPL-3.0-or-later", licence))
    assert {key: value for key, value in entry.answers.items() if key.startswith("license")} == answers


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"0.4"', '"0.7"', "a.yml: publiccodeYmlVersion: '0.7' には対応していません"),
        ('"0.4"', '"1.0"', "a.yml: publiccodeYmlVersion: '1.0'"),
        ('publiccodeYmlVersion: "0.4"\n', "", "a.yml: publiccodeYmlVersion: 必須"),
        ("name: 窓口ならび順\n", "", "a.yml: name: 必須"),
        ("name: 窓口ならび順", "name: [a]", "a.yml: name: 文字の値ではありません"),
        ("name: 窓口ならび順", 'name: "a\\u202eb"', "a.yml: name: 使えない文字"),
        ("name: 窓口ならび順", f"name: {'長' * 81}", "a.yml: name: 80文字以内"),
        ("name: 窓口ならび順", "name: x\nname: y", "a.yml: name: 3行目: 同じ項目が2回"),
        ("https://code.example/town/queue.git", "ftp://code.example", "a.yml: url: https://"),
        ("https://queue.example/", "queue", "a.yml: landingURL: https://"),
        ("developmentStatus: stable", "developmentStatus: finished", "a.yml: developmentStatus: 選択肢"),
        ("type: community", "type: nobody", "a.yml: maintenance.type: 選択肢"),
        ("legal:\n  license: AGPL-3.0-or-later", "legal: MIT", "a.yml: legal: 項目と値の対応"),
        ("AGPL-3.0-or-later", "the usual one", "a.yml: legal.license: 'the usual one' はSPDX"),
        ("categories:\n", "categories: x\nignored:\n", "a.yml: categories: 文字の一覧ではありません"),
        ("  en:\n    shortDescription: Tells people when it is their turn.\n", "  en: 1\n", None),
        (
            "    shortDescription: 窓口の順番を知らせます。\n",
            "    shortDescription: [1]\n",
            "description.ja.shortDescription",
        ),
        ("legal:\n", "legal: &a\n", None),
        ("legal:\n", "other: *a\nlegal:\n", "a.yml: 10行目: エイリアス"),
        ("legal:\n", "legal:\n\t", "a.yml: 11行目: YAMLの文法に誤り"),
        ("legal:\n", "? [a]\n: b\nlegal:\n", "a.yml: 10行目: 項目名が文字ではありません"),
        (
            "legal:\n",
            "x: !!python/object/apply:os.system [ls]\nlegal:\n",
            "a.yml: 10行目: タグ（tag:yaml.org,2002:python",
        ),
        ("name: 窓口ならび順", "name: !!binary aGVsbG8=", "a.yml: 2行目: タグ（tag:yaml.org,2002:binary）"),
        ("name: 窓口ならび順", "name: !!str 窓口", None),
        ("name: 窓口ならび順", 'name: "\\UFFFFFFFF"', "a.yml: 存在しない文字の番号"),
        ("name: 窓口ならび順", 'name: "\\U00110000"', "a.yml: 存在しない文字の番号"),
        ("name: 窓口ならび順", 'name: "\\0"', "a.yml: name: 使えない文字"),
        ("name: 窓口ならび順", 'name: " \u200b"', "a.yml: name: 必須"),
        ("https://code.example/town/queue.git", '" "', "a.yml: url: 必須"),
        ("https://code.example/town/queue.git", ".git/", "a.yml: url: リポジトリのURLではありません"),
        ("AGPL-3.0-or-later", '" "', "a.yml: legal.license: 必須"),
        ("legal:\n", "releaseDate: 2026-02-30\nlegal:\n", "a.yml: releaseDate: 存在しない日付"),
        ("legal:\n", '"\\e[31m": a\n"\\e[31m": b\nlegal:\n', r"a.yml: \x1b[31m: 11行目: 同じ項目が2回"),
        ("legal:\n", "deep: " + "[" * 40 + "]" * 40 + "\nlegal:\n", "a.yml: 30段より深い入れ子"),
    ],
)
def test_problems_are_named(tmp_path, old, new, message):
    assert old in GOOD
    entries, problems = _read(tmp_path, GOOD.replace(old, new, 1))
    if message is None:
        assert problems == []
        return
    assert entries == []
    assert message in str(problems[0])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "項目と値の対応"),
        (b"- a\n- b\n", "項目と値の対応"),
        (b"just text", "項目と値の対応"),
        (b"\xff\xfe", "UTF-8ではありません"),
        (b"a: \x00", "YAMLとして読めない文字"),
        (b"a: b\n---\nc: d\n", "YAMLの文法に誤り"),
        (b"a: " + b"x" * LARGEST_FILE, "大きすぎます"),
        (b"[" * 5000, "入れ子"),
        (b"!!python/object/apply:os.system [ls]", "タグ（"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "エイリアス"),
        (b"a: &a\n  b: *a\n", "エイリアス"),
        (b"services: {db: {image: postgres}}\n", "publiccode.ymlではないファイル"),
        (b"a: b\n" * 2_100_000, "大きすぎます"),
    ],
)
def test_hostile_files(tmp_path, content, message):
    entries, problems = _read(tmp_path, content)
    assert entries == []
    assert [problem.file for problem in problems] == ["a.yml"]
    assert message in problems[0].message


def test_all_problems_of_all_files_are_told(tmp_path):
    (tmp_path / "one.yaml").write_text('publiccodeYmlVersion: "0.4"\n', encoding="utf-8")
    _, problems = _read(tmp_path, "x", "two.yml")
    assert {(problem.file, problem.key) for problem in problems} == {
        ("one.yaml", "name"),
        ("one.yaml", "url"),
        ("one.yaml", "legal.license"),
        ("one.yaml", "description"),
        ("two.yml", ""),
    }


def test_the_same_repository_twice(tmp_path):
    (tmp_path / "a.yml").write_text(GOOD, encoding="utf-8")
    _, problems = _read(tmp_path, GOOD, "b.yml")
    assert [str(problem) for problem in problems] == ["b.yml: url: a.ymlと同じリポジトリです。"]


def test_nothing_there(tmp_path):
    assert "見つかりません" in str(read_publiccode(tmp_path)[1][0])
    assert "読み込めません: ファイルがありません。" in str(read_publiccode(tmp_path / "no.yml")[1][0])
    assert "名前が長すぎます" in str(read_publiccode(tmp_path / ("長" * 300))[1][0])


def test_what_has_no_end_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.yml")
    assert "通常のファイルではありません" in str(read_publiccode(tmp_path / "pipe.yml")[1][0])
    assert "見つかりません" in str(read_publiccode(tmp_path)[1][0])
