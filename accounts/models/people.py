"""Users and what they say of themselves."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, Func, OuterRef
from django.utils import timezone

from accounts.enums import Reach, SignupDoor
from dss.constraints import one_of

MOST_COUNTED = 100
"""More unread notifications than this are not counted."""
MOST_OPERATORS = 50
"""How many operators are told of one happening, at most."""


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address, lower-cased."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())

    def with_unread_count(self) -> models.QuerySet[User]:
        """Annotates `unread`: how many notifications wait for each, up to `MOST_COUNTED`; and `gets_no_mails`."""
        unread = apps.get_model("accounts", "Notification").objects.filter(user=OuterRef("pk"), read_at__isnull=True)
        few = ArraySubquery(unread.order_by().values("pk")[:MOST_COUNTED])
        suspended = apps.get_model("accounts", "SuspendedAddress").objects.filter(
            user=OuterRef("pk"), lifted_at__isnull=True
        )
        counted = Func(few, function="CARDINALITY", output_field=models.IntegerField())
        return self.annotate(unread=counted, gets_no_mails=Exists(suspended))

    def operators(self) -> models.QuerySet[User]:
        """Whom the queues of the operators' site concern: those who can work there now, the longest serving first."""
        return self.filter(is_staff=True, is_active=True).order_by("pk")[:MOST_OPERATORS]

    def findable(self, now: datetime) -> models.QuerySet[User]:
        """Who wants to be found by colleagues of other bodies, and is live staff at `now`."""
        return self._live_staff(now).filter(profile__reach__in=[Reach.FOUND, Reach.ASKED])

    def askable(self, now: datetime) -> models.QuerySet[User]:
        """Who also wants to be asked for answers. Asked again when the mail goes out: one click ends it."""
        return self._live_staff(now).filter(profile__reach=Reach.ASKED)

    def askable_about(self, work_codes: Collection[str], now: datetime) -> models.QuerySet[User]:
        """Those of `askable` with experience in one of these fields of work (codes of work_fields.toml)."""
        known = apps.get_model("accounts", "WorkExperience").objects.filter(
            user=OuterRef("pk"), work_code__in=list(work_codes)
        )
        return self.askable(now).filter(Exists(known))

    def _live_staff(self, now: datetime) -> models.QuerySet[User]:
        live = apps.get_model("accounts", "MunicipalMembership").objects.live(now)
        return self.filter(Exists(live.filter(user=OuterRef("pk"))))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `key` is the pseudonym under which append-only rows name them. `is_staff` means operator.

    Of a deleted account (`departed_at`) the row stays for the records that point at it, without name and address.
    """

    key = models.UUIDField("識別子", default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("メールアドレス", max_length=254, unique=True)
    name = models.CharField("氏名", max_length=60)
    is_active = models.BooleanField("有効", default=True)
    is_staff = models.BooleanField("運営", default=False)
    joined_at = models.DateTimeField("登録日時", default=timezone.now)
    signup_door = models.CharField(
        "登録の入口", max_length=10, choices=SignupDoor.choices, default=SignupDoor.NONE, editable=False
    )
    departed_at = models.DateTimeField("退会日時", null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        constraints = [
            one_of("signup_door", SignupDoor, "user"),
            models.CheckConstraint(
                condition=models.Q(departed_at__isnull=True) | models.Q(is_active=False, is_staff=False),
                name="user_departed_may_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Profile(models.Model):
    """What a member of staff tells colleagues of other bodies; `reach` says whether those find and ask them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile", verbose_name="利用者")
    department = models.CharField("所属部署", max_length=80, blank=True)
    position = models.CharField("役職", max_length=40, blank=True)
    strengths = models.CharField("得意分野", max_length=200, blank=True)
    can_be_asked = models.TextField("聞かれれば答えられること", max_length=1000, blank=True)
    reach = models.CharField("経験で探せるか", max_length=10, choices=Reach.choices, default=Reach.HIDDEN)

    class Meta:
        verbose_name = "プロフィール"
        verbose_name_plural = "プロフィール"
        constraints = [one_of("reach", Reach, "profile")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class WorkExperience(models.Model):
    """経験業務: a field of municipal work (code of accounts/data/work_fields.toml) and whole years in it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="experiences", verbose_name="利用者")
    work_code = models.CharField("業務", max_length=40)
    years = models.PositiveSmallIntegerField("経験年数")

    class Meta:
        verbose_name = "経験業務"
        verbose_name_plural = "経験業務"
        constraints = [
            models.UniqueConstraint(fields=["user", "work_code"], name="workexperience_once"),
            models.CheckConstraint(condition=models.Q(years__lte=60), name="workexperience_years_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.work_code} {self.years}年"
