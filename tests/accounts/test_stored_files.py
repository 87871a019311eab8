"""The nightly rounds: nothing needed goes, nothing wrong stays unseen, in every room, on disk and in a bucket."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.utils import timezone

from accounts import jobs
from accounts.actions.files import GRACE, Sweep, _remove, check_files, sweep_files
from accounts.enums import FileState
from accounts.models import AuditEvent, FileRound, StoredFile
from accounts.personas import persona_of
from accounts.stored_files import file_columns, owners_of
from accounts.waiting import piles_of
from dss.storage.guard import keep_files_in_place
from dss.storage.keeping import kept
from tests.factories import BrochureFactory, DocumentVersionFactory, OperatorFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(days=2)
"""Seen from here everything that a test stores is older than a day."""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture(params=["folder", "bucket"])
def storage(request):
    """Each test on both storages."""
    if request.param == "bucket":
        return request.getfixturevalue("bucket")
    return default_storage


def version_of(content: bytes):
    """A version whose digest is true."""
    return DocumentVersionFactory(file__data=content, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def orphan(name="documents/orphan.txt"):
    return kept(ContentFile(b"nobody's"), name)


# --- Which columns --------------------------------------------------------------------------------------------------


def test_every_file_of_the_product_has_a_digest_beside_it():
    columns = {f"{column.label}.{column.field}": column.digest for column in file_columns()}
    assert columns["documents.documentversion.file"] == "sha256"
    assert columns["procurement.quoteversion.file"] == "file_sha256"
    assert {"catalog.brochure.file", "procurement.quoterequestattachment.file"} <= columns.keys()
    assert [name for name, digest in columns.items() if digest is None] == []


@pytest.fixture
def attic():
    """A table with a FileField that nobody told the sweeper of."""

    class Attic(models.Model):
        picture = models.FileField(upload_to="attic")

        class Meta:
            app_label = "accounts"

        def __str__(self):
            return self.picture.name

    with connection.schema_editor() as editor:
        editor.create_model(Attic)
    yield Attic
    del apps.all_models["accounts"]["attic"]
    apps.clear_cache()


def test_a_new_file_field_is_swept_without_a_word(attic, storage):
    row = attic.objects.create(picture=kept(ContentFile(b"kept"), "attic/a.png"))
    gone = orphan("attic/b.png")
    assert sweep_files(now=NOW).orphans == [gone]
    assert default_storage.exists(row.picture.name)
    default_storage.delete(row.picture.name)
    assert sweep_files(now=NOW + GRACE).missing == [row.picture.name]


# --- What goes ------------------------------------------------------------------------------------------------------


def test_what_nobody_names_goes_and_everything_else_stays(storage):
    named = [BrochureFactory().file.name, DocumentVersionFactory().file.name]
    gone = orphan()
    sweep = sweep_files(now=NOW)
    assert (sweep.files, sweep.removed, sweep.missing) == (3, 1, [])
    assert not default_storage.exists(gone)
    assert all(default_storage.exists(name) for name in named)
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == sorted(named)
    made = FileRound.objects.get()
    assert (made.files, made.removed, made.wrong) == (3, 1, 0)
    assert AuditEvent.objects.get(verb="sweep_files").data == {"files": 3, "removed": 1, "wrong": 0}


def test_a_file_younger_than_a_day_stays_because_its_row_may_not_be_committed_yet(storage):
    name = orphan()
    assert sweep_files(now=timezone.now() + GRACE - timedelta(minutes=1)).orphans == []
    assert default_storage.exists(name)
    assert sweep_files(now=timezone.now() + GRACE + timedelta(minutes=1)).removed == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_being_written_keeps_its_file(second_connection, folder):
    """Another session stores a file and has not committed its row while the sweep runs."""
    brochure = BrochureFactory()
    new = kept(ContentFile(b"new"), "brochures/new.pdf")
    os.utime(folder / new, (0, timezone.now().timestamp() - 23 * 3600))
    second_connection.execute("UPDATE catalog_brochure SET file = %s WHERE id = %s", [new, brochure.pk])
    assert sweep_files(now=timezone.now()).removed == 0
    second_connection.commit()
    assert sweep_files(now=NOW).removed == 1  # the one that the row named before
    assert default_storage.exists(new)


def test_a_row_written_after_the_listing_saves_its_file():
    name = BrochureFactory().file.name
    sweep = Sweep()
    _remove(default_storage, [name, orphan()], sweep)
    assert (sweep.removed, default_storage.exists(name)) == (1, True)


def test_a_dry_run_tells_and_changes_nothing(storage):
    name = orphan()
    lost = DocumentVersionFactory().file.name
    default_storage.delete(lost)
    out = StringIO()
    BrochureFactory()
    kept(ContentFile(b""), "documents/young.txt")
    sweep = sweep_files(now=NOW, is_dry_run=True)
    assert name in sweep.orphans
    assert sweep.missing == [lost]
    call_command("sweep_files", "--dry-run", stdout=out)
    assert f"見つからないもの: {lost}" in out.getvalue()
    assert "見たファイル 3件、消すことになるファイル 0件、見つからないファイル 1件" in out.getvalue()
    assert default_storage.exists(name)
    assert (StoredFile.objects.count(), FileRound.objects.count()) == (0, 0)


def test_a_storage_that_does_not_belong_to_the_database_is_left_alone(storage):
    """Somebody started an empty installation on the files of another."""
    names = [orphan(f"documents/{number}.txt") for number in range(30)]
    sweep = sweep_files(now=NOW)
    assert (sweep.removed, sweep.orphans) == (0, [])
    assert "半分を超える" in FileRound.objects.get().remark
    assert all(default_storage.exists(name) for name in names)
    assert sweep_files(now=NOW, is_forced=True).removed == 30


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_while_a_backup_copies_the_files(second_connection):
    name = orphan()
    with transaction.atomic():
        keep_files_in_place()
        key = "SELECT objid, classid FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'"
        with connection.cursor() as cursor:
            cursor.execute(key)
            low, high = cursor.fetchone()
    second_connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [(high << 32) + low])
    sweep = sweep_files(now=NOW)
    assert (sweep.removed, default_storage.exists(name)) == (0, True)
    assert "バックアップ" in sweep.remark
    second_connection.rollback()
    assert sweep_files(now=NOW).removed == 1


def test_listing_and_queries_grow_by_portions_not_by_files(folder, django_assert_max_num_queries):
    brochures = BrochureFactory.create_batch(3)
    for number in range(700):
        (folder / f"brochures/{number}.txt").touch()
    with django_assert_max_num_queries(60):
        sweep = sweep_files(now=timezone.now())
    assert sweep.files == 703
    assert owners_of([each.file.name for each in brochures]).keys() == {each.file.name for each in brochures}


# --- What is missing or changed -------------------------------------------------------------------------------------


def test_a_missing_file_is_recorded_once_and_its_return_too(storage):
    version = version_of(b"first")
    name = version.file.name
    sweep_files(now=NOW)
    default_storage.delete(name)
    assert sweep_files(now=NOW + GRACE).missing == [name]
    assert sweep_files(now=NOW + 2 * GRACE).missing == [name]
    known = StoredFile.objects.get()
    assert (known.state, known.wrong_since) == (FileState.MISSING, NOW + GRACE)
    assert (known.owner_type, known.owner_id) == ("documents.documentversion", str(version.pk))
    assert AuditEvent.objects.filter(verb="file_missing", object_id=str(known.pk)).count() == 1
    kept(ContentFile(b"first"), name)
    assert check_files(now=NOW + 3 * GRACE).wrong == []
    known.refresh_from_db()
    assert (known.state, known.wrong_since) == (FileState.SOUND, None)
    assert AuditEvent.objects.filter(verb="file_sound").count() == 1


def test_a_file_changed_in_the_storage_is_found(storage):
    sound, changed = version_of(b"first"), version_of(b"second")
    sweep_files(now=NOW)
    assert check_files(now=NOW).wrong == []
    name = changed.file.name
    default_storage.delete(name)
    kept(ContentFile(b"other"), name)
    check = check_files(now=NOW + GRACE)
    assert (check.files, check.wrong) == (2, [name])
    assert StoredFile.objects.get(name=name).state == FileState.CHANGED
    assert StoredFile.objects.get(name=sound.file.name).checked_at == NOW + GRACE
    assert FileRound.objects.filter(kind="check").latest("pk").wrong == 1


def test_those_not_looked_at_for_longest_come_first_and_a_night_has_its_measure(storage):
    versions = [version_of(content) for content in (b"1", b"2", b"3", b"4")]
    sweep_files(now=NOW)
    for day in (0, 1):
        assert check_files(now=NOW + day * GRACE, most=2).files == 2
    times = [StoredFile.objects.get(name=each.file.name).checked_at for each in versions]
    assert sorted(times) == [NOW, NOW, NOW + GRACE, NOW + GRACE]
    assert check_files(now=NOW + 2 * GRACE, most_bytes=1).files == 1


def test_a_wrong_file_is_looked_at_every_night(storage):
    versions = [version_of(content) for content in (b"1", b"2", b"3")]
    sweep_files(now=NOW)
    check_files(now=NOW)
    default_storage.delete(versions[2].file.name)
    check_files(now=NOW + GRACE)
    assert check_files(now=NOW + 2 * GRACE, most=1).wrong == [versions[2].file.name]


def test_a_row_that_is_gone_is_forgotten():
    brochure = BrochureFactory()
    sweep_files(now=NOW)
    brochure.delete()
    assert check_files(now=NOW).files == 0
    assert sweep_files(now=NOW + GRACE).removed == 1
    assert not StoredFile.objects.exists()


# --- Who is told ----------------------------------------------------------------------------------------------------


def test_operators_find_it_waiting_and_listed(client, settings):
    settings.OPERATOR_MFA = False
    operator = OperatorFactory()
    version = DocumentVersionFactory()
    default_storage.delete(version.file.name)
    sweep_files(now=NOW)
    persona = persona_of(operator, NOW)
    pile = next(pile for pile in piles_of(operator, persona, NOW) if pile.label == "保存先で異常のあるファイル")
    assert pile.rows.count() == 1
    client.force_login(operator)
    page = client.get(pile.href)
    assert page.status_code == 200
    text = page.content.decode()
    assert version.file.name in text
    assert "見つからない" in text
    assert client.get("/admin/accounts/fileround/").status_code == 200


def test_the_jobs_and_the_commands_run():
    name = version_of(b"first").file.name
    jobs.sweep_files(now=NOW)
    jobs.check_files(now=NOW)
    assert FileRound.objects.count() == 2
    out = StringIO()
    call_command("sweep_files", stdout=out)
    assert "消したファイル 0件" in out.getvalue()
    call_command("check_files", stdout=out)
    assert "比べたファイル 1件、異常 0件" in out.getvalue()
    default_storage.delete(name)
    with pytest.raises(CommandError):
        call_command("check_files", stdout=out)
    assert f"異常: {name}" in out.getvalue()
