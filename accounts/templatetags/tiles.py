"""{% load tiles %} {% tile_map tiles label="参加している自治体の数" unit="団体" %}"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from accounts.tiles import SIDE, SIZE, Tile

register = template.Library()


@register.inclusion_tag("components/tile_map.html")
def tile_map(tiles: Iterable[Tile], *, label: str, unit: str) -> dict[str, Any]:
    """The prefectures as an image, coloured by value; the same numbers stand in the table below it."""
    return {"tiles": list(tiles), "label": label, "unit": unit, "width": SIZE[0], "height": SIZE[1], "side": SIDE}
