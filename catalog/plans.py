"""料金プラン: what a listing costs, plan by plan, as it lies in the draft and in every frozen version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from catalog.enums import TaxTreatment

MOST_PLANS = 10
PLAN_NAME_LENGTH = 60
PLAN_UNIT_LENGTH = 40
PLAN_TEXT_LENGTH = 600
HIGHEST_PRICE = 999_999_999_999
"""In yen, as the spec sheet's amounts: within a bigint, a page and a spreadsheet cell."""
LONGEST_TERM = 120
ASK = "個別見積"


@dataclass(frozen=True, slots=True)
class Plan:
    """`price` in whole yen, None when it is quoted case by case; `tax` is empty exactly then. `minimum_months`: None
    when there is no minimum term, or none was stated."""

    name: str
    unit: str
    price: int | None
    tax: str
    includes: str
    minimum_months: int | None

    @property
    def price_text(self) -> str:
        """The price in words, with its unit and tax."""
        if self.price is None:
            return ASK
        return f"{self.unit} {self.price:,}円（{TaxTreatment(self.tax).label}）"

    @property
    def term_text(self) -> str:
        return f"{self.minimum_months}か月" if self.minimum_months else ""

    @property
    def text(self) -> str:
        """Everything of the plan but its name."""
        term = f"最低契約期間 {self.term_text}" if self.minimum_months else ""
        return "\n".join(part for part in (self.price_text, term, self.includes) if part)


def plans_of(stored: Iterable[Mapping[str, Any]]) -> list[Plan]:
    """The plans of a draft's or a version's column, in their order."""
    return [Plan(**row) for row in stored]


def stored_plans(plans: Iterable[Plan]) -> list[dict[str, Any]]:
    """Plans as the column holds them."""
    return [asdict(plan) for plan in plans]
