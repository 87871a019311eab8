"""What the frame of every page links to, per persona. The areas themselves decide who may enter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu; `is_current` when the reader is there."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header shows: the reader's name and body (empty for a visitor), the main and the personal links, and
    the page that its search box asks. `unread`: how many notifications wait, in words, empty for none;
    `gets_no_mails`: an address of the reader was suspended."""

    name: str = ""
    body: str = ""
    main: tuple[Link, ...] = ()
    personal: tuple[Link, ...] = ()
    search: str = ""
    unread: str = ""
    gets_no_mails: bool = False
    carried: tuple[str, ...] = ()


# The label and the name of each page.
Entries = tuple[tuple[str, str], ...]
MAIN = (
    ("サービスを探す", "catalog:service_list"),
    ("事業者", "catalog:vendor_list"),
    ("自治体", "catalog:municipality_list"),
    ("特集", "catalog:collection_list"),
    ("座談会", "forums:event_list"),
    ("コラム", "forums:column_list"),
)
STAFF = (
    ("検討案件", "procurement:project_list"),
    ("問い合わせ・資料請求", "procurement:inquiry_list"),
    ("課とトピック", "forums:board_list"),
    ("共有文書", "documents:document_list"),
)
STAFF_OWN = (
    ("見積依頼", "procurement:quote_request_list"),
    ("導入実績の確認", "catalog:adoption_inbox"),
    ("導入団体に聞く", "procurement:reference_list"),
    ("経験で同僚を探す", "forums:colleague_list"),
)
ADVISOR = (("専門家に開かれたトピック", "forums:topic_list"),)
VENDOR = (("事業者デスク", "catalog:desk_overview"),)
DESK = (
    ("デスクの概要", "catalog:desk_overview"),
    ("掲載サービス", "catalog:desk_service_list"),
    ("受信箱", "procurement:desk_inbox"),
    ("届いた問い合わせ", "procurement:lead_list"),
    ("届いた見積依頼", "procurement:quote_invitation_list"),
    ("見積の結果", "procurement:desk_result_list"),
    ("回答の定型文", "procurement:answer_template_list"),
    ("自社の数字", "procurement:desk_statistics"),
    ("レビューへの返信", "catalog:desk_review_list"),
    ("導入実績の申告", "catalog:desk_adoption_list"),
    ("チーム", "accounts:vendor_team"),
    ("会社の情報", "accounts:vendor_edit"),
)
# Pages of an area that lie under an address of their own.
WITHIN = {
    "/topics/": "forums:board_list",
    "/quotes/": "procurement:project_list",
    "/desk/imports/": "catalog:desk_service_list",
}
OWN = (("マイページ", "accounts:me"),)
OPERATOR = (("運営管理", "admin:index"),)
# What a reader put aside to compare travels in the address; these pages take it along.
CARRIED = "compare"
MOST_CARRIED = 5
CARRYING = {"catalog:service_list", "catalog:vendor_list", "catalog:collection_list"}
# What the search box in the header asks: who sees more than the catalogue searches everything.
LISTINGS = "catalog:service_list"
EVERYTHING = "search"


def frame_of(request: HttpRequest | None) -> Frame:
    """The header's content; that of a visitor when there is no request (an error page)."""
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return Frame(main=_links(MAIN, request), search=reverse(LISTINGS), carried=_carried(request))
    persona = request.persona  # type: ignore[attr-defined]
    areas = _areas(persona)
    own = (DESK if areas is VENDOR else areas) + (STAFF_OWN if areas is STAFF else ()) + _notices(request) + OWN
    return Frame(
        name=user.name or user.email,
        body=_body(persona),
        main=_links(MAIN + areas, request),
        personal=_links(own + (OPERATOR if persona.is_operator else ()), request),
        search=reverse(EVERYTHING if areas in (STAFF, ADVISOR) else LISTINGS),
        carried=_carried(request),
        unread=request.unread_words(),  # type: ignore[attr-defined]
        gets_no_mails=getattr(user, "gets_no_mails", False),
    )


@dataclass(frozen=True, slots=True)
class Greeting:
    """As whom the reader acts (empty: as nobody yet), and where their work is."""

    body: str
    links: tuple[Link, ...]


def greeting_for(request: HttpRequest) -> Greeting | None:
    """The beginning of the front page for who is signed in."""
    if not request.user.is_authenticated:
        return None
    persona = request.persona  # type: ignore[attr-defined]
    areas = _areas(persona) + (OPERATOR if persona.is_operator else ())
    return Greeting(_role(persona), _links(areas + _notices(request) + OWN, request))


def desk_links(request: HttpRequest | None) -> tuple[Link, ...]:
    """The side navigation of the vendor's desk."""
    return _links(DESK, request)


def _notices(request: HttpRequest) -> Entries:
    waiting = request.unread_words()  # type: ignore[attr-defined]
    return ((f"お知らせ（{waiting}）" if waiting else "お知らせ", "accounts:notifications"),)


def _areas(persona: object) -> Entries:
    if getattr(persona, "municipality", None):
        return STAFF
    if getattr(persona, "is_advisor", False):
        return ADVISOR
    return VENDOR if getattr(persona, "vendor", None) else ()


def _body(persona: object) -> str:
    return _role(persona) or "所属の確認がまだの方"


def _role(persona: object) -> str:
    owner = getattr(persona, "municipality", None) or getattr(persona, "vendor", None)
    if owner is not None:
        return str(owner.name)
    if getattr(persona, "is_advisor", False):
        return "専門家アドバイザー"
    return "運営" if getattr(persona, "is_operator", False) else ""


def _links(entries: Entries, request: HttpRequest | None) -> tuple[Link, ...]:
    """The links; the one whose area the reader is in is current: the longest start of the address tells."""
    path = request.path if request is not None else ""
    hrefs, starts = _goals(tuple(name for _, name in entries))
    best = max((start for start in starts if path.startswith(start)), key=len, default="")
    query = urlencode([(CARRIED, value) for value in _carried(request)])
    return tuple(
        Link(label, f"{href}?{query}" if query and name in CARRYING else href, href == starts.get(best))
        for (label, name), href in zip(entries, hrefs, strict=True)
    )


@lru_cache
def _goals(names: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The addresses of some pages, and which of them stands for the addresses that begin with what."""
    hrefs = tuple(reverse(name) for name in names)
    starts = {start: href for start, name in WITHIN.items() if (href := reverse(name)) in hrefs}
    return hrefs, starts | {href: href for href in hrefs}


def _carried(request: HttpRequest | None) -> tuple[str, ...]:
    """The ids in the address; what is no id is not passed on."""
    values = request.GET.getlist(CARRIED) if request is not None else ()
    return tuple(value for value in values if value.isascii() and value.isdigit() and len(value) < 20)[:MOST_CARRIED]
