"""What operators curate: categories and collections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.actions.indexing import listings_changed
from catalog.category_data import CategoryEntry
from catalog.models import Category, Collection, Service
from catalog.policies import can_curate_catalog
from catalog.specsheet import facet_token


@transaction.atomic
def load_categories(*, entries: Iterable[CategoryEntry], actor: User | None, now: dt.datetime) -> tuple[str, ...]:
    """Add the categories that are missing; those that exist stay as the operators renamed and placed them.

    Returns the facets added. One that is no longer declared stays, too: published listings may stand in it.
    """
    existing = set(Category.objects.values_list("axis", "code"))
    missing = [entry for entry in entries if (entry.axis, entry.code) not in existing]
    Category.objects.bulk_create([Category(**asdict(entry)) for entry in missing], ignore_conflicts=True)
    added = tuple(facet_token(entry.axis, entry.code) for entry in missing)
    for category in Category.objects.filter(axis__in={entry.axis for entry in missing}):
        if category.facet in added:
            record(actor=actor, verb="category_loaded", obj=category, now=now, data={"name": category.name})
    return added


@transaction.atomic
def save_category(*, category: Category, actor: User, now: dt.datetime) -> None:
    """Keep a category as the form left it; its listings are found by its new name from now on."""
    can_curate_catalog(actor).or_refuse()
    category.save()
    listed = Service.objects.filter(facets__contains=[category.facet])
    listings_changed(listed.values_list("pk", flat=True))
    record(actor=actor, verb="category_saved", obj=category, now=now, data={"name": category.name})


@transaction.atomic
def save_collection(*, collection: Collection, actor: User, now: dt.datetime) -> None:
    """Keep a collection as the form left it."""
    can_curate_catalog(actor).or_refuse()
    collection.save()
    record(actor=actor, verb="collection_saved", obj=collection, now=now, data={"title": collection.title})
