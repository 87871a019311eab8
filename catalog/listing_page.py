"""What the page of one listing asks of the database.

The queries of visitors who are not signed in always have the same shape and are compiled once. They are the very
querysets that everybody else's are made by, with nobody as their reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Municipality, User
from catalog.adoption_rows import AdoptionRow, rows_of, shown_values
from catalog.models import Adoption, Review, Service
from catalog.querysets import AnyUser, ServiceQuerySet
from catalog.review_cards import ReviewCard, cards_for
from catalog.review_querysets import ReviewQuerySet
from dss.compiled import ANY_ID, Compiled

SHOWN_ADOPTIONS = 100
SHOWN_REVIEWS = 3


def listing_for(user: AnyUser, pk: int) -> Service:
    """The listing as this reader may see it, or 404."""
    found: list[Service] = list(_listings(user, pk)) if isinstance(user, User) else _VISITORS_LISTING.load(pk=pk)
    if not found:
        raise Http404
    return found[0]


def adoptions_for(
    user: AnyUser, service: Service, body: Municipality | None, *, only_near: bool = False
) -> list[AdoptionRow]:
    """The first records of a listing that this reader may see, those near `body` before the others."""
    if isinstance(user, User):
        values: Sequence[tuple[Any, ...]] = list(_adoptions(user, service.pk, body, only_near=only_near))
    else:
        values = _VISITORS_ADOPTIONS.load(service=service.pk)
    return rows_of(values, service, user)


def reviews_for(user: AnyUser, service: Service) -> list[ReviewCard]:
    """The latest reviews of a listing."""
    rows = _reviews(user, service.pk) if isinstance(user, User) else _VISITORS_REVIEWS.load(service=service.pk)
    return cards_for(rows, user)


def _listings(user: AnyUser, pk: int) -> ServiceQuerySet:
    return Service.objects.visible_to(user).with_page_data().with_bookmark_of(user).filter(pk=pk)


def _adoptions(
    user: AnyUser, service: int, body: Municipality | None = None, *, only_near: bool = False
) -> QuerySet[Adoption, tuple[Any, ...]]:
    recorded = Adoption.objects.standing().visible_to(user).filter(service=service).marking_near(body)
    recorded = recorded.near(body) if only_near else recorded
    return shown_values(recorded.nearest_first()[:SHOWN_ADOPTIONS])


def _reviews(user: AnyUser, service: int) -> ReviewQuerySet:
    published = Review.objects.visible_to(user).published().filter(service=service)
    return published.with_card_data(user).newest_first()[:SHOWN_REVIEWS]


_NOBODY = AnonymousUser()
_VISITORS_LISTING = Compiled(partial(_listings, _NOBODY), pk=ANY_ID)
_VISITORS_ADOPTIONS = Compiled(partial(_adoptions, _NOBODY), service=ANY_ID)
_VISITORS_REVIEWS = Compiled(partial(_reviews, _NOBODY), service=ANY_ID)
