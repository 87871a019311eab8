"""What the rules are called on the operators' screens; the command and the trail keep the codes."""

RULE_WORDS = {
    "ambiguous": "当てはまる自治体が複数ある",
    "class-label": "市・町・村などの区分が違う",
    "ended": "合併などで廃止された団体の名前",
    "geographic": "地域型ドメイン（市町村名.都道府県名.jp）",
    "lg-jp": "lg.jp ドメイン",
    "no-rule": "当てはまる決まりがない",
    "operator": "運営の承認",
    "prefecture": "都道府県のドメイン",
    "prefecture-named-city": "都道府県と同じ名前の市のドメイン",
    "sub-domain": "自治体のドメインの下位（学校・病院など）",
    "table": "確認済みの自治体ドメイン",
    "table-ended": "廃止された団体の自治体ドメイン",
    "table-revoked": "取り消された自治体ドメイン",
    "zone-city": "政令指定都市の地域型ドメイン",
    "zone-open": "だれでも取れる名前のドメイン",
}


def rule_words(rule: str) -> str:
    """A rule of an earlier release stands as it is."""
    return RULE_WORDS.get(rule, rule)
