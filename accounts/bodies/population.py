"""How many people a body has, from an e-Stat CSV (国勢調査, 住民基本台帳) -> its band.

e-Stat puts notes above the header, writes codes with or without the check digit, and lists the nation and the wards of
designated cities too; rows of codes that nobody asks for are left alone.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from accounts.bodies.codes import listed_code, statistical_code
from accounts.bodies.rows import ListError, Row, read_sheets, table
from accounts.enums import PopulationBand

COLUMNS = {
    "code": (
        "code",
        "団体コード",
        "地域コード",
        "市区町村コード",
        "area_code",
        "地域(2020)コード",
        "全国,都道府県,市区町村コード",
        "地域コード(5桁)",
    ),
    "people": ("population", "人口", "総人口", "人口総数", "人口(人)", "人口計", "計", "総数", "value"),
}
REQUIRED = frozenset(COLUMNS)

# Upper bounds (people, exclusive) of all bands but the last.
BOUNDS = (
    (5_000, PopulationBand.UNDER_5K),
    (10_000, PopulationBand.FROM_5K),
    (30_000, PopulationBand.FROM_10K),
    (50_000, PopulationBand.FROM_30K),
    (100_000, PopulationBand.FROM_50K),
    (200_000, PopulationBand.FROM_100K),
    (500_000, PopulationBand.FROM_200K),
)


def band_of(people: int) -> PopulationBand:
    """The band a number of people falls into."""
    return next((band for bound, band in BOUNDS if people < bound), PopulationBand.OVER_500K)


def read_populations(path: Path, wanted: Collection[str]) -> dict[str, int]:
    """Six-digit code -> people, for the wanted codes the file has; raises ListError naming every bad row."""
    rows = [row for sheet in read_sheets(path) for row in table(sheet, COLUMNS, REQUIRED) or ()]
    if not rows:
        raise ListError([f"{path.name} にコードと人口の列が見つかりません。"])
    read_code = listed_code if any(len(row.cells["code"]) == 6 for row in rows) else statistical_code
    found: dict[str, int] = {}
    problems: list[str] = []
    for row in rows:
        code = read_code(row.cells["code"])
        if code not in wanted:
            continue
        people = _people(row)
        if people is None:
            problems.append(f"{row.place}：人口「{row.cells['people']}」が数ではありません。")
        elif code in found:
            problems.append(
                f"{row.place}：団体コード {code} が2回あります。年次などを1つに絞った表を指定してください。"
            )
        else:
            found[code] = people
    if not found and not problems:
        problems.append(f"{path.name} に登録済みの自治体の行がありません。")
    if problems:
        raise ListError(problems)
    return found


def _people(row: Row) -> int | None:
    """The number in the row; e-Stat writes none as a dash."""
    text = row.cells["people"].replace(",", "").removesuffix(".0")
    if text in {"-", "－", "‐"}:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
