"""How fast vendors answer: measured by procurement, kept here because pages of the catalogue show it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db import transaction

from catalog.models import ENOUGH_ANSWERS, ServiceResponse, VendorResponse

Measured = tuple[int, float | None]
"""How many answers, and the median of their working days."""


@transaction.atomic
def record_response_times(
    *, service_id: int, vendor_id: int, of_service: Callable[[], Measured], of_vendor: Callable[[], Measured]
) -> None:
    """Store what the callables count. They are asked under the lock of the vendor's row: none of two answers at once
    is left out."""
    VendorResponse.objects.get_or_create(vendor_id=vendor_id)
    VendorResponse.objects.select_for_update(no_key=True).get(vendor_id=vendor_id)
    VendorResponse.objects.filter(vendor_id=vendor_id).update(**_shown(of_vendor()))
    ServiceResponse.objects.update_or_create(service_id=service_id, defaults=_shown(of_service()))


def _shown(measured: Measured) -> dict[str, int | Decimal | None]:
    answered, median = measured
    enough = answered >= ENOUGH_ANSWERS and median is not None
    return {"answered": answered, "median_days": Decimal(str(median)).quantize(Decimal("0.1")) if enough else None}
