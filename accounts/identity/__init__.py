"""Which municipality an e-mail address belongs to: pure functions, no database, no clock, no network.

    parsing     text -> Address, or AddressRefused with a sentence for the person
    romaji      kana -> every Latin spelling a municipality may have chosen for its domain
    zones       which names under .jp are reserved (prefectures, zone cities, the Public Suffix List)
    claims      the bodies -> an index from each domain a rule allows to the bodies that may hold it
    decision    address + index + domain table -> Verdict (granted, manual, refused)

`accounts.identification` joins them with the database; sign-up and `manage.py identify_municipality` both call it.

Where the rules come from
- Bodies, codes, check digits and kana: 全国地方公共団体コード, Ministry of Internal Affairs and Communications
  (https://www.soumu.go.jp/denshijiti/code.html).
- LG.JP: registrable by local governments only, one domain each, named after the body; JPRS,
  属性型・地域型JPドメイン名登録等に関する規則 (https://jprs.jp/doc/rule/) and J-LIS, which examines LG.JP applications.
  The class labels metro/pref/city/town/vill come from there, and `pref-name` or `name-pref` tells namesakes apart.
- 地域型 JP names (CLASS.NAME.PREF.jp, pref.PREF.jp, metro.tokyo.jp): reserved for the public body; no new ones since
  2012, but held ones live on. Seven cities have a zone of their own (NAME.jp): those that were designated when the type
  was made and are not named like their prefecture.
- Which NAME.PREF.jp are such zones, and which were sold later as 都道府県型 names to anybody: the Public Suffix List
  (https://publicsuffix.org), as the package publicsuffixlist carries it. A zone that leaves the list loses its rule.
- Designated cities named like their prefecture hold city.PREF.jp beside pref.PREF.jp. city.sakai.jp and
  city.hamamatsu.jp are ordinary names that anybody could have registered.
"""

from accounts.identity.claims import Body, ClaimIndex, build_index
from accounts.identity.decision import Decided, TableEntry, Verdict, identify
from accounts.identity.parsing import Address, AddressRefused, parse_address

__all__ = [
    "Address",
    "AddressRefused",
    "Body",
    "ClaimIndex",
    "Decided",
    "TableEntry",
    "Verdict",
    "build_index",
    "identify",
    "parse_address",
]
