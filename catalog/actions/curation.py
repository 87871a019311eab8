"""What operators curate: categories and collections."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.actions.indexing import listings_changed
from catalog.models import Category, Collection, Service
from catalog.policies import can_curate_catalog


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
