"""Saved searches with their alerts, bookmarks, what is new since the last visit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification, NotificationPreference, OutboxMail
from accounts.notification_events import may_still_know
from accounts.prefectures import PREFECTURES
from catalog import actions, jobs
from catalog.enums import SearchAlert
from catalog.models import Bookmark, CatalogVisit, SavedSearch, Synonym
from catalog.news import News, news_for
from catalog.saved_searching import Wanted
from catalog.search.indexing import reindex
from catalog.search.synonyms import Synonyms, synonym_key
from dss.access import DomainError
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    PublishedServiceFactory,
    SavedSearchFactory,
    ServiceFactory,
    UserFactory,
    complete_answers,
)
from tests.races import all_at_once

MONDAY = dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC)  # 07:00 on Monday, 23 November, in Tokyo
DAY = dt.timedelta(days=1)
LIST = "/me/searches/"


@pytest.fixture
def person(db):
    return MembershipFactory().user


def saved(person, query="network=lgwan", alert=SearchAlert.DAILY, told=MONDAY - DAY, **given):
    return SavedSearchFactory(user=person, query=query, alert=alert, created_at=told, told_until=told, **given)


def tell(search, now):
    jobs.tell_of_saved_search.func(search_id=search.pk, now=now)


def told(person):
    mails = OutboxMail.objects.filter(user=person).count()
    return mails, Notification.objects.filter(user=person).count()


# --- saving ----------------------------------------------------------------------------------------------------------


def test_a_search_is_saved_from_the_list(person):
    client = signed_in(person)
    PublishedServiceFactory()
    page = client.get("/services/", {"q": "議事録", "network": "lgwan", "page": "1", "compare": "1"})
    assert "/me/searches/new/?q=" in page.content.decode()
    assert "compare" not in page.context["browsing"].save_query
    form = client.get("/me/searches/new/", {"q": "議事録", "network": ["lgwan", "moon"], "spec.gone": "x", "page": "3"})
    text = form.content.decode()
    assert "利用できる接続系：LGWAN接続系" in text
    assert "利用できる接続系：moon" in text
    assert "spec.gone" in text
    query = form.context["form"].initial["query"]
    response = client.post("/me/searches/new/", {"name": "LGWANの議事録", "alert": "weekly", "query": query})
    assert response.headers["Location"] == LIST
    search = SavedSearch.objects.get()
    assert (search.user, search.alert) == (person, "weekly")
    assert search.query == "q=%E8%AD%B0%E4%BA%8B%E9%8C%B2&network=lgwan"
    assert AuditEvent.objects.filter(verb="search_saved").count() == 1
    page = client.get(LIST).content.decode()
    assert "LGWANの議事録" in page
    assert "メールで毎週" in page


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "alert": "none"},
        {"name": "x" * 61, "alert": "none"},
        {"name": "x", "alert": "hourly"},
        {"name": "x", "alert": "none", "query": "q=" + "あ" * 3000},
        {"name": "\x00", "alert": "none"},
    ],
)
def test_bad_input_is_said_beside_the_form(person, data):
    assert signed_in(person).post("/me/searches/new/", data).status_code == 422
    assert not SavedSearch.objects.exists()


def test_more_conditions_than_can_be_kept_are_refused_and_none_is_lost(person):
    client = signed_in(person)
    some = "&".join(f"prefecture={code}" for code, _ in PREFECTURES)
    typed = f"q={'漢' * 200}&{some}"
    whole = client.get(f"/me/searches/new/?{typed}").context["form"].initial["query"]
    assert (len(typed) < 2000 < len(whole), whole.count("prefecture=")) == (True, len(PREFECTURES))
    for query in (typed, whole):
        page = client.post("/me/searches/new/", {"name": "x", "alert": "none", "query": query}).content.decode()
        assert "条件が多すぎる" in page


def test_the_same_conditions_are_kept_once_whatever_their_order(person):
    client = signed_in(person)
    for query in ("network=lgwan&network=internet", "network=internet&network=lgwan&page=2"):
        response = client.post("/me/searches/new/", {"name": "同じ", "alert": "none", "query": query})
    assert response.status_code == 422
    assert "すでに保存しています" in response.content.decode()
    assert SavedSearch.objects.count() == 1


def test_nobody_saves_without_end(person, monkeypatch):
    monkeypatch.setattr("catalog.actions.shelf.MOST_SEARCHES", 2)
    SavedSearchFactory.create_batch(2, user=person)
    with pytest.raises(DomainError, match="2件まで"):
        actions.save_search(name="三つ目", alert=SearchAlert.NONE, query="", actor=person, now=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_two_browsers_save_at_once(monkeypatch):
    monkeypatch.setattr("catalog.actions.shelf.MOST_SEARCHES", 1)
    person = UserFactory()

    def saving(number):
        return lambda: actions.save_search(
            name=f"{number}", alert=SearchAlert.NONE, query=f"q={number}", actor=person, now=MONDAY
        )

    won, refused = all_at_once([saving(number) for number in range(6)])
    assert (len(won), len(refused), SavedSearch.objects.count()) == (1, 5, 1)


def test_a_search_is_changed_and_forgotten_by_its_person_alone(person):
    search = saved(person)
    for stranger in (MembershipFactory().user, OperatorFactory()):
        client = signed_in(stranger)
        for path in ("", "edit/"):
            assert client.get(f"{LIST}{search.pk}/{path}").status_code == 404
        assert client.post(f"{LIST}{search.pk}/delete/").status_code == 404
        assert search.name not in client.get(LIST).content.decode()
    client = signed_in(person)
    client.post(f"{LIST}{search.pk}/edit/", {"name": "新しい名前", "alert": "site"})
    search.refresh_from_db()
    assert (search.name, search.alert) == ("新しい名前", "site")
    assert client.post(f"{LIST}{search.pk}/delete/").status_code == 302
    assert not SavedSearch.objects.exists()


def test_old_conditions_are_repaired_and_said_so(person):
    search = saved(person, query="network=lgwan&network=gone&spec.old=yes&near=999999&q=%00", alert=SearchAlert.NONE)
    client = signed_in(person)
    page = client.get(LIST).content.decode()
    assert "利用できる接続系：gone" in page
    assert "spec.old" in page
    assert "似た自治体のもとになる自治体" in page
    opened = client.get(f"{LIST}{search.pk}/", follow=True)
    assert opened.redirect_chain == [("/services/?network=lgwan", 302)]
    assert "今は使えないものを外して探しました" in opened.content.decode()
    client.post(f"{LIST}{search.pk}/edit/", {"name": search.name, "alert": "none"})
    search.refresh_from_db()
    assert search.query == "network=lgwan"
    assert "gone" not in client.get(LIST).content.decode()


def test_a_saved_search_finds_what_the_list_finds(db):
    body = MunicipalityFactory(prefecture_code="11")
    twin = MunicipalityFactory(prefecture_code="11", kind=body.kind)
    person = MembershipFactory(municipality=body).user
    both = PublishedServiceFactory(name="議事録一", answers=complete_answers() | {"network": ["lgwan"]})
    PublishedServiceFactory(name="議事録二", answers=complete_answers() | {"network": ["internet"]})
    PublishedServiceFactory(name="窓口三")
    AdoptionFactory(service=both, municipality=twin, confirmed=True)
    reindex(list(both.__class__.objects.values_list("pk", flat=True)))
    for query in ("", "q=議事録", "network=lgwan", "q=議事録&network=lgwan", "near=own", f"near={body.code}&q=議事録"):
        listed = signed_in(person).get(f"/services/?{query}").context["page"].object_list
        found = Wanted(query, body).find()
        assert {each.pk for each in found} == {each.pk for each in listed}, query


# --- alerts ----------------------------------------------------------------------------------------------------------


def test_a_new_and_a_changed_listing_are_told_once(person):
    PublishedServiceFactory(name="前からある", published_at=MONDAY - 9 * DAY)
    search = saved(person)
    PublishedServiceFactory(name="新しい掲載", published_at=MONDAY - dt.timedelta(hours=3))
    changed = PublishedServiceFactory(name="変わった掲載", published_at=MONDAY - 9 * DAY)
    changed.published_at = MONDAY - dt.timedelta(hours=2)
    changed.save()
    for _ in range(3):
        tell(search, MONDAY)
    assert told(person) == (1, 1)
    mail = OutboxMail.objects.get(user=person)
    assert "・新しい掲載（" in mail.body
    assert "）新着" in mail.body
    assert "・変わった掲載（" in mail.body
    assert "前からある" not in mail.body
    assert f"/me/searches/{search.pk}/?since=2026-11-22" in mail.body
    tell(search, MONDAY + DAY)
    assert told(person) == (1, 1)


def test_a_worker_that_never_searched_finds_by_synonyms_too(person, monkeypatch):
    monkeypatch.setattr("catalog.search.synonym_table._known", Synonyms())
    Synonym.objects.create(word="廃棄物", key=synonym_key("廃棄物"), expansions=["ごみ"], updated_at=MONDAY)
    service = PublishedServiceFactory(name="ごみの分け方（架空）", published_at=MONDAY - DAY / 2)
    reindex([service.pk])
    tell(saved(person, query="q=廃棄物"), MONDAY)
    assert told(person) == (1, 1)


@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        (SearchAlert.NONE, [(0, 0), (0, 0), (0, 0)]),
        (SearchAlert.SITE, [(0, 1), (0, 2), (0, 3)]),
        (SearchAlert.DAILY, [(1, 1), (2, 2), (3, 3)]),
        (SearchAlert.WEEKLY, [(1, 1), (1, 1), (2, 2)]),
    ],
)
def test_each_rhythm(person, alert, expected):
    """Monday, Tuesday, the Tuesday after (Monday's run was missed)."""
    search = saved(person, alert=alert)
    seen = []
    for moment in (MONDAY, MONDAY + DAY, MONDAY + 8 * DAY):
        PublishedServiceFactory(published_at=moment - dt.timedelta(minutes=5))
        jobs.tell_of_saved_searches.func(now=moment)
        tell(search, moment)
        seen.append(told(person))
    assert seen == expected


def test_what_is_not_on_the_shelf_is_told_to_nobody(person):
    search = saved(person, query="")
    ServiceFactory(name="下書き")
    hidden = PublishedServiceFactory(published_at=MONDAY - dt.timedelta(minutes=5))
    hidden.status, hidden.suspended_at, hidden.suspension_reason = "suspended", MONDAY, "確認中"
    hidden.save()
    gone = PublishedServiceFactory(published_at=MONDAY - dt.timedelta(minutes=5))
    type(gone.vendor).objects.filter(pk=gone.vendor_id).update(is_suspended=True)
    tell(search, MONDAY)
    assert told(person) == (0, 0)


def test_who_left_a_body_or_closed_the_account_hears_nothing(person):
    PublishedServiceFactory(published_at=MONDAY - dt.timedelta(minutes=5))
    search = saved(person)
    person.is_active = False
    person.save()
    tell(search, MONDAY)
    assert told(person) == (0, 0)
    stranger = UserFactory()
    near = saved(stranger, query="near=own")
    tell(near, MONDAY)
    assert told(stranger) == (1, 1)
    assert "似た自治体のもとになる自治体" in OutboxMail.objects.get(user=stranger).body


def test_mails_of_this_kind_can_be_turned_off_and_a_forgotten_search_is_not_read_about(person):
    PublishedServiceFactory(published_at=MONDAY - dt.timedelta(minutes=5))
    NotificationPreference.objects.create(user=person, event="saved_search_found", way="site")
    search = saved(person)
    tell(search, MONDAY)
    assert told(person) == (0, 1)
    assert may_still_know("saved_search_found", person, str(search.pk))
    assert not may_still_know("saved_search_found", UserFactory(), str(search.pk))
    actions.forget_saved_search(search=search, actor=person, now=MONDAY)
    assert not may_still_know("saved_search_found", person, str(search.pk))


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_at_once():
    person = UserFactory()
    PublishedServiceFactory(published_at=MONDAY - dt.timedelta(minutes=5))
    search = saved(person)
    won, _ = all_at_once([lambda: tell(search, MONDAY)] * 4)
    assert len(won) == 4
    assert told(person) == (1, 1)


def test_alerts_begin_when_they_are_turned_on(person):
    search = saved(person, alert=SearchAlert.NONE, told=MONDAY - 30 * DAY)
    PublishedServiceFactory(published_at=MONDAY - 2 * DAY)
    actions.change_saved_search(search=search, name="x", alert=SearchAlert.DAILY, actor=person, now=MONDAY - DAY)
    tell(search, MONDAY)
    assert told(person) == (0, 0)


# --- bookmarks -------------------------------------------------------------------------------------------------------


def test_a_listing_is_kept_and_let_go(person):
    service = PublishedServiceFactory()
    client = signed_in(person)
    url = reverse("catalog:service_bookmark", args=[service.pk])
    assert "あとで見る</button>" in client.get(service.get_absolute_url()).content.decode()
    for _ in range(2):
        assert client.post(url, {"wanted": "on"}).headers["Location"] == service.get_absolute_url()
    assert Bookmark.objects.count() == 1
    assert AuditEvent.objects.filter(verb="service_bookmarked").count() == 1
    assert "あとで見るから外す" in client.get(service.get_absolute_url()).content.decode()
    assert service.name in client.get("/me/bookmarks/").content.decode()
    assert service.name not in signed_in(MembershipFactory().user).get("/me/bookmarks/").content.decode()
    assert "あとで見る" not in Client().get(service.get_absolute_url()).content.decode()
    client.post(url, {"wanted": "off"})
    client.post(url, {"wanted": "perhaps"})
    assert not Bookmark.objects.exists()


def test_what_left_the_shelf_is_counted_and_not_named(person):
    service = PublishedServiceFactory(name="消えた掲載")
    Bookmark.objects.create(user=person, service=service, created_at=MONDAY)
    service.status, service.unpublished_at = "unpublished", timezone.now()
    service.save()
    page = signed_in(person).get("/me/bookmarks/").content.decode()
    assert "消えた掲載" not in page
    assert "公開されていないサービスが1件" in page


@pytest.mark.parametrize("path", ["/me/bookmarks/", LIST])
def test_own_lists_cost_the_same_whatever_they_hold(person, path):
    client = signed_in(person)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    costs = []
    for number in range(3):
        Bookmark.objects.create(user=person, service=PublishedServiceFactory(), created_at=MONDAY)
        saved(person, query=f"q={number}")
        costs.append(cost())
    assert costs[0] == costs[2] <= 8


# --- new since the last visit ----------------------------------------------------------------------------------------


def test_a_visit_begins_after_six_hours_and_news_count_from_the_one_before(person):
    PublishedServiceFactory(published_at=MONDAY - 2 * DAY)
    PublishedServiceFactory(published_at=MONDAY + dt.timedelta(hours=1))
    assert news_for(person, MONDAY) is None
    assert news_for(person, MONDAY + dt.timedelta(hours=5)) is None
    for later in (DAY, DAY + dt.timedelta(hours=1)):
        assert news_for(person, MONDAY + later) == News(dt.date(2026, 11, 23), 1)
    assert CatalogVisit.objects.get().began_at == MONDAY + DAY


def test_the_list_says_what_is_new(person):
    before = timezone.now() - 3 * DAY
    CatalogVisit.objects.create(user=person, began_at=before)
    PublishedServiceFactory(name="昔の掲載", published_at=before - 9 * DAY)
    new = PublishedServiceFactory(name="新しい掲載", published_at=timezone.now() - DAY)
    client = signed_in(person)
    response = client.get("/services/")
    assert "新着・更新 1件" in response.content.decode()
    found = client.get("/services/" + response.context["news"].href).context["page"].object_list
    assert [each.pk for each in found] == [new.pk]


def test_nothing_is_kept_of_visitors_and_filters_make_no_visit(person):
    PublishedServiceFactory()
    Client().get("/services/")
    signed_in(person).get("/services/", {"network": "lgwan"})
    assert not CatalogVisit.objects.exists()


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "0001-01-01", "\x00", "9" * 5000, "2026-W48-1"])
def test_a_day_that_is_not_understood_never_widens(client, db, since):
    PublishedServiceFactory()
    response = client.get("/services/", {"since": since})
    assert response.status_code == 400
    assert not response.context["page"].object_list


def test_the_bare_list_stays_within_its_queries(person):
    CatalogVisit.objects.create(user=person, began_at=timezone.now() - DAY)
    PublishedServiceFactory()
    client = signed_in(person)
    counts = []
    for _ in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get("/services/")
        counts.append(len(asked))
        PublishedServiceFactory.create_batch(2)
    assert max(counts) <= 8
