"""Input that careless or hostile senders put into every place."""

NUL = "a\x00b"
ZERO_WIDTH = "\u200b\u200c\u2060\ufeff"
BIDI = "見積\u202efdp.exe"
SURROGATE_BYTES = b"\xed\xa0\x80"
LONG_DIGITS = "9" * 5_000
LONG_TEXT = "あ" * 100_000

TEXTS = [
    "",
    " ",
    NUL,
    ZERO_WIDTH,
    BIDI,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    LONG_DIGITS,
    LONG_TEXT,
    "'; DROP TABLE accounts_user; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "-1",
    "0",
    "1e309",
    "NaN",
    "９９",
    "\U0001f469\u200d\U0001f4bb",
]

IDS = ["0", "1" * 19, "9" * 20, LONG_DIGITS]

QUERY_NAMES = [
    "q",
    "page",
    "sort",
    "category",
    "audience",
    "delivery",
    "network",
    "prefecture",
    "kind",
    "population",
    "oss",
    "spec.price_model",
    "spec.nothing",
    "id",
    "service",
    "status",
    "next",
    "type",
]
