"""What people type is understood, and what is wrong is told beside its question."""

import pytest

from catalog.specsheet import clean_answers, from_columns, missing_required


@pytest.mark.parametrize(
    ("key", "raw", "answer"),
    [
        ("min_price", "５０，０００円", 50000),
        ("min_price", 50000.0, 50000),
        ("uptime", "99.90％", "99.9"),
        ("uptime", 100, "100"),
        ("min_contract_months", " 12か月 ", 12),
        ("work", ["X07", "S01", "X07"], ["S01", "X07"]),
        ("work", "X07; S01", ["S01", "X07"]),
        ("supported_clients", "Edge\r\nChrome\t最新", "Edge\nChrome 最新"),
        ("backup", "日次\n30世代", "日次 30世代"),
        ("domestic_base", "no", "no"),
        ("iso27001", {"state": "held", "holder": "cloud", "number": "", "expires_on": "2027/3/1"},
         {"state": "held", "holder": "cloud", "expires_on": "2027-03-01"}),
    ],
)  # fmt: skip
def test_understood(key, raw, answer):
    assert clean_answers({key: raw}).answers == {key: answer}


@pytest.mark.parametrize("raw", ["", "  ", "\u200b", None])
@pytest.mark.parametrize("key", ["work", "min_price", "uptime", "backup", "domestic_base", "repository", "iso27001"])
def test_empty_means_unknown(key, raw):
    if key == "iso27001" and raw not in ("", None):
        raw = {"state": raw}
    assert clean_answers({key: raw}) == clean_answers({})


@pytest.mark.parametrize(
    ("key", "raw", "message"),
    [
        ("lgwan", "yes", "仕様情報にない項目です。"),
        ("min_price", -1, "0から"),
        ("min_price", True, "整数"),
        ("min_price", 1.5, "整数"),
        ("min_price", "9" * 5000, "整数"),
        ("uptime", "99.9999", "小数点以下3桁"),
        ("uptime", "1e2", "0から100"),
        ("uptime", None.__class__, "数値"),
        ("work", ["S99"], "選択肢"),
        ("work", [["S01"]], "文字で"),
        ("work", 3, "選択肢"),
        ("trial", ["none", "demo_site"], "同時に選べません"),
        ("backup", "あ" * 301, "300文字以内"),
        ("backup", "a\x00b", "制御文字"),
        ("backup", "a\ud800", "制御文字"),
        ("repository", "javascript:alert(1)", "https://"),
        ("repository", "https://user:pass@example.jp/", "https://"),
        ("iso27001", "held", "取得状況"),
        ("iso27001", {"holder": "own"}, "取得状況を選んで"),
        ("iso27001", {"state": "held"}, "クラウド基盤"),
        ("iso27001", {"state": "none", "number": "1"}, "取得済みの場合だけ"),
        ("iso27001", {"state": "held", "holder": "own", "expires_on": "2027-02-30"}, "存在しない日付"),
        ("iso27001", {"state": "held", "holder": "own", "expires_on": "来年"}, "2027-03-31のように"),
        ("iso27001", {"state": "held", "holder": "own", "grade": "A"}, "仕様情報にない項目です: grade"),
    ],
)
def test_refused_with_a_reason(key, raw, message):
    cleaned = clean_answers({key: raw})
    assert not cleaned.is_valid
    assert cleaned.answers == {}
    assert message in cleaned.errors[key]


def test_one_bad_answer_does_not_lose_the_good_ones():
    cleaned = clean_answers({"min_price": "高い", "tax": "included"})
    assert cleaned.answers == {"tax": "included"}
    assert list(cleaned.errors) == ["min_price"]


def test_missing_required_names_the_question():
    messages = missing_required({"work": ["S01"]})
    assert "work" not in messages
    assert messages["network"] == "「利用できる接続系」は必ずお答えください。"


def test_columns_not_declared_are_errors():
    parsed = from_columns({"name": "x", "spec.lgwan": "yes", "spec.iso27001.grade": "A", "spec.tax": "included"})
    assert parsed.answers == {"tax": "included"}
    assert set(parsed.errors) == {"lgwan", "iso27001.grade"}
