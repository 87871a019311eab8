"""Talk sessions: places and the queue for them, the way in, reports with their speakers' approval."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from dss.access import DomainError, PolicyRefused
from forums import actions, jobs
from forums.enums import EventAudience, EventStatus, RegistrationStatus
from forums.models import Event, EventRegistration
from tests.factories import EventFactory, EventRegistrationFactory, EventSpeakerFactory, MembershipFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now


def mails(event):
    return set(OutboxMail.objects.filter(event=event).values_list("to", flat=True))


def register(event, actor, now=None):
    return actions.register_event(event=event, actor=actor, now=now or NOW())


def leave(event, actor):
    actions.leave_event(event=event, actor=actor, now=NOW())


def status_of(event, user):
    return EventRegistration.objects.get(event=event, user=user).status


def lapse(user):
    MunicipalMembership.objects.filter(user=user).update(expires_on="2020-05-31")


def today(**changes):
    """A session that has begun ten minutes ago."""
    return EventFactory(starts_at=NOW() - timedelta(minutes=10), **changes)


def test_a_place_the_queue_and_who_moves_up(scene):
    event = EventFactory(capacity=1)
    assert register(event, scene.asker).is_confirmed
    assert register(event, scene.helper).is_waiting
    assert register(event, scene.reader).is_waiting
    assert register(event, scene.asker).is_confirmed  # pressed twice
    assert mails("event_place_waiting") == {scene.helper.email, scene.reader.email}
    leave(event, scene.asker)
    assert status_of(event, scene.helper) == RegistrationStatus.CONFIRMED
    assert mails("event_place_confirmed") == {scene.asker.email, scene.helper.email}
    assert register(event, scene.asker).is_waiting  # at the end of the queue
    leave(event, scene.helper)
    assert status_of(event, scene.reader) == RegistrationStatus.CONFIRMED
    assert AuditEvent.objects.filter(verb="fill_place").count() == 2


def test_the_queue_passes_who_may_not_come_any_more(scene):
    event = EventFactory(capacity=1)
    for person in (scene.asker, scene.helper, scene.reader):
        register(event, person)
    lapse(scene.helper)
    leave(event, scene.asker)
    assert status_of(event, scene.helper) == RegistrationStatus.WAITING
    assert status_of(event, scene.reader) == RegistrationStatus.CONFIRMED


def test_a_lapsed_persons_seat_goes_to_who_waits(scene):
    event = EventFactory(capacity=1)
    register(event, scene.asker)
    register(event, scene.helper)
    lapse(scene.asker)
    jobs.fill_events(now=NOW())
    assert status_of(event, scene.helper) == RegistrationStatus.CONFIRMED


def test_vendors_only_where_they_are_asked(scene):
    with pytest.raises(PolicyRefused):
        register(EventFactory(), scene.seller)
    opened = EventFactory(audience=EventAudience.STAFF_AND_VENDORS)
    assert register(opened, scene.seller).vendor is not None
    assert register(opened, scene.expert).municipality is None
    with pytest.raises(PolicyRefused, match="所属の確認"):
        register(opened, scene.member)


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": timezone.now() - timedelta(days=2)},
        {"status": EventStatus.CANCELLED, "cancelled_at": timezone.now(), "cancel_reason": "台風のため"},
    ],
    ids=["over", "cancelled"],
)
def test_no_places_where_nothing_takes_place(scene, changes):
    with pytest.raises(DomainError):
        register(EventFactory(**changes), scene.asker)


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once():
    event = EventFactory(capacity=3)
    people = [MembershipFactory().user for _ in range(20)]
    places, refused = all_at_once([lambda person=person: register(event, person) for person in people])
    assert not refused
    assert len([place for place in places if place.is_confirmed]) == 3
    assert len(mails("event_place_confirmed")) == 3


def test_more_seats_let_people_in_and_a_new_time_is_told(scene):
    event = EventFactory(capacity=1)
    register(event, scene.asker)
    register(event, scene.helper)
    event.refresh_from_db()
    event.capacity, event.starts_at = 2, event.starts_at + timedelta(minutes=30)
    actions.save_event(event=event, actor=scene.operator, now=NOW())
    assert status_of(event, scene.helper) == RegistrationStatus.CONFIRMED
    assert mails("event_changed") == {scene.asker.email, scene.helper.email}


def test_a_lost_update_is_refused(scene):
    event = EventFactory()
    stale = Event.objects.get(pk=event.pk)
    actions.save_event(event=event, actor=scene.operator, now=NOW())
    with pytest.raises(actions.EventChanged):
        actions.save_event(event=stale, actor=scene.operator, now=NOW())
    with pytest.raises(PolicyRefused):
        actions.save_event(event=event, actor=scene.asker, now=NOW())


def test_published_with_speakers_and_in_time_only(scene):
    def publish(event):
        return actions.publish_event(event=event, reason="準備できました", actor=scene.operator, now=NOW())

    draft = EventFactory(status=EventStatus.DRAFT)
    assert not Event.objects.visible_to(scene.asker).filter(pk=draft.pk)
    with pytest.raises(DomainError, match="登壇者"):
        publish(draft)
    EventSpeakerFactory(event=draft)
    assert publish(draft).published_at
    assert Event.objects.visible_to(scene.member).filter(pk=draft.pk)
    with pytest.raises(DomainError, match="公開中"):
        publish(draft)
    past = EventFactory(status=EventStatus.DRAFT, starts_at=NOW() - timedelta(days=1))
    with pytest.raises(DomainError, match="終了日時"):
        publish(past)


def test_called_off_with_a_reason_that_all_read(scene, client):
    event = EventFactory()
    register(event, scene.asker)
    actions.cancel_event(event=event, reason="講師の都合のため", actor=scene.operator, now=NOW())
    assert mails("event_cancelled") == {scene.asker.email}
    page = client.get(event.get_absolute_url()).content.decode()
    assert "講師の都合のため" in page
    assert b"STATUS:CANCELLED" in client.get(reverse("forums:event_calendar", args=[event.pk])).content


class TestTheWayIn:
    """The address of the meeting."""

    ADDRESS = "https://meet.example/secret-room"

    def page(self, client, event, user):
        client.force_login(user)
        return client.get(reverse("forums:event_join", args=[event.pk]))

    def test_on_the_day_for_who_has_a_place(self, scene, client):
        event = today(join_url=self.ADDRESS, capacity=1)
        register(event, scene.asker)
        register(event, scene.helper)
        assert self.ADDRESS in self.page(client, event, scene.asker).content.decode()
        assert "no-store" in self.page(client, event, scene.asker)["Cache-Control"]
        assert self.page(client, event, scene.helper).status_code == 404  # waits
        assert self.page(client, event, scene.reader).status_code == 404
        lapse(scene.asker)
        assert self.page(client, event, scene.asker).status_code == 404

    @pytest.mark.parametrize(("days", "status"), [(0, 200), (1, 404), (-2, 404)])
    def test_no_other_day(self, scene, client, days, status):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
        event = EventFactory(starts_at=midnight, ends_at=midnight + timedelta(hours=23), join_url=self.ADDRESS)
        EventRegistrationFactory(event=event, user=scene.asker)
        assert self.page(client, event, scene.asker).status_code == status
        assert event.admits_at(NOW()) == (status == 200)

    def test_it_stands_in_no_mail_page_or_calendar(self, scene, client):
        event = today(join_url=self.ADDRESS)
        register(event, scene.asker)
        actions.remind_event(event=event, instance="day", now=NOW())
        client.force_login(scene.asker)
        texts = [client.get(event.get_absolute_url()).content.decode()]
        texts.append(client.get(reverse("forums:event_calendar", args=[event.pk])).content.decode())
        texts += [mail.body for mail in OutboxMail.objects.all()]
        assert len(texts) >= 3
        assert not [text for text in texts if "meet.example" in text]


def test_reminders_reach_each_person_once(scene):
    tomorrow = timezone.localtime().replace(hour=14, minute=0) + timedelta(days=1)
    event = EventFactory(starts_at=tomorrow)
    for person in (scene.asker, scene.helper):
        register(event, person)
    lapse(scene.helper)
    for _ in range(2):
        jobs.remind_events(now=NOW())
    assert OutboxMail.objects.filter(event="event_reminder").count() == 1
    register(event, scene.reader)
    jobs.remind_events(now=NOW())
    assert mails("event_reminder") == {scene.asker.email, scene.reader.email}
    jobs.remind_events(now=tomorrow - timedelta(hours=3))
    assert OutboxMail.objects.filter(event="event_reminder").count() == 4


class TestReports:
    """Nothing is published that a speaker has not agreed to."""

    @pytest.fixture
    def held(self, scene):
        event = EventFactory(starts_at=NOW() - timedelta(days=3))
        EventSpeakerFactory(event=event, user=scene.helper)
        self.stranger = EventSpeakerFactory(event=event, name="外野 守")
        EventRegistrationFactory(event=event, user=scene.asker)
        return self.written(event, scene, "とても**役に立つ**会でした。")

    def written(self, event, scene, words):
        event = Event.objects.get(pk=event.pk)
        event.report = words
        actions.save_event(event=event, actor=scene.operator, now=NOW())
        return Event.objects.get(pk=event.pk)

    def publish(self, event, scene):
        return actions.publish_report(event=event, reason="確認がそろいました", actor=scene.operator, now=NOW())

    def approve(self, event, scene):
        actions.approve_report(event=event, revision=event.report_revision, actor=scene.helper, now=NOW())
        actions.note_approval(speaker=self.stranger, note="電話で確認", actor=scene.operator, now=NOW())

    def test_the_way_to_a_public_report(self, scene, held, client):
        address = reverse("forums:event_report", args=[held.pk])
        assert mails("event_report_for_approval") == {scene.helper.email}
        assert client.get(address).status_code == 404
        with pytest.raises(DomainError, match="話手 花"):
            self.publish(held, scene)
        client.force_login(scene.helper)
        assert "公開前の確認用" in client.get(address).content.decode()
        self.approve(held, scene)
        self.publish(held, scene)
        client.logout()
        assert "<strong>役に立つ</strong>" in client.get(address).content.decode()
        assert Notification.objects.get(event="event_report_published").user == scene.asker
        assert mails("event_report_published") == set()  # gathered

    def test_another_wording_wants_new_approvals(self, scene, held):
        self.approve(held, scene)
        self.publish(held, scene)
        changed = self.written(held, scene, "言い直しました。")
        assert not changed.has_report
        with pytest.raises(DomainError, match="登壇者の確認"):
            self.publish(changed, scene)
        with pytest.raises(DomainError, match="書き換えられました"):
            actions.approve_report(event=held, revision=held.report_revision, actor=scene.helper, now=NOW())

    def test_only_speakers_approve_and_only_for_themselves(self, scene, held):
        with pytest.raises(PolicyRefused):
            actions.approve_report(event=held, revision=held.report_revision, actor=scene.asker, now=NOW())
        speaker = held.speakers.get(user=scene.helper)
        with pytest.raises(DomainError, match="本人"):
            actions.note_approval(speaker=speaker, note="電話で確認", actor=scene.operator, now=NOW())

    def test_not_before_it_is_over(self, scene):
        event = self.written(EventFactory(), scene, "早すぎる報告")
        with pytest.raises(DomainError, match="終わってから"):
            self.publish(event, scene)


def test_the_same_facts_in_sql_and_on_the_row(scene):
    now = NOW()
    for minutes in (-130, -121, -119, -10, 10):
        event = EventFactory(starts_at=now + timedelta(minutes=minutes))
        assert Event.objects.over(now).filter(pk=event.pk).exists() == event.is_over_at(now)
        assert Event.objects.to_come(now).filter(pk=event.pk).exists() != event.is_over_at(now)


def test_a_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, scene):
    def cost():
        with django_assert_num_queries(5) as seen:
            assert client.get(reverse("forums:event_list")).status_code == 200
        return len(seen)

    EventSpeakerFactory()
    EventSpeakerFactory(event=EventFactory(starts_at=NOW() - timedelta(days=3)))
    first = cost()
    for _ in range(2):
        EventSpeakerFactory()
        EventSpeakerFactory(event=EventFactory(starts_at=NOW() - timedelta(days=3)))
    assert cost() == first


def test_found_by_words_by_everybody(scene, client):
    event = EventFactory(title="架空の書かない窓口座談会", report="まだ秘密の報告", report_revision=1)
    EventSpeakerFactory(event=event, name="窓野 口子")
    EventFactory(title="架空の議事録座談会", theme="会議録を早く作る。")
    jobs.reindex_stale_event_rows()
    page = client.get(reverse("forums:event_list"), {"q": "書かない窓口"}).content.decode()
    assert event.title in page
    assert "架空の議事録座談会" not in page
    assert event.title in client.get(reverse("search"), {"q": "窓野 口子"}).content.decode()
    assert event.title not in client.get(reverse("search"), {"q": "秘密の報告"}).content.decode()
