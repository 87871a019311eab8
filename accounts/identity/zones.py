"""Names under .jp that only a public body can hold, and the Public Suffix List that tells whether they still are.

The list is the one bundled with the package publicsuffixlist; it is renewed by renewing the package. Only its ICANN
part counts: the other part is filled by the owners of the names themselves.
"""

from collections.abc import Callable
from functools import cache

from publicsuffixlist import PublicSuffixList

# True when the domain is a public suffix: nobody registers the name itself, so a body's label below it is reserved.
IsZone = Callable[[str], bool]

# The first two digits of every code -> the prefecture's label under .jp. All 47 are zones of the Public Suffix List.
_LABELS_IN_CODE_ORDER = (
    "hokkaido aomori iwate miyagi akita yamagata fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa"
    " niigata toyama ishikawa fukui yamanashi nagano gifu shizuoka aichi mie shiga kyoto osaka hyogo nara"
    " wakayama tottori shimane okayama hiroshima yamaguchi tokushima kagawa ehime kochi fukuoka saga nagasaki"
    " kumamoto oita miyazaki kagoshima okinawa"
)
PREFECTURE_LABELS = {f"{number:02}": label for number, label in enumerate(_LABELS_IN_CODE_ORDER.split(), start=1)}
TOKYO = "13"

# Designated cities with a zone of their own: the list holds `*.NAME.jp` and the exception `!city.NAME.jp`.
ZONE_CITIES = {
    "011002": "sapporo",
    "041009": "sendai",
    "141003": "yokohama",
    "141305": "kawasaki",
    "231002": "nagoya",
    "281000": "kobe",
    "401005": "kitakyushu",
}

# Designated cities named like their prefecture, and so within its zone: city.PREF.jp.
PREFECTURE_NAMED_CITIES = {
    "111007": "saitama",
    "121002": "chiba",
    "151009": "niigata",
    "221007": "shizuoka",
    "261009": "kyoto",
    "271004": "osaka",
    "331007": "okayama",
    "341002": "hiroshima",
    "401307": "fukuoka",
    "431001": "kumamoto",
}


@cache
def _bundled_list() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def is_zone(domain: str) -> bool:
    """Whether the bundled Public Suffix List has this domain as a public suffix."""
    return bool(_bundled_list().is_public(domain))


def is_city_zone(label: str, is_zone: IsZone) -> bool:
    """Whether everything under LABEL.jp is a public suffix, city.LABEL.jp alone excepted."""
    return is_zone(f"any.{label}.jp") and not is_zone(f"city.{label}.jp")
