"""The lines a new request starts with. Staff take away and add what fits their purchase."""

from __future__ import annotations

from dataclasses import dataclass

from procurement.enums import QuoteItemKind
from procurement.models import QuoteRequestItem


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What people write about one line."""

    kind: QuoteItemKind
    label: str
    description: str = ""

    @classmethod
    def of(cls, item: QuoteRequestItem) -> ItemFacts:
        """What a stored line says."""
        return cls(QuoteItemKind(item.kind), item.label, item.description)


DEFAULT_ITEMS = (
    ItemFacts(QuoteItemKind.ONE_TIME, "初期費用", "契約、環境の準備、アカウントの発行など"),
    ItemFacts(QuoteItemKind.ONE_TIME, "設定", "画面・帳票・権限などの設定作業"),
    ItemFacts(QuoteItemKind.ONE_TIME, "データ移行", "現行のシステムからの移行。対象と件数は条件に記載"),
    ItemFacts(QuoteItemKind.ONE_TIME, "システム連携", "既存のシステムとの連携の開発・設定"),
    ItemFacts(QuoteItemKind.ONE_TIME, "研修", "職員向けの操作研修とマニュアル"),
    ItemFacts(QuoteItemKind.ONE_TIME, "LGWAN接続の初期費用", "LGWANから利用する場合に必要な費用"),
    ItemFacts(QuoteItemKind.MONTHLY, "月額利用料", "利用料、保守、問い合わせ対応を含む月ごとの費用"),
    ItemFacts(QuoteItemKind.YEARLY, "年額費用", "年ごとにかかる保守・ライセンスなどの費用"),
    ItemFacts(QuoteItemKind.OTHER, "その他", "上のどれにも当たらない費用。内容を備考に記入"),
)
