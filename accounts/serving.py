"""Whom one person serves at this moment, as conditions inside the very query that reads: nobody is remembered.

The rule is `MunicipalMembership.objects.live`; this is the same rule for one person, compiled once per process, because
nearly every page behind the log-in asks it several times.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, ForeignKey, IntegerField, Lookup, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from accounts.models import Municipality, MunicipalMembership, User
from dss.compiled import ANY_DAY, ANY_ID, Compiled

_NOBODY = Q(pk__in=[])


@ForeignKey.register_lookup
@CharField.register_lookup
class InArray(Lookup):  # type: ignore[type-arg]  # not subscriptable at run time
    """`municipality__in_array=`: one of an array made in SQL.

    PostgreSQL makes the array first and then asks the index for its few values. A subquery after `IN` it may join at
    any place, and with a person's one body unknown to it, it would rather read the rows of every body.
    """

    lookup_name = "in_array"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]


def _live(user: int, today: Any) -> QuerySet[MunicipalMembership]:
    return MunicipalMembership.objects.live_on(today).filter(user=user).order_by()


def _bodies(user: int, today: Any) -> QuerySet[MunicipalMembership, str]:
    return _live(user, today).values_list("municipality", flat=True)


def _read_bodies(user: int, today: Any) -> QuerySet[Municipality, str]:
    served = _bodies(user, today)
    read = Municipality.objects.filter(Q(pk__in=served) | Q(successor__in=served))
    return read.order_by().values_list("pk", flat=True)


_MEMBERSHIP = Compiled(lambda user, today: _live(user, today).values("pk"), user=ANY_ID, today=ANY_DAY)
_BODY = Compiled(_bodies, user=ANY_ID, today=ANY_DAY)
_READ_BODIES = Compiled(_read_bodies, user=ANY_ID, today=ANY_DAY)


def serving_rows(user_id: int, now: datetime) -> RawSQL:
    """The key of the membership that counts at `now`: one at most."""
    return _MEMBERSHIP.rows(IntegerField(), user=user_id, today=timezone.localdate(now))


def is_live_staff(user: User | AnonymousUser) -> Q:
    """Whether the person's membership of some municipality counts at this moment; asks nothing of the row."""
    if not isinstance(user, User):
        return _NOBODY
    return Q(_MEMBERSHIP.exists(user=user.pk, today=timezone.localdate()))


def serves(user: User | AnonymousUser, municipality: str) -> Q:
    """The row's `municipality` is the body whose live staff the person is at this moment."""
    if not isinstance(user, User):
        return _NOBODY
    body = _BODY.array(ArrayField(CharField()), user=user.pk, today=timezone.localdate())
    return Q(**{f"{municipality}__in_array": body})


def read_bodies(user: User) -> RawSQL:
    """The array of the codes of the body the person serves and of those merged into it."""
    return _READ_BODIES.array(ArrayField(CharField()), user=user.pk, today=timezone.localdate())
