"""Asking those who want to be asked: once, not too many, not too often; nobody learns who let it pass or who asks."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.persons import stop_being_asked
from accounts.enums import MailStatus
from accounts.models import Notification, OutboxMail, Profile, User
from accounts.outbox import deliver
from dss.access import DomainError, PolicyRefused
from forums.actions import asking
from forums.enums import AskedStatus, JoinPolicy, ShownAs
from forums.models import AnswerRequest, Topic
from tests.factories import AdvisorFactory, BoardFactory
from tests.forums.conftest import BODY, DOMAIN, PERSON
from tests.forums.test_colleagues import colleague
from tests.races import all_at_once

EVERYBODY = User.objects.all()


def question(scene, **changes):
    facts = {
        "board": scene.board,
        "title": "議事録の選び方",
        "body": "どう選びましたか。",
        "shown_as": ShownAs.NAME_BODY,
        "client_token": uuid4(),
    }
    return asking.Question(**(facts | changes))


def ask(scene, people=EVERYBODY, actor=None, **changes):
    return asking.ask_colleagues(
        question=question(scene, **changes), people=people, actor=actor or scene.asker, now=timezone.now()
    )


def mails(person):
    return OutboxMail.objects.filter(event="answer_requested", user=person)


@pytest.mark.django_db
def test_only_who_wants_it_is_asked_and_never_oneself(scene):
    wanted, _found, _hidden = colleague("頼 人"), colleague("見 人", reach="found"), colleague("隠 人", reach="hidden")
    Profile.objects.create(user=scene.asker, reach="asked")
    topic, rows = ask(scene)
    assert [row.person for row in rows] == [wanted]
    assert topic.kind == "consultation"
    assert Notification.objects.filter(user=wanted, event="answer_requested").count() == 1
    mail = mails(wanted).get()
    assert topic.get_absolute_url() in mail.body
    assert reverse("forums:request_list") in mail.body
    assert OutboxMail.objects.filter(event="answer_requested").count() == 1


@pytest.mark.django_db
def test_nothing_tells_who_asks_anonymously(scene, client):
    person = colleague()
    topic, _ = ask(scene, shown_as=ShownAs.ANONYMOUS)
    client.force_login(person)
    pages = [
        client.get(path).content.decode()
        for path in ("/", topic.get_absolute_url(), "/me/requests/", "/me/notifications/")
    ]
    told = "".join([*pages, mails(person).get().body, mails(person).get().subject])
    assert "議事録の選び方" in told
    assert not [word for word in (PERSON, BODY, DOMAIN) if word in told]


@pytest.mark.django_db
def test_the_same_form_sent_twice_asks_once(scene):
    person, token = colleague(), uuid4()
    first, _ = ask(scene, client_token=token)
    colleague("後 人")
    second, rows = ask(scene, client_token=token)
    assert first == second
    assert [row.person for row in rows] == [person]
    assert OutboxMail.objects.filter(event="answer_requested").count() == 1


@pytest.mark.django_db
def test_the_least_asked_come_first_and_not_more_than_the_limit(scene, monkeypatch):
    monkeypatch.setattr(asking, "MOST_AT_ONCE", 2)
    people = [colleague(f"{n}番 人") for n in range(3)]
    _, first = ask(scene)
    _, second = ask(scene)
    assert len(first) == len(second) == 2
    assert {row.person for row in first} | {row.person for row in second} == set(people)


@pytest.mark.django_db
def test_nobody_asks_too_often_and_nobody_is_asked_too_often(scene):
    person = colleague()
    for _ in range(asking.QUESTIONS_A_DAY):
        ask(scene)
    with pytest.raises(DomainError, match="1日に3件の相談まで"):
        ask(scene)
    with pytest.raises(DomainError, match="依頼できる方がいません"):
        ask(scene, actor=scene.reader)
    assert AnswerRequest.objects.filter(person=person).count() == asking.REQUESTS_A_DAY
    assert Topic.objects.count() == asking.QUESTIONS_A_DAY


@pytest.mark.django_db
def test_who_stopped_in_between_gets_no_mail_and_sees_no_request(scene, client):
    person = colleague()
    topic, _ = ask(scene)
    client.force_login(person)
    assert topic.title in client.get(reverse("forums:request_list")).content.decode()
    client.post(reverse("forums:requests_stop"))
    assert topic.title not in client.get(reverse("forums:request_list")).content.decode()
    deliver(mail_id=mails(person).get().pk, now=timezone.now())
    assert mails(person).get().status == MailStatus.WITHHELD
    with pytest.raises(DomainError, match="依頼できる方がいません"):
        ask(scene)


@pytest.mark.django_db
def test_letting_it_pass_is_told_to_nobody(scene, client):
    person = colleague()
    topic, rows = ask(scene)
    client.force_login(person)
    assert client.post(reverse("forums:request_decline", args=[rows[0].pk])).status_code == 302
    assert AnswerRequest.objects.get().status == AskedStatus.DECLINED
    assert not Notification.objects.filter(user=scene.asker).exists()
    client.force_login(scene.asker)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert person.name not in page
    assert client.post(reverse("forums:request_decline", args=[rows[0].pk])).status_code == 404
    with pytest.raises(PolicyRefused):
        asking.decline_request(request=rows[0], actor=scene.asker, now=timezone.now())


@pytest.mark.django_db
def test_an_answered_request_waits_no_more(scene, answer):
    person = colleague()
    topic, _ = ask(scene)
    assert AnswerRequest.objects.visible_to(person).waiting().count() == 1
    answer(topic, actor=person)
    assert not AnswerRequest.objects.visible_to(person).waiting().exists()


@pytest.mark.django_db
def test_one_colleague_is_asked_from_their_page(scene, client):
    person, shy = colleague(), colleague("見 人", reach="found")
    closed = BoardFactory(join_policy=JoinPolicy.APPROVAL, is_default=False)
    client.force_login(scene.asker)
    address = reverse("forums:colleague_ask", args=[person.pk])
    form = client.get(address).context["form"]
    assert closed not in form.fields["board"].queryset
    sent = {
        "title": "聞きたいこと",
        "body": "本文",
        "board": scene.board.slug,
        "shown_as": "anonymous",
        "client_token": str(uuid4()),
    }
    assert "プレビュー" in client.post(address, sent | {"preview": "1"}).content.decode()
    assert not Topic.objects.exists()
    assert client.post(address, sent | {"body": f"{BODY}です"}).status_code == 422
    response = client.post(address, sent)
    assert response["Location"] == Topic.objects.get().get_absolute_url()
    assert AnswerRequest.objects.get().person == person
    assert client.get(reverse("forums:colleague_ask", args=[shy.pk])).status_code == 403
    client.force_login(person)
    assert client.get(address).status_code == 403


@pytest.mark.django_db
def test_all_who_fit_are_asked_from_the_list(scene, client):
    fits, _other = colleague(), colleague("他 人", work="S02")
    client.force_login(scene.asker)
    address = reverse("forums:colleagues_ask") + "?work=S01"
    assert client.get(address).context["total"] == 1
    sent = {
        "title": "聞きたいこと",
        "body": "本文",
        "board": scene.board.slug,
        "shown_as": "name_body",
        "client_token": str(uuid4()),
    }
    assert client.post(address, sent).status_code == 302
    assert [row.person for row in AnswerRequest.objects.all()] == [fits]
    assert client.get(reverse("forums:colleagues_ask") + "?work=ZZ").status_code == 302


@pytest.mark.django_db
def test_one_expert_is_asked_and_the_others_get_no_mail(scene, client, open_topic):
    other = AdvisorFactory().user
    topic = open_topic()
    client.force_login(scene.asker)
    address = reverse("forums:expert_ask_about", args=[scene.expert.advisor.pk])
    assert client.post(address, {"topic": topic.pk}).status_code == 302
    topic.refresh_from_db()
    assert topic.experts_invited
    assert mails(scene.expert).count() == 1
    assert not OutboxMail.objects.filter(user=other).exists()
    assert Topic.objects.visible_to(other).filter(pk=topic.pk).exists()
    assert client.post(address, {"topic": topic.pk}).status_code == 422
    new = {
        "title": "新しい問い",
        "body": "本文",
        "board": scene.board.slug,
        "shown_as": "name_body",
        "client_token": str(uuid4()),
    }
    page = reverse("forums:expert_ask", args=[scene.expert.advisor.pk])
    assert client.post(page, new).status_code == 302
    assert mails(scene.expert).count() == 2
    client.force_login(scene.expert)
    assert "新しい問い" in client.get(reverse("forums:request_list")).content.decode()
    actions_close = reverse("forums:topic_close_to_experts", args=[topic.pk])
    client.force_login(scene.asker)
    client.post(actions_close)
    assert AnswerRequest.objects.visible_to(scene.expert).count() == 1


@pytest.mark.django_db
def test_another_s_topic_is_not_put_before_an_expert(scene, client, open_topic):
    topic = open_topic()
    client.force_login(scene.helper)
    response = client.post(reverse("forums:expert_ask_about", args=[scene.expert.advisor.pk]), {"topic": topic.pk})
    assert response.status_code == 422
    with pytest.raises(PolicyRefused):
        asking.ask_expert(question=topic, advisor=scene.expert.advisor, actor=scene.helper, now=timezone.now())


@pytest.mark.django_db
def test_the_database_keeps_one_request_for_each_person_and_topic(scene):
    colleague()
    _, rows = ask(scene)
    row = AnswerRequest(topic=rows[0].topic, person=rows[0].person, asked_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerRequest.objects.update(status="gone")
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerRequest.objects.update(status=AskedStatus.DECLINED)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_requests_cost_the_same_for_one_and_for_three(scene, client, django_assert_max_num_queries, rows):
    person = colleague()
    for _ in range(rows):
        ask(scene)
    client.force_login(person)
    with django_assert_max_num_queries(8) as queries:
        client.get(reverse("forums:request_list"))
    assert len(queries) == 3


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_ask_once(scene):
    colleague()
    token = uuid4()
    all_at_once([lambda: ask(scene, client_token=token)] * 4)
    assert AnswerRequest.objects.count() == 1
    assert OutboxMail.objects.filter(event="answer_requested").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_day_s_limit_holds_under_a_race(scene):
    colleague()
    done, refused = all_at_once([lambda: ask(scene)] * 6)
    assert (len(done), len(refused)) == (asking.QUESTIONS_A_DAY, 3)
    assert Topic.objects.count() == asking.QUESTIONS_A_DAY


@pytest.mark.django_db(transaction=True)
def test_stopping_and_being_asked_at_once_end_in_one_of_both(scene):
    person = colleague()
    all_at_once([lambda: ask(scene), lambda: stop_being_asked(actor=person, now=timezone.now())])
    assert not AnswerRequest.objects.visible_to(person).exists()
