"""Deleting an account: what goes, what stays, who has to hand over first."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.departures import delete_account_of, delete_own_account, forget_sessions, own_rows
from accounts.actions.memberships import grant_membership
from accounts.actions.persons import deactivate_person, purge_unverified_persons, reactivate_person
from accounts.enums import MembershipStatus, SuspensionCause, VendorRole
from accounts.models import (
    AuditEvent,
    ColleagueInvitation,
    MembershipRequest,
    MunicipalMembership,
    OutboxMail,
    SuspendedAddress,
    User,
    VendorInvitation,
    VendorMembership,
)
from accounts.outbox import queue_mail
from dss.access import DomainError, PolicyRefused
from forums.enums import BoardRole, ShownAs
from forums.models import Post, PostMention
from procurement.models import Inquiry, Project
from tests.access.world import World
from tests.factories import (
    PASSWORD,
    BoardFactory,
    BoardMembershipFactory,
    EmailAddressFactory,
    EventSpeakerFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    PostFactory,
    ReviewFactory,
    SavedSearchFactory,
    TopicFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)
from tests.races import all_at_once

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
# Where the page /me/data/delete/ says that the address or the name stays, and until when.
STAYS = {
    "accounts_outboxmail.to",  # of the mail that confirms the deletion
    "accounts_outboxmail.subject",
    "accounts_outboxmail.body",  # mails to others, for thirty days
}
pytestmark = pytest.mark.django_db


def columns_that_tell(*words):
    """`table.column` of everything in the database in which one of the words stands, whatever type the column has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED')"
        )
        columns = cursor.fetchall()
        found = set()
        for table, column in columns:
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE ANY(%s))',  # noqa: S608
                [[f"%{word}%" for word in words]],
            )
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    assert len(columns) > 300, "the search looks at the whole database"
    return found


def plant(person):
    """Rows of every kind that carry the person's address or name."""
    membership = MunicipalMembership.objects.filter(user=person).first()
    body = membership.municipality if membership else MunicipalityFactory()
    other = UserFactory(name="別の人 花子")
    topic = TopicFactory()
    post = PostFactory(topic=topic, body=f"@[{person.name}（{body.full_name}）](person:{person.pk}) お願いします")
    PostMention.objects.create(post=post, user=person, created_at=NOW)
    EventSpeakerFactory(user=person, name=person.name)
    SavedSearchFactory(user=person)
    facts = {"municipality": body, "email": person.email, "created_at": NOW}
    MembershipRequest.objects.create(
        user=person, email_address_pk=0, department="秘書課", telephone="000", rule="x", evidence=person.name, **facts
    )
    ColleagueInvitation.objects.create(invited_by=other, **facts)
    VendorInvitation.objects.create(
        vendor=VendorFactory(), role=VendorRole.EDITOR, invited_by=other, email=person.email, token_sha256="x" * 64,
        created_at=NOW, expires_at=NOW,
    )  # fmt: skip
    for user, to in ((person, person.email), (None, person.email), (other, other.email)):
        queue_mail(event=f"to{user and user.pk}", instance_key="1", to=to, user=user, subject="件", body=person.name,
                   now=NOW)  # fmt: skip
    SuspendedAddress.objects.create(address="second@mail.example", cause=SuspensionCause.values[0], suspended_at=NOW)
    ReviewFactory(author=person, disclosure="person")


@pytest.mark.parametrize("persona", ["staff_a", "vendor_x", "advisor", "member"])
def test_afterwards_the_whole_database_tells_only_what_the_page_says(persona):
    person = World.build().users[persona]
    User.objects.filter(pk=person.pk).update(name="消去試験 太郎之介")
    person.refresh_from_db()
    EmailAddressFactory(user=person, email="second@mail.example", primary=False)
    plant(person)
    words = (person.name, person.email, "second@mail.example")
    assert len(columns_that_tell(*words)) > 7
    VendorMembership.objects.filter(user=person).update(role=VendorRole.EDITOR)
    delete_own_account(actor=person, now=NOW)
    assert columns_that_tell(*words) <= STAYS
    assert [rows.model for rows in own_rows(person) if rows.exists()] == []
    assert OutboxMail.objects.filter(to=words[1]).get().event == "account_deleted"


def test_the_row_stays_as_a_pseudonym_and_may_nothing(client):
    membership = MembershipFactory()
    person, key = membership.user, membership.user.key
    delete_own_account(actor=person, now=NOW)
    gone = User.objects.get(pk=person.pk)
    assert (gone.name, gone.key, gone.is_active, gone.departed_at) == ("退会した職員", key, False, NOW)
    assert not gone.has_usable_password()
    membership.refresh_from_db()
    assert (membership.status, membership.email) == (MembershipStatus.ENDED, "")
    event = AuditEvent.objects.get(verb="delete_own_account")
    assert event.actor_key == key


def test_posts_stay_under_the_pseudonym_and_calls_are_rewritten(client):
    author = MembershipFactory()
    topic = TopicFactory()
    own = PostFactory(topic=topic, author=author.user, municipality=author.municipality, shown_as=ShownAs.NAME_BODY)
    name = author.user.name
    calling = PostFactory(topic=topic, body=f"@[{name}（架空市）](person:{author.user_id}) 教えてください")
    PostMention.objects.create(post=calling, user=author.user, created_at=NOW)
    delete_own_account(actor=author.user, now=NOW)
    assert Post.objects.get(pk=calling.pk).body == "@退会した職員 教えてください"
    client.force_login(MembershipFactory().user)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert name not in page
    assert "退会した職員" in page
    assert own.body in page


def test_work_of_the_body_goes_on_without_the_person():
    world = World.build()
    person = world.users["staff_a"]
    project, inquiry = Project.objects.first(), Inquiry.objects.first()
    Project.objects.filter(pk=project.pk).update(lead=person)
    delete_own_account(actor=person, now=NOW)
    project.refresh_from_db()
    assert project.lead is None
    colleague = MembershipFactory(municipality=world.municipality_a)
    client = Client()
    client.force_login(colleague.user)
    for thing in (project, inquiry):
        assert client.get(thing.get_absolute_url()).status_code == 200


def test_the_same_address_can_be_used_again():
    membership = MembershipFactory()
    person, email = membership.user, membership.user.email
    EmailAddressFactory(user=person, email="moved@mail.example", primary=False)
    delete_own_account(actor=person, now=NOW)
    again = UserFactory(email=email)
    address = EmailAddressFactory(user=again)
    assert again.key != person.key
    assert EmailAddress.objects.filter(email=email).get() == address
    assert purge_unverified_persons(now=NOW.replace(year=2030)) == 0  # the pseudonym is no forgotten sign-up


def test_an_address_the_operators_revoked_proves_nothing_after_a_departure():
    membership = MembershipFactory(municipality__code="112186")
    email = membership.user.email
    MunicipalMembership.objects.filter(pk=membership.pk).update(
        status=MembershipStatus.REVOKED, ended_at=NOW, end_reason="なりすまし"
    )
    delete_own_account(actor=membership.user, now=NOW)
    again = UserFactory(email=email)
    with pytest.raises(PolicyRefused):
        grant_membership(address=EmailAddressFactory(user=again), actor=again, now=NOW)


def test_sessions_end_at_once_and_are_forgotten():
    person, bystander = UserFactory(), UserFactory()
    clients = [Client() for _ in range(3)]
    for client, user in zip(clients, (person, person, bystander), strict=True):
        client.force_login(user)
    delete_own_account(actor=person, now=timezone.now())
    answers = [client.get(reverse("accounts:me")).status_code for client in clients]
    assert answers == [302, 302, 200]
    before = Session.objects.count()
    assert forget_sessions(user_id=person.pk, now=timezone.now()) == 2
    assert Session.objects.count() == before - 2
    assert clients[2].get(reverse("accounts:me")).status_code == 200
    assert forget_sessions(user_id=person.pk, now=timezone.now()) == 0


def reauthenticated(client, user):
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_the_page_asks_for_the_password_first_and_then_for_a_tick(client):
    user = UserFactory()
    client.force_login(user)
    address = reverse("accounts:account_delete")
    assert reverse("account_reauthenticate") in client.get(address)["Location"]
    assert reverse("account_reauthenticate") in client.post(address, {"understood": "on"})["Location"]
    reauthenticated(client, user)
    assert "監査記録" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert User.objects.get(pk=user.pk).is_active
    answer = client.post(address, {"understood": "on"})
    assert answer["Location"] == reverse("home")
    assert "アカウントを削除しました" in client.get("/").content.decode()
    assert User.objects.get(pk=user.pk).departed_at is not None
    assert not client.login(email=user.email, password=PASSWORD)


def test_who_leads_a_board_hands_over_first(client):
    led = BoardMembershipFactory(board=BoardFactory(is_default=False), role=BoardRole.LEADER)
    person = led.user
    other = BoardMembershipFactory(board=led.board, user=MembershipFactory().user)
    page = reauthenticated(client, person).get(reverse("accounts:account_delete")).content.decode()
    assert led.board.name in page
    assert "アカウントを削除する</button>" not in page
    assert client.post(reverse("accounts:account_delete"), {"understood": "on"}).status_code == 409
    assert User.objects.get(pk=person.pk).is_active
    other.delete()
    delete_own_account(actor=person, now=NOW)


def test_a_vendor_keeps_an_owner():
    owner = VendorMembershipFactory(role=VendorRole.OWNER)
    member = VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
    with pytest.raises(DomainError, match="最後の管理者"):
        delete_own_account(actor=owner.user, now=NOW)
    with pytest.raises(DomainError, match="最後の管理者"):
        delete_account_of(person=owner.user, actor=OperatorFactory(), reason="本人の申出", now=NOW)
    VendorMembership.objects.filter(pk=member.pk).update(role=VendorRole.OWNER)
    delete_own_account(actor=owner.user, now=NOW)
    assert VendorMembership.objects.get(pk=owner.pk).ended_at == NOW


def test_a_vendor_of_one_person_is_settled_by_the_operators():
    owner = VendorMembershipFactory(role=VendorRole.OWNER)
    with pytest.raises(DomainError, match="ただ一人"):
        delete_own_account(actor=owner.user, now=NOW)
    operator = OperatorFactory()
    delete_account_of(person=owner.user, actor=operator, reason="郵送の申出", now=NOW)
    event = AuditEvent.objects.get(verb="delete_account_of")
    assert (event.actor_key, event.reason) == (operator.key, "郵送の申出")


def test_operators_are_not_deleted_and_others_delete_nobody_else():
    operator = OperatorFactory()
    with pytest.raises(PolicyRefused):
        delete_own_account(actor=operator, now=NOW)
    for actor, person in ((operator, OperatorFactory()), (UserFactory(), UserFactory())):
        with pytest.raises(PolicyRefused):
            delete_account_of(person=person, actor=actor, reason="x", now=NOW)


def test_gone_is_gone():
    person, operator = UserFactory(), OperatorFactory()
    delete_own_account(actor=person, now=NOW)
    facts = {"person": person, "actor": operator, "reason": "x", "now": NOW}
    for action in (delete_account_of, deactivate_person, reactivate_person):
        with pytest.raises(PolicyRefused), transaction.atomic():
            action(**facts)
    with pytest.raises(PolicyRefused):
        delete_own_account(actor=person, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_owners_do_not_leave_together():
    first = VendorMembershipFactory(role=VendorRole.OWNER)
    second = VendorMembershipFactory(vendor=first.vendor, role=VendorRole.OWNER)
    VendorMembershipFactory(vendor=first.vendor, role=VendorRole.EDITOR)
    gone, refused = all_at_once([partial(delete_own_account, actor=each.user, now=NOW) for each in (first, second)])
    assert (len(gone), len(refused)) == (1, 1)
    left = VendorMembership.objects.filter(vendor=first.vendor, ended_at__isnull=True, role=VendorRole.OWNER)
    assert left.count() == 1
