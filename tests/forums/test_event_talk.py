"""Questions to talk sessions and wishes for themes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership, OutboxMail
from dss.access import DomainError, PolicyRefused
from forums import actions
from forums.actions.event_talk import QUESTIONS_A_PERSON, WISHES_A_DAY
from forums.enums import EventAudience, QuestionStatus, ShownAs, WishStatus
from forums.models import EventQuestion, EventQuestionVote, ThemeWish, ThemeWishVote
from tests.factories import EventFactory, EventQuestionFactory, EventRegistrationFactory, ThemeWishFactory
from tests.forums.conftest import BODY, PERSON

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def event(scene):
    """A session for staff and vendors; the asker, the helper and the seller have places."""
    event = EventFactory(audience=EventAudience.STAFF_AND_VENDORS)
    for person in (scene.asker, scene.helper, scene.seller):
        EventRegistrationFactory(event=event, user=person)
    return event


@pytest.fixture
def ask(scene, event):
    def send(**changes):
        arguments = {
            "event": event,
            "body": "費用はいくらでしたか。",
            "shown_as": ShownAs.ANONYMOUS,
            "client_token": uuid4(),
            "actor": scene.asker,
            "now": NOW(),
        }
        return actions.ask_event(**(arguments | changes))

    return send


def move(act, question, scene, reason="確認しました"):
    act(question=question, reason=reason, actor=scene.operator, now=NOW())


def test_others_read_a_question_once_it_passed(scene, ask):
    question = ask()
    assert not EventQuestion.objects.visible_to(scene.helper).exists()
    assert EventQuestion.objects.visible_to(scene.asker).get() == question
    move(actions.show_question, question, scene)
    for reader in (scene.helper, scene.seller):
        assert EventQuestion.objects.visible_to(reader).get() == question
    for stranger in (scene.reader, scene.member, scene.expert, scene.operator):
        assert not EventQuestion.objects.visible_to(stranger).exists()
    MunicipalMembership.objects.filter(user=scene.helper).update(expires_on="2020-05-31")
    assert not EventQuestion.objects.visible_to(scene.helper).exists()
    move(actions.hide_question, question, scene, "個人名が入っています")
    assert not EventQuestion.objects.visible_to(scene.seller).exists()
    with pytest.raises(PolicyRefused):
        actions.show_question(question=question, reason="", actor=scene.asker, now=NOW())


def test_the_same_form_asks_once_and_nobody_floods(scene, ask):
    token = uuid4()
    assert ask(client_token=token) == ask(client_token=token)
    for _ in range(QUESTIONS_A_PERSON - 1):
        ask()
    with pytest.raises(DomainError, match="10件"):
        ask()


def test_who_does_not_take_part_asks_nothing(scene, ask, event):
    with pytest.raises(PolicyRefused):
        ask(actor=scene.reader)
    event.starts_at -= timedelta(days=30)
    event.ends_at -= timedelta(days=30)
    event.save()
    with pytest.raises(DomainError, match="締め切りました"):
        ask()


@pytest.mark.parametrize(
    ("way", "shown", "kept"),
    [
        (ShownAs.ANONYMOUS, "匿名の参加者", [PERSON, BODY]),
        (ShownAs.BODY, BODY, [PERSON]),
        (ShownAs.NAME_BODY, PERSON, []),
    ],
)
def test_readers_learn_what_the_asker_chose(scene, ask, event, client, way, shown, kept):
    question = ask(shown_as=way)
    move(actions.show_question, question, scene)
    client.force_login(scene.seller)
    page = client.get(reverse("forums:event_questions", args=[event.pk])).content.decode()
    assert shown in page
    for secret in [*kept, str(scene.asker.key), scene.asker.email]:
        assert secret not in page


def test_the_form_keeps_names_back_that_are_not_to_be_shown(scene, event, client):
    client.force_login(scene.asker)
    address = reverse("forums:event_questions", args=[event.pk])
    answer = client.post(
        address, {"body": f"{BODY}では困っています。", "shown_as": "anonymous", "client_token": str(uuid4())}
    )
    assert answer.status_code == 422
    assert BODY in answer.content.decode()
    assert not EventQuestion.objects.exists()
    sent = client.post(address, {"body": "どうしましたか。", "shown_as": "anonymous", "client_token": str(uuid4())})
    assert sent.status_code == 302
    assert EventQuestion.objects.get().status == QuestionStatus.PENDING


def test_support_counts_once_and_orders_the_questions(scene, event, client):
    first, second = (EventQuestionFactory(event=event, body=words) for words in ("先の質問", "後の質問"))
    for _ in range(2):
        actions.vote_question(question=second, wanted=True, actor=scene.helper, now=NOW())
    assert EventQuestionVote.objects.count() == 1
    client.force_login(scene.asker)
    page = client.get(reverse("forums:event_questions", args=[event.pk])).content.decode()
    assert page.index("後の質問") < page.index("先の質問")
    actions.vote_question(question=second, wanted=False, actor=scene.helper, now=NOW())
    assert not EventQuestionVote.objects.exists()
    move(actions.answer_question, first, scene)
    with pytest.raises(DomainError):
        actions.vote_question(question=first, wanted=True, actor=scene.helper, now=NOW())


def test_the_questions_cost_the_same_whatever_their_number(scene, event, client, django_assert_max_num_queries):
    client.force_login(scene.asker)
    address = reverse("forums:event_questions", args=[event.pk])
    costs = []
    for _ in range(2):
        for _ in range(2):
            EventQuestionFactory(event=event)
        with django_assert_max_num_queries(8) as seen:
            client.get(address)
        costs.append(len(seen))
    assert costs[0] == costs[1]


class TestWishes:
    """Themes staff would come for."""

    def wish(self, scene, **changes):
        arguments = {"title": "宛名の統一", "body": "", "client_token": uuid4(), "actor": scene.asker, "now": NOW()}
        return actions.wish_theme(**(arguments | changes))

    def test_wished_supported_and_taken_up(self, scene):
        wish = self.wish(scene)
        for _ in range(2):
            actions.vote_wish(wish=wish, wanted=True, actor=scene.helper, now=NOW())
        assert ThemeWishVote.objects.count() == 2
        event = EventFactory()
        actions.plan_wish(wish=wish, event=event, answer="6月に開きます", actor=scene.operator, now=NOW())
        told = set(OutboxMail.objects.filter(event="theme_wish_answered").values_list("to", flat=True))
        assert told == {scene.asker.email, scene.helper.email}
        with pytest.raises(DomainError, match="開催予定"):
            actions.vote_wish(wish=wish, wanted=True, actor=scene.reader, now=NOW())

    def test_a_draft_session_is_not_promised(self, scene):
        with pytest.raises(DomainError, match="公開中"):
            actions.plan_wish(
                wish=self.wish(scene),
                event=EventFactory(status="draft"),
                answer="",
                actor=scene.operator,
                now=NOW(),
            )

    def test_only_staff_and_once_a_form(self, scene):
        token = uuid4()
        assert self.wish(scene, client_token=token) == self.wish(scene, client_token=token)
        for person in (scene.seller, scene.member, scene.expert, scene.operator):
            with pytest.raises(PolicyRefused):
                self.wish(scene, actor=person)
            assert not ThemeWish.objects.visible_to(person).exists()
        for _ in range(WISHES_A_DAY - 1):
            self.wish(scene)
        with pytest.raises(DomainError, match="5件"):
            self.wish(scene)

    def test_the_page_names_nobody(self, scene, client):
        self.wish(scene)
        client.force_login(scene.helper)
        page = client.get(reverse("forums:theme_wishes")).content.decode()
        assert "宛名の統一" in page
        for secret in (PERSON, BODY, scene.asker.email, str(scene.asker.key)):
            assert secret not in page

    def test_taken_back_by_its_author_alone(self, scene):
        wish = self.wish(scene)
        with pytest.raises(PolicyRefused):
            actions.withdraw_wish(wish=wish, actor=scene.helper, now=NOW())
        actions.withdraw_wish(wish=wish, actor=scene.asker, now=NOW())
        assert not ThemeWish.objects.visible_to(scene.helper).exists()

    def test_declined_with_a_reason_and_asked_again(self, scene, client):
        wish = self.wish(scene)
        actions.decline_wish(wish=wish, reason="講師が見つかりません", actor=scene.operator, now=NOW())
        client.force_login(scene.helper)
        assert "講師が見つかりません" in client.get(reverse("forums:theme_wishes")).content.decode()
        actions.reopen_wish(wish=wish, reason="見つかりました", actor=scene.operator, now=NOW())
        assert ThemeWish.objects.get().status == WishStatus.OPEN

    def test_the_list_costs_the_same_whatever_its_length(self, scene, client, django_assert_max_num_queries):
        client.force_login(scene.helper)
        costs = []
        for _ in range(2):
            for _ in range(2):
                ThemeWishFactory()
            with django_assert_max_num_queries(8) as seen:
                client.get(reverse("forums:theme_wishes"))
            costs.append(len(seen))
        assert costs[0] == costs[1]
