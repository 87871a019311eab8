"""Calling colleagues by name: whom one finds, who is told, and that nobody is given away by it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.enums import MembershipStatus, Reach
from accounts.models import MunicipalMembership, Notification, OutboxMail, Profile
from dss.access import DomainError
from dss.markdown import render_markdown
from forums import actions
from forums.enums import MemberStatus, ShownAs, WatchLevel
from forums.mentioning import MOST_CALLED, call_of, callable_by, called_in, found_among
from forums.models import PostMention
from tests.factories import BoardFactory, BoardMembershipFactory, MembershipFactory
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db
NOW = timezone.now


def member_of(person):
    return person.memberships.get()


def call(person) -> str:
    return call_of(member_of(person))


def names(writer, topic) -> set[str]:
    return {each.user.name for each in callable_by(writer, topic.board, topic, NOW())}


def says_to_be_asked(person, reach=Reach.ASKED):
    Profile.objects.update_or_create(user=person, defaults={"reach": reach})
    return person


def mentions(post) -> set[str]:
    return {each.user.name for each in post.mentions.select_related("user")}


# --- Who may be called ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "is_found"), [(ShownAs.NAME_BODY, True), (ShownAs.BODY, False), (ShownAs.ANONYMOUS, False)]
)
def test_only_who_wrote_under_their_name_is_found_by_having_written(scene, open_topic, answer, way, is_found):
    topic = open_topic(shown_as=way)
    assert (scene.asker.name in names(scene.reader, topic)) is is_found
    answer(topic, shown_as=way)
    assert (scene.helper.name in names(scene.reader, topic)) is is_found
    assert scene.reader.name not in names(scene.reader, topic), "nobody calls themselves"


def test_a_post_that_was_taken_back_makes_nobody_findable(scene, open_topic, answer):
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    post = answer(topic)
    assert scene.helper.name in names(scene.reader, topic)
    actions.delete_post(post=post, actor=scene.helper, now=NOW())
    assert names(scene.reader, topic) == set()


def test_members_of_a_founded_board_and_who_wants_to_be_asked(scene, open_topic):
    board = BoardFactory(is_default=False)
    member, left, listed = (MembershipFactory().user for _ in range(3))
    BoardMembershipFactory(board=board, user=scene.asker, municipality=scene.body)
    BoardMembershipFactory(board=board, user=member, municipality=member_of(member).municipality)
    BoardMembershipFactory(
        board=board, user=left, municipality=member_of(left).municipality, status=MemberStatus.ASKED, joined_at=None
    )
    says_to_be_asked(listed)
    says_to_be_asked(scene.helper, Reach.FOUND)
    topic = open_topic(board=board, shown_as=ShownAs.ANONYMOUS)
    assert names(scene.asker, topic) == {member.name, listed.name}
    MunicipalMembership.objects.filter(user=member).update(status=MembershipStatus.ENDED, ended_at=NOW())
    assert names(scene.asker, topic) == {listed.name}


def test_the_order_does_not_depend_on_what_anybody_wrote(scene, open_topic, answer):
    people = [says_to_be_asked(MembershipFactory().user) for _ in range(4)]
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    before = [each.user_id for each in callable_by(scene.reader, topic.board, topic, NOW())]
    for person in reversed(people):
        answer(topic, actor=person, shown_as=ShownAs.ANONYMOUS, client_token=uuid4())
    assert [each.user_id for each in callable_by(scene.reader, topic.board, topic, NOW())] == before


def test_a_topic_among_bodies_knows_their_people_alone(scene, open_topic):
    says_to_be_asked(scene.reader)
    says_to_be_asked(scene.helper)
    topic = open_topic(readers=[member_of(scene.helper).municipality])
    assert names(scene.asker, topic) == {scene.helper.name}


def test_names_are_found_however_they_are_spaced(scene, open_topic, answer):
    topic = open_topic()
    answer(topic)
    people = callable_by(scene.reader, topic.board, topic, NOW())
    for words in ("答野", "答野助", "答野 助", "助　答野", "かなりや"):
        assert found_among(people, words).exists(), words
    assert not found_among(people, "だれでもない").exists()


# --- The list and the page ------------------------------------------------------------------------------------------


def test_the_list_completes_and_the_page_shows_what_to_copy(client, scene, open_topic, answer):
    topic = open_topic()
    answer(topic)
    client.force_login(scene.reader)
    address = reverse("forums:board_people", args=[scene.board.slug])
    part = client.get(address, {"topic": topic.pk, "q": "答", "part": "1"}).content.decode()
    assert f'<li data-value="{call(scene.helper)}">' in part
    assert "<html" not in part
    assert scene.asker.name not in part
    page = client.get(address, {"topic": topic.pk}).content.decode()
    assert f"<code>{call(scene.helper)}</code>" in page
    assert f'data-calls="{address}?topic={topic.pk}"' in client.get(topic.get_absolute_url()).content.decode()
    assert scene.helper.name not in client.get(address).content.decode(), "without a topic nobody wrote in it"


@pytest.mark.parametrize(
    "query", [{"topic": "x"}, {"topic": "-1"}, {"topic": "9" * 5000}, {"q": "a\x00"}, {"q": "あ" * 99}]
)
def test_bad_input_is_answered(client, scene, query):
    client.force_login(scene.reader)
    assert client.get(reverse("forums:board_people", args=[scene.board.slug]), query).status_code == 400


def test_strangers_and_foreign_topics_give_nothing(client, scene, open_topic):
    topic = open_topic(experts_invited=True)
    among = open_topic(readers=[member_of(scene.helper).municipality], client_token=uuid4())
    address = reverse("forums:board_people", args=[scene.board.slug])
    elsewhere = reverse("forums:board_people", args=[BoardFactory().slug])
    assert client.get(address).status_code == 302
    for person in (scene.expert, scene.seller, scene.member, scene.operator):
        client.force_login(person)
        assert client.get(address, {"topic": topic.pk}).status_code == 404
    client.force_login(scene.reader)
    assert client.get(address, {"topic": among.pk}).status_code == 404
    assert client.get(elsewhere, {"topic": topic.pk}).status_code == 404
    client.force_login(scene.expert)
    assert 'data-calls=""' in client.get(topic.get_absolute_url()).content.decode()


def test_the_list_asks_the_same_however_many_people(client, scene, open_topic):
    topic = open_topic()
    client.force_login(scene.reader)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("forums:board_people", args=[scene.board.slug]), {"topic": topic.pk, "part": "1"})
        return len(asked)

    queries()
    one = queries()
    for _ in range(3):
        says_to_be_asked(MembershipFactory().user)
    assert queries() == one <= 8


# --- Who is told ----------------------------------------------------------------------------------------------------


def test_who_watches_and_is_called_is_told_once(scene, open_topic, answer):
    topic = open_topic()
    says_to_be_asked(scene.reader)
    actions.watch_topic(topic=topic, level=WatchLevel.MAIL, actor=scene.reader, now=NOW())
    post = answer(topic, body=f"{call(scene.reader)} さん、いかがですか。")
    tell_waiting()
    instance = {"instance_key": f"post:{post.pk}", "user": scene.reader}
    assert list(Notification.objects.filter(**instance).values_list("event", flat=True)) == ["post_mentioned"]
    assert list(OutboxMail.objects.filter(**instance).values_list("event", flat=True)) == ["post_mentioned"]
    answer(topic, body="だれも呼ばない。")
    tell_waiting()
    assert OutboxMail.objects.filter(user=scene.reader, event="topic_replied").count() == 1


def test_who_is_called_is_told_once_however_often_the_post_is_edited(client, scene, open_topic, answer):
    topic = open_topic()
    for person in (scene.reader, scene.helper):
        says_to_be_asked(person)
    post = answer(topic, body=f"{call(scene.reader)} さん、いかがですか。")
    assert mentions(post) == {scene.reader.name}
    told = Notification.objects.get(event="post_mentioned")
    assert (told.user, told.path) == (scene.reader, f"{topic.get_absolute_url()}#post-2")
    letter = OutboxMail.objects.get(event="post_mentioned")
    assert letter.to == scene.reader.email
    assert "いかがですか" not in letter.body
    assert scene.helper.name not in letter.body, "who calls is not told"
    edit = {"post": post, "title": "", "actor": scene.helper, "now": NOW()}
    actions.edit_post(body=f"{call(scene.reader)} さん、{call(scene.asker)} さん。", revision=1, **edit)
    actions.edit_post(body="だれも呼ばない。", revision=2, **edit)
    assert mentions(post) == set()
    actions.edit_post(body=f"{call(scene.reader)} さん。", revision=3, **edit)
    assert Notification.objects.filter(event="post_mentioned", user=scene.reader).count() == 1
    assert Notification.objects.filter(event="post_mentioned", user=scene.asker).count() == 1
    assert OutboxMail.objects.filter(event="post_mentioned").count() == 2
    for reader, is_called in ((scene.reader, True), (scene.asker, False)):
        client.force_login(reader)
        assert ("あなたへの呼びかけ" in client.get(topic.get_absolute_url()).content.decode()) is is_called


def test_who_may_not_be_called_is_mere_words(scene, open_topic, answer):
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    stranger = MembershipFactory().user
    for person in (stranger, scene.seller, scene.expert, scene.member, scene.asker):
        post = answer(topic, body=f"@[市長（別の市）](person:{person.pk}) さん", client_token=uuid4())
        assert post.body == "@市長（別の市） さん"
    post = answer(topic, body=f"@[x](person:{'9' * 19}) @[y](person:0)", client_token=uuid4())
    assert post.body == "@x @y"
    assert not PostMention.objects.exists()
    assert not Notification.objects.filter(event="post_mentioned").exists()


def test_the_words_become_the_true_name(scene, open_topic, answer):
    says_to_be_asked(scene.reader)
    post = answer(open_topic(), body=f"@[市長](person:{scene.reader.pk}) さん")
    assert post.body == f"{call(scene.reader)} さん"


def test_quotations_and_code_call_nobody(scene, open_topic, answer):
    says_to_be_asked(scene.reader)
    post = answer(open_topic(), body=f"> {call(scene.reader)}\n\n`{call(scene.reader)}`")
    assert mentions(post) == set()
    assert called_in(f"> {call(scene.reader)}") == set()


def test_experts_call_nobody(scene, open_topic, answer):
    says_to_be_asked(scene.reader)
    topic = open_topic(experts_invited=True)
    post = answer(topic, actor=scene.expert, body=f"{call(scene.reader)} さん")
    assert post.body.startswith("@" + scene.reader.name)
    assert not PostMention.objects.exists()


def test_a_call_is_no_link_and_no_profile():
    html = render_markdown('@[答野 助（深谷市）](person:12) と [x](person:3 "t") と <person:4>')
    assert "@<strong>答野 助（深谷市）</strong>" in html
    assert "person:1" not in html
    assert "href" not in html


def test_too_many_calls_and_too_long_a_text_are_refused(scene, open_topic, answer):
    people = [says_to_be_asked(MembershipFactory().user) for _ in range(MOST_CALLED + 1)]
    topic = open_topic()
    with pytest.raises(DomainError, match=f"{MOST_CALLED}人まで"):
        answer(topic, body=" ".join(call(person) for person in people))
    short = f"@[x](person:{people[0].pk})"
    with pytest.raises(DomainError, match="10,000文字を超えます"):
        answer(topic, body=short + "あ" * (10_000 - len(short)))
    assert topic.posts.count() == 1


def test_editing_again_and_again_tells_no_more_people_than_one_post_may_call(scene, open_topic, answer):
    people = [says_to_be_asked(MembershipFactory().user) for _ in range(MOST_CALLED + 1)]
    topic = open_topic()
    post = answer(topic, body=" ".join(call(person) for person in people[:MOST_CALLED]))
    edit = {"post": post, "title": "", "actor": scene.helper, "now": NOW()}
    with pytest.raises(DomainError, match=f"合わせて{MOST_CALLED}人まで"):
        actions.edit_post(body=call(people[-1]), revision=1, **edit)
    actions.edit_post(body=call(people[0]), revision=1, **edit)
    assert Notification.objects.filter(event="post_mentioned").count() == MOST_CALLED


def test_an_anonymous_writer_may_call_but_tells_nothing_by_it(client, scene, open_topic, answer):
    colleague = says_to_be_asked(MembershipFactory(municipality=scene.body).user)
    says_to_be_asked(scene.helper)
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    with pytest.raises(DomainError, match="表示しない設定の言葉"):
        answer(topic, actor=scene.asker, shown_as=ShownAs.ANONYMOUS, body=f"@[x](person:{colleague.pk}) さん")
    post = answer(topic, actor=scene.asker, shown_as=ShownAs.ANONYMOUS, body=f"@[x](person:{scene.helper.pk}) さん")
    assert mentions(post) == {scene.helper.name}
    letter = OutboxMail.objects.get(event="post_mentioned")
    for word in (scene.asker.name, scene.body.name, scene.asker.email):
        assert word not in letter.body + letter.subject


def test_who_lost_access_is_not_told_when_the_mail_goes_out(scene, open_topic, answer):
    says_to_be_asked(scene.reader)
    answer(open_topic(), body=f"{call(scene.reader)} さん")
    MunicipalMembership.objects.filter(user=scene.reader).update(status=MembershipStatus.ENDED, ended_at=NOW())
    row = OutboxMail.objects.get(event="post_mentioned")
    outbox.deliver(mail_id=row.pk, now=NOW())
    assert not mail.outbox
