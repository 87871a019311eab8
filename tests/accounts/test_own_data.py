"""A copy of one's own data: all that is theirs, nothing of others, for them alone and for a week."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.departures import delete_own_account
from accounts.actions.exports import ask_export, build_export
from accounts.models import AuditEvent, DataExport, OutboxMail, User
from accounts.own_data import packed
from dss.access import DomainError, PolicyRefused
from forums.enums import ShownAs
from tests.access.world import World
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    PostFactory,
    ProfileFactory,
    SavedSearchFactory,
    TopicFactory,
    UserFactory,
)
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def own_client(user):
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_it_holds_what_the_person_wrote_and_set():
    membership = MembershipFactory()
    user = membership.user
    ProfileFactory(user=user, department="情報政策課")
    SavedSearchFactory(user=user, name="=HYPERLINK(1)")
    topic = TopicFactory()
    PostFactory(topic=topic, author=user, municipality=membership.municipality, shown_as=ShownAs.ANONYMOUS, body="秘密")
    PostFactory(topic=topic, body="別の人の文章")
    files = unpacked(packed(user, timezone.now()))
    account = json.loads(files["data/account.json"])
    assert account["tables"]["accounts.User"][0]["email"] == user.email
    assert "password" not in files["data/account.json"]
    member = json.loads(files["data/membership.json"])["tables"]["accounts.MunicipalMembership"][0]
    assert (member["municipality"], member["email"]) == (str(membership.municipality), user.email)
    assert "情報政策課" in files["csv/accounts.profile.csv"]
    posts = json.loads(files["data/posts.json"])["tables"]["forums.Post"]
    assert [post["body"] for post in posts] == ["秘密"]
    assert "'=HYPERLINK(1)" in files["csv/catalog.savedsearch.csv"]
    assert "別の人の文章" not in "".join(files.values())
    assert "作成日時" in files["README.txt"]


@pytest.mark.parametrize("persona", ["staff_a", "vendor_x", "advisor", "operator"])
def test_it_names_nobody_else(persona):
    world = World.build()
    for number, user in enumerate(User.objects.order_by("pk")):
        User.objects.filter(pk=user.pk).update(name=f"無関係 {number}番太郎")
    person = User.objects.get(pk=world.users[persona].pk)
    text = "".join(unpacked(packed(person, timezone.now())).values())
    assert person.name in text
    others = User.objects.exclude(pk=person.pk)
    told = [word for user in others for word in (user.name, user.email, str(user.key)) if word in text]
    assert told == []


def test_from_asking_to_fetching():
    user = UserFactory()
    client = own_client(user)
    assert client.post(reverse("accounts:own_data_ask"))["Location"] == reverse("accounts:own_data")
    export = DataExport.objects.get()
    assert "作成しています" in client.get("/me/data/").content.decode()
    file = reverse("accounts:own_data_file", args=[export.pk])
    assert client.get(file).status_code == 404
    for _ in range(2):
        build_export(export_id=export.pk, now=timezone.now())
    assert OutboxMail.objects.filter(event="data_export_ready", user=user).count() == 1
    assert file in client.get("/me/data/").content.decode()
    answer = client.get(file)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert user.email in unpacked(b"".join(answer))["data/account.json"]
    assert AuditEvent.objects.filter(verb="ask_export", actor_key=user.key).count() == 1


def test_nobody_else_fetches_it_and_nobody_without_their_password():
    user = UserFactory()
    export = ask_export(actor=user, now=timezone.now())
    build_export(export_id=export.pk, now=timezone.now())
    file = reverse("accounts:own_data_file", args=[export.pk])
    assert "/accounts/login/" in Client().get(file)["Location"]
    assert own_client(UserFactory()).get(file).status_code == 404
    only_logged_in = Client()
    only_logged_in.force_login(user)
    assert reverse("account_reauthenticate") in only_logged_in.get(file)["Location"]
    DataExport.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert own_client(user).get(file).status_code == 404


def test_one_at_a_time_and_one_a_day():
    user, now = UserFactory(), timezone.now()
    export = ask_export(actor=user, now=now)
    with pytest.raises(PolicyRefused, match="作成しています"):
        ask_export(actor=user, now=now)
    build_export(export_id=export.pk, now=now)
    with pytest.raises(PolicyRefused, match="24時間"):
        ask_export(actor=user, now=now)
    client = own_client(user)
    client.post(reverse("accounts:own_data_ask"))
    assert DataExport.objects.count() == 1
    DataExport.objects.update(asked_at=now - timedelta(hours=25))
    ask_export(actor=user, now=now)


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_made_once():
    user = UserFactory()

    def ask():
        try:
            return ask_export(actor=user, now=timezone.now())
        except PolicyRefused as refusal:
            raise DomainError(refusal.reason) from refusal

    made, refused = all_at_once([partial(ask) for _ in range(4)])
    assert (len(made), len(refused)) == (1, 3)


def test_it_goes_with_the_account_and_a_late_job_finds_nothing():
    user = UserFactory()
    export = ask_export(actor=user, now=timezone.now())
    delete_own_account(actor=user, now=timezone.now())
    assert not DataExport.objects.exists()
    build_export(export_id=export.pk, now=timezone.now())
    assert not DataExport.objects.exists()
