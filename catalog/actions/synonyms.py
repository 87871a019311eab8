"""The operators' synonyms. Every search sees a change at once: it compares the table's generation."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from catalog.models import Synonym
from catalog.policies import can_curate_catalog
from catalog.search.synonym_data import load_synonym_data
from catalog.search.synonyms import synonym_key
from dss.access import DomainError


@transaction.atomic
def save_synonym(*, synonym: Synonym, actor: User, now: dt.datetime) -> Synonym:
    """Write a new or changed word; its key follows from the word."""
    can_curate_catalog(actor).or_refuse()
    verb = "synonym_changed" if synonym.pk else "synonym_added"
    synonym.key = synonym_key(synonym.word)
    synonym.updated_at = now
    try:
        with transaction.atomic():
            synonym.save()
    except IntegrityError:
        raise DomainError("この語は、すでに登録されています。") from None
    record(actor=actor, verb=verb, obj=synonym, now=now, data={"expansions": synonym.expansions})
    return synonym


@transaction.atomic
def delete_synonym(*, synonym: Synonym, reason: str, actor: User, now: dt.datetime) -> None:
    """Take a word out."""
    can_curate_catalog(actor).or_refuse()
    locked = Synonym.objects.select_for_update().filter(pk=synonym.pk).first()
    if locked is None:
        raise DomainError("この語は、すでに削除されています。")
    data = {"word": locked.word, "expansions": locked.expansions}
    record(actor=actor, verb="synonym_deleted", obj=locked, now=now, reason=reason, data=data)
    locked.delete()


@transaction.atomic
def load_synonyms(*, now: dt.datetime) -> int:
    """Add the words of the start set that the table does not have; the number added. Other rows stay as they are."""
    rows = [
        Synonym(word=entry.word, key=entry.key, expansions=list(entry.expansions), updated_at=now)
        for entry in load_synonym_data()
    ]
    before = Synonym.objects.count()
    Synonym.objects.bulk_create(rows, ignore_conflicts=True)
    return Synonym.objects.count() - before
