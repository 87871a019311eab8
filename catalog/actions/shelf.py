"""What a person keeps for themselves: saved searches with their alerts, bookmarks, the moment of a visit."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from accounts.personas import persona_of
from catalog.actions.locking import expect
from catalog.emails import send_saved_search_found
from catalog.enums import SearchAlert
from catalog.models import MOST_BOOKMARKS, MOST_SEARCHES, QUERY_LENGTH, Bookmark, CatalogVisit, SavedSearch, Service
from catalog.policies import can_bookmark_service, can_edit_saved_search, can_save_search
from catalog.saved_searching import LATEST_COMMIT, Wanted
from dss.access import DomainError

TOO_LONG = "条件が多すぎるため保存できません。条件を減らしてから保存してください。"
SAME = "同じ条件の検索を、すでに保存しています。"


@transaction.atomic
def save_search(*, name: str, alert: SearchAlert, query: str, actor: User, now: dt.datetime) -> SavedSearch:
    """Keep the conditions of a list; what is not understood of them is left out. Alerts begin with what comes after."""
    can_save_search(actor).or_refuse()
    _lock_person(actor)
    expect(
        SavedSearch.objects.visible_to(actor).count() < MOST_SEARCHES,
        f"保存できる検索は{MOST_SEARCHES}件までです。使わないものを消してから保存してください。",
    )
    wanted = Wanted(query, persona_of(actor).municipality)
    expect(len(wanted.repaired) <= QUERY_LENGTH, TOO_LONG)
    search = SavedSearch(user=actor, name=name, alert=alert, query=wanted.repaired, created_at=now)
    _note_as_told(search, wanted, now)
    search = _written(search)
    record(actor=actor, verb="search_saved", obj=search, now=now, data={"alert": alert})
    return search


@transaction.atomic
def change_saved_search(
    *, search: SavedSearch, name: str, alert: SearchAlert, actor: User, now: dt.datetime
) -> SavedSearch:
    """Another name, another alert; conditions that are understood no more are dropped for good."""
    can_edit_saved_search(actor, search).or_refuse()
    locked = _lock_search(search.pk)
    wanted = Wanted(locked.query, persona_of(actor).municipality)
    if locked.alert == SearchAlert.NONE and alert != SearchAlert.NONE:
        _note_as_told(locked, wanted, now)
    locked.name, locked.alert = name, alert
    locked.query = wanted.repaired
    _written(locked)
    record(actor=actor, verb="saved_search_changed", obj=locked, now=now, data={"alert": alert})
    return locked


@transaction.atomic
def forget_saved_search(*, search: SavedSearch, actor: User, now: dt.datetime) -> None:
    """Gone, with its alerts."""
    can_edit_saved_search(actor, search).or_refuse()
    locked = _lock_search(search.pk)
    record(actor=actor, verb="saved_search_forgotten", obj=locked, now=now)
    locked.delete()


@transaction.atomic
def tell_of_saved_search(*, search_id: int, today: dt.datetime, week: dt.datetime, now: dt.datetime) -> bool:
    """Tell its person what is new or changed since they were last told; whether there was anything.

    Asked twice in a period, the second finds nothing to do: `told_until` moves on in the same transaction. It looks
    back a little further than that, for what was published before the last time and could not be seen then.
    """
    due = SavedSearch.objects.to_tell(today, week).select_for_update(of=("self",), skip_locked=True)
    search = due.select_related("user").filter(pk=search_id).first()
    if search is None:
        return False
    wanted = Wanted(search.query, persona_of(search.user).municipality)
    since, known = search.told_until, search.told_versions
    _note_as_told(search, wanted, now)  # first: what is committed in between is rather told twice than never
    search.save(update_fields=["told_until", "told_versions"])
    found = wanted.find_since(since if known is None else since - LATEST_COMMIT, now, known or ())
    return send_saved_search_found(search, found, wanted.dropped, since=since, now=now)


@transaction.atomic
def bookmark_service(*, service: Service, is_wanted: bool, actor: User, now: dt.datetime) -> None:
    """Find it again later, or no more; pressing twice changes nothing."""
    can_bookmark_service(actor, service).or_refuse()
    _lock_person(actor)
    own = Bookmark.objects.visible_to(actor)
    if own.filter(service=service).exists() == is_wanted:
        return
    if is_wanted:
        expect(own.count() < MOST_BOOKMARKS, f"「あとで見る」に入れられるのは{MOST_BOOKMARKS}件までです。")
        Bookmark.objects.create(user=actor, service=service, created_at=now)
    else:
        own.filter(service=service).delete()
    record(actor=actor, verb="service_bookmarked", obj=service, now=now, data={"is_wanted": is_wanted})


def begin_visit(*, actor: User, last: dt.datetime | None, now: dt.datetime) -> None:
    """A new visit to the list, after the one that began at `last`. A read mark: no audit row, one write a visit."""
    if last is None:
        CatalogVisit.objects.bulk_create([CatalogVisit(user=actor, began_at=now)], ignore_conflicts=True)
    else:
        CatalogVisit.objects.filter(user=actor, began_at=last).update(previous_at=last, began_at=now)


def _note_as_told(search: SavedSearch, wanted: Wanted, now: dt.datetime) -> None:
    """What is found at this moment needs no telling later."""
    search.told_until = now
    search.told_versions = wanted.versions_around(now)


def _lock_person(actor: User) -> None:
    """Caps and doubles are judged with the person's row held."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def _lock_search(pk: int) -> SavedSearch:
    search: SavedSearch | None = SavedSearch.objects.select_for_update().filter(pk=pk).first()
    if search is None:
        raise DomainError("この検索は、すでに消されています。")
    return search


def _written(search: SavedSearch) -> SavedSearch:
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError as error:
        if "savedsearch_once" not in str(error):
            raise
        raise DomainError(SAME) from None
    return search
