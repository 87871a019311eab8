"""What may be said of a body that keeps its name back: kind and population, so coarse that ten bodies share it.

Bands of one kind are joined with their neighbours until each group holds at least `CROWD` bodies. Leaving the band
out only where a cell is small would not do: the few bodies without a band would be the few of the small cells.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from accounts.enums import MunicipalityKind, PopulationBand
from accounts.models import Municipality

CROWD = 10
UNSAID = "自治体（区分と人口規模は伏せています）"

# Lower and upper limit of each band as written on pages; the upper one is not included.
_LIMITS = {
    PopulationBand.UNDER_5K: ("", "5千人"),
    PopulationBand.FROM_5K: ("5千人", "1万人"),
    PopulationBand.FROM_10K: ("1万人", "3万人"),
    PopulationBand.FROM_30K: ("3万人", "5万人"),
    PopulationBand.FROM_50K: ("5万人", "10万人"),
    PopulationBand.FROM_100K: ("10万人", "20万人"),
    PopulationBand.FROM_200K: ("20万人", "50万人"),
    PopulationBand.OVER_500K: ("50万人", ""),
}


def body_class(municipality: Municipality) -> str:
    """The class of `municipality` in words, as `市（人口3万人〜5万人未満）`; one query."""
    counts = {
        row["population_band"]: row["bodies"]
        for row in Municipality.objects.filter(kind=municipality.kind, ended_on__isnull=True)
        .values("population_band")
        .annotate(bodies=Count("pk"))
    }
    return describe(municipality.kind, municipality.population_band, counts)


def describe(kind: str, band: str | None, counts: dict[str | None, int]) -> str:
    """`counts`: bodies of this kind by band; the key None holds those whose population is unknown."""
    label = MunicipalityKind(kind).label
    if band is None:
        return f"{label}（人口規模は不明）" if counts.get(None, 0) >= CROWD else UNSAID
    for group in _groups(counts):
        if band in group:
            return f"{label}（{_span(group)}）"
    return UNSAID


def _groups(counts: dict[str | None, int]) -> list[list[PopulationBand]]:
    """The bands, smallest first, joined until each group holds a crowd; empty when all together are too few."""
    groups: list[list[PopulationBand]] = []
    waiting: list[PopulationBand] = []
    for band in PopulationBand:
        waiting.append(band)
        if _bodies(waiting, counts) >= CROWD:
            groups.append(waiting)
            waiting = []
    if groups:
        groups[-1].extend(waiting)
    return groups


def _bodies(bands: Iterable[PopulationBand], counts: dict[str | None, int]) -> int:
    return sum(counts.get(band, 0) for band in bands)


def _span(group: list[PopulationBand]) -> str:
    lower, upper = _LIMITS[group[0]][0], _LIMITS[group[-1]][1]
    if not lower and not upper:
        return "人口規模は伏せています"
    return f"人口{lower}〜{upper}未満" if lower and upper else f"人口{lower}以上" if lower else f"人口{upper}未満"
