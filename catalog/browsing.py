"""One reading of the catalogue: what the address asks for, what was not understood, what is found.

The list page, the category page and the open-data exports all read the address here, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Municipality, User
from catalog.choosing import chosen_ids
from catalog.conditions import BY_PARAM, GROUPS, LIKE, NEAR, PREFECTURE, Group, body_of, narrow, option_label
from catalog.counting import TOTAL, Counts, counts_of, place_of, remembered_counts
from catalog.filters import Conditions, read_conditions
from catalog.models import Generation, Service
from catalog.nearness import unknown_of
from catalog.nothing_found import NothingFound, help_for
from catalog.panel import Chip, PanelGroup, Tick
from catalog.querysets import ServiceQuerySet
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from catalog.search.remembering import FoundListings
from catalog.specsheet import facet_token

PAGE_SIZE = 20
SINCE = "since"
FIRST_YEAR = 2000
DEFAULT_SORT = "recommended"
NEAR_SORT = "near"
# Conditions whose answer a card shows by its tags and marks, and those that no fact of the listing itself tells: every
# listing found meets them, and which of several values it meets is not known here.
SHOWN_ON_CARDS = frozenset({"category", "delivery", "network", "startup", "oss"})
UNSEEN = frozenset({"population"})
SORTS = {
    "recommended": "おすすめ順",
    "new": "新着順",
    "adoptions": "導入団体の多い順",
    "name": "名前順",
    NEAR_SORT: "似た自治体の導入が多い順",
}
_ORDERINGS = {
    "recommended": ServiceQuerySet.by_recommendation,
    "new": ServiceQuerySet.by_news,
    "adoptions": ServiceQuerySet.by_adoptions,
    "name": ServiceQuerySet.by_name,
}


@dataclass
class Browsing:
    """The catalogue as one address asks for it. `base` is what may be shown at all, `own` the reader's municipality:
    "like mine" means like that one, unless the address names another."""

    parameters: QueryDict
    base: ServiceQuerySet
    own: Municipality | None = None
    keeper: User | None = None
    """Whose あとで見る the cards show."""
    notes: list[str] = field(default_factory=list)

    @cached_property
    def query(self) -> str:
        """The words asked for, as they can be searched and shown; empty when none."""
        return asked_text(self.parameters.get("q", ""))

    @cached_property
    def search(self) -> FoundListings | None:
        """What the words find among everything that fits the filters; None while no words are asked for."""
        if not self.query:
            return None
        return FoundListings(self.parameters.get("q", ""), self._fitting())

    def matching(self, services: ServiceQuerySet) -> ServiceQuerySet:
        """Those that the words find, in whichever stage they found anything; all of them without words."""
        return services if self.search is None else self.search.result.narrow(services)

    def _fitting(self) -> ServiceQuerySet:
        return self.narrowed() if self.is_valid else self.shelf.none()

    def narrowed(self, *, besides: str = "") -> ServiceQuerySet:
        """What may be shown under every condition that is set, except the one named by `besides`."""
        return narrow(self.shelf, self.chosen, self.body if self.asks_near else None, besides=besides)

    @property
    def has_spec_filter(self) -> bool:
        """Whether a filter below the fold is set."""
        return any(param.startswith("spec.") for param in self.chosen)

    @cached_property
    def _read(self) -> Conditions:
        return read_conditions(self.parameters)

    @property
    def asks_near(self) -> bool:
        """Whether only what bodies like `body` use is asked for."""
        return bool(self.parameters.get(NEAR))

    @cached_property
    def body(self) -> Municipality | None:
        """With what bodies are compared: the one the address names, else the reader's own."""
        return body_of(self.parameters.get(NEAR, ""), self.own)

    @property
    def near_value(self) -> str:
        """`near` as the panel sends it: the code, so that the address means the same for whom it is sent to."""
        return self.body.code if self.body is not None else ""

    @property
    def likeness_ticks(self) -> list[Tick]:
        return [Tick(option.value, option.label, None, option.value in self.likenesses, "") for option in LIKE.options]

    @property
    def likenesses(self) -> list[str]:
        """In what bodies are to be like `body`; they hold for the filter, the order and the figure on the cards."""
        return self._read.chosen.get(LIKE.param, []) if self.is_valid else []

    @cached_property
    def since(self) -> dt.date | None:
        """Only what was published or changed on this day (Tokyo) or later; None where the address names no day."""
        return day_of(self.parameters.get(SINCE, ""))

    @cached_property
    def shelf(self) -> ServiceQuerySet:
        """What may be shown, since that day."""
        if self.since is None:
            return self.base
        return self.base.filter(published_at__gte=timezone.make_aware(dt.datetime.combine(self.since, dt.time())))

    @cached_property
    def is_valid(self) -> bool:
        has_lost_day = bool(self.parameters.get(SINCE)) and self.since is None
        return not self._read.misread and not has_lost_day and not (self.asks_near and self.body is None)

    @cached_property
    def problems(self) -> list[str]:
        """What was not understood, in words."""
        names = [BY_PARAM[name].label if name in BY_PARAM else name[:40] for name in self._read.misread]
        if self.asks_near and self.body is None:
            names.append("似た自治体のもとになる自治体")
        if self.parameters.get(SINCE) and self.since is None:
            names.append("公開・更新の日")
        return [f"「{name}」の条件を読み取れませんでした。" for name in names]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        if not self.is_valid:
            return {}
        asked = dict(self._read.chosen)
        if self.asks_near:
            return asked | {NEAR: [self.parameters.get(NEAR, "")]}
        asked.pop(LIKE.param, None)
        return asked

    @cached_property
    def found(self) -> ServiceQuerySet:
        """Everything that fits, unordered; nothing while a condition is not understood."""
        return self.matching(self._fitting())

    @cached_property
    def sort(self) -> str:
        asked = self.parameters.get("sort", "") or DEFAULT_SORT
        if asked in self.sorts:
            return asked
        if asked == NEAR_SORT:
            self.notes.append("似た自治体のもとになる自治体がないため、おすすめ順で表示しています。")
            return DEFAULT_SORT
        self.notes.append("並べ替えの指定を読み取れなかったため、おすすめ順で表示しています。")
        return DEFAULT_SORT

    @property
    def sorts(self) -> dict[str, str]:
        """The orders on offer: by bodies alike only where there is a body to be like."""
        return {value: label for value, label in SORTS.items() if value != NEAR_SORT or self.body is not None}

    @cached_property
    def in_order(self) -> ServiceQuerySet:
        if self.sort == NEAR_SORT and self.body is not None:
            return self.found.by_near_uses(self.body, self.likenesses)
        return _ORDERINGS[self.sort](self.found)

    @cached_property
    def page(self) -> Page[Service]:
        """The page asked for, as the list shows it."""
        total = self._counts.get(TOTAL, 0) if self.search is None and self.is_valid else None
        return self.page_of(PAGE_SIZE, self._with_cards, total)

    def _with_cards(self, services: ServiceQuerySet) -> ServiceQuerySet:
        """What cards show: a passage to searchers, bodies like theirs to readers with a body."""
        loaded = services.with_list_data() if self.search is None else services.with_passage_data()
        loaded = loaded if self.keeper is None else loaded.with_bookmark_of(self.keeper)
        return loaded if self.body is None else loaded.with_near_uses(self.body, self.likenesses)

    def page_of(
        self, size: int, load: Callable[[ServiceQuerySet], ServiceQuerySet], total: int | None = None
    ) -> Page[Service]:
        """The page asked for, by relevance where words are asked for and no other order is; a number that does not
        exist is repaired and said so. `load` adds to the listings what is shown of them; `total` saves counting."""
        paginator: Paginator[Service]
        if self.search is not None and self.sort == DEFAULT_SORT:
            offset = page_offset(self.parameters.get("page", ""), size)
            paginator = Paginator(self.search.show(load, limit=size, offset=offset), size)  # type: ignore[arg-type]  # as needed
        else:
            paginator = Paginator(load(self.in_order), size)
            if total is not None:
                paginator.count = total
        page = repaired_page(paginator, self.parameters.get("page", ""), self.notes)
        if self.search is not None:
            self.notes.extend(self.search.result.notes)
        if self.body is not None:
            self.notes.extend(unknown_of(self.body, self.likenesses))
        return page

    @cached_property
    def panel(self) -> list[PanelGroup]:
        """Every filter with its counts, in one query."""
        counts = self._counts
        return [self._panel_group(group, counts) for group in GROUPS]

    @cached_property
    def chips(self) -> list[Chip]:
        """The conditions that are set, each with the address without it."""
        chips = [
            Chip(BY_PARAM[param].label, option_label(BY_PARAM[param], value), self.address_without(param, value))
            for param, values in self.chosen.items()
            if param in BY_PARAM
            for value in values
        ]
        if not self.is_valid:
            return chips
        if self.since is not None:
            day = f"{self.since.year}年{self.since.month}月{self.since.day}日以降"
            chips.append(Chip("公開・更新", day, self.address_besides(SINCE)))
        return chips + ([self._near_chip(self.body)] if self.asks_near and self.body is not None else [])

    def _near_chip(self, body: Municipality) -> Chip:
        own = "（あなたの自治体）" if body == self.own else ""
        return Chip("導入団体", f"{body.full_name}{own}に似た自治体", self.address_besides(NEAR, LIKE.param))

    def address_besides(self, *params: str) -> str:
        """The query string without these parameters; back on page one."""
        rest = self.parameters.copy()
        for param in (*params, "page"):
            rest.pop(param, None)
        return f"?{rest.urlencode()}"

    def address_without(self, param: str, value: str) -> str:
        """The query string with one value taken out; back on page one."""
        rest = self.parameters.copy()
        rest.setlist(param, [other for other in rest.getlist(param) if other != value])
        rest.pop("page", None)
        return f"?{rest.urlencode()}"

    def address_with(self, **changed: str) -> str:
        """The query string with other values; back on page one."""
        rest = self.parameters.copy()
        rest.pop("page", None)
        for param, value in changed.items():
            rest[param] = value
        return f"?{rest.urlencode()}"

    @cached_property
    def nothing_found(self) -> NothingFound | None:
        """Help, where the conditions were understood and nothing fits."""
        return help_for(self) if self.is_valid and not self.page.paginator.count else None

    @cached_property
    def asked_labels(self) -> frozenset[str]:
        """The values that are set, as cards write them on their tags."""
        shown = [(BY_PARAM[param], values) for param, values in self.chosen.items() if param in SHOWN_ON_CARDS]
        return frozenset(option_label(group, value) for group, values in shown for value in values)

    def reasons(self, service: Service) -> list[str]:
        """In words, which of the conditions that its card does not show anyway a listing on this page meets."""
        tokens = {*service.facets, facet_token("kind", service.vendor.size)}
        tokens.add(facet_token("headquarters", service.vendor.headquarters))
        served = service.vendor.service_areas
        told = []
        for param, values in self.chosen.items():
            if param not in BY_PARAM or param in SHOWN_ON_CARDS:
                continue
            group = BY_PARAM[param]
            for option in group.options:
                is_met = option.token in tokens or (
                    param == PREFECTURE.param and (not served or option.value in served)
                )
                is_only = len(values) == 1 and param in UNSEEN
                if option.value in values and (is_met or is_only):
                    told.append(f"{group.label}：{option.label}")
        return told

    @property
    def _conditions(self) -> dict[str, list[str]]:
        """What is set, the same for everybody: "own" by the body's code."""
        near = {NEAR: [self.body.code]} if self.asks_near and self.body is not None else {}
        since = {SINCE: [self.since.isoformat()]} if self.since is not None else {}
        return self.chosen | near | since

    @property
    def carried(self) -> dict[str, list[str]]:
        """Every condition as forms pass it on."""
        return self._conditions

    @property
    def save_query(self) -> str:
        """The address under which these conditions can be saved."""
        return self.address_besides("page", SINCE, "compare")

    @property
    def data_query(self) -> str:
        """The same conditions for the open data, from the first page on. They know no reader: "own" by its code."""
        rest = QueryDict(self.address_besides("page", "compare")[1:], mutable=True)
        if self.asks_near:
            rest[NEAR] = self.near_value
        return rest.urlencode()

    @property
    def is_bare(self) -> bool:
        """Nothing is asked for and nothing put aside: the list as somebody comes to it."""
        return self.is_valid and not (self.query or self._conditions or chosen_ids(self.parameters))

    def _panel_group(self, group: Group, counts: Counts) -> PanelGroup:
        chosen = self.chosen.get(group.param, [])
        scope = group.param if chosen else ""
        for_all = counts.get((scope, group.token_of_all), 0) if group.token_of_all else 0
        ticks = tuple(
            Tick(
                option.value,
                option.label,
                counts.get((scope, option.token), 0) + for_all if option.token else None,
                option.value in chosen,
                option.group,
            )
            for option in group.options
        )
        return PanelGroup(group.param, group.label, group.help, ticks, group.is_main)

    @cached_property
    def _counts(self) -> Counts:
        """A filter that is set counts as if it were not, or its other values would all show nothing; every other
        filter counts within what is found ("")."""
        if self._generation is None:
            return {}
        generation = self._generation
        return remembered_counts(self.counts_place, lambda: self._count(generation))

    @cached_property
    def counts_place(self) -> str:
        """Where the figures are remembered (`catalog.counting`), and all that is made of them; empty where there are
        none."""
        return place_of(self._generation, self.query, self._conditions) if self._generation is not None else ""

    @cached_property
    def _generation(self) -> int | None:
        """The state of the catalogue that is counted in; None where a condition is not understood."""
        if not self.is_valid:
            return None
        return Generation.objects.present() if self.search is None else self.search.result.generation

    def _count(self, generation: int) -> Counts:
        lifted = {param: self.matching(self.narrowed(besides=param)) for param in self.chosen}
        listed = None if self.search is None else self.search.result.listed
        return counts_of({"": self.found, **lifted}, generation, listed)


def day_of(text: str) -> dt.date | None:
    """2026-11-20 as a day that can be asked for; None for anything else."""
    if not (text.isascii() and len(text) == len("2026-11-20")):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR and day.isoformat() == text else None


def repaired_page(paginator: Paginator[Any], asked: str, notes: list[str]) -> Page[Any]:
    """The page of this number; the first or the last one, and a note, when there is no such page."""
    try:
        return paginator.page(asked or 1)
    except PageNotAnInteger:
        notes.append("ページ番号を読み取れなかったため、最初のページを表示しています。")
        return paginator.page(1)
    except EmptyPage:
        is_beyond = asked.lstrip("-").isdigit() and not asked.startswith("-") and asked.strip("0") != ""
        number = paginator.num_pages if is_beyond else 1
        notes.append(f"{asked[:12]}ページはないため、{number}ページを表示しています。")
        return paginator.page(number)
