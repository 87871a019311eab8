"""Who sees which shared document, and the named facts its lists ask for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeAlias

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce, Concat, TruncMonth
from django.utils import timezone

from accounts.models import MunicipalMembership, Report, User
from accounts.serving import is_live_staff, serves
from documents.enums import DocumentStatus, DraftedBy, ParseStatus, RedactionVerdict

if TYPE_CHECKING:
    from documents.models import DocumentDownload, DocumentVersion, RedactionAnswer, RedactionFinding, SharedDocument

AnyUser: TypeAlias = User | AnonymousUser

ATTACHABLE = (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED)


_ANYTHING = Q()
_DECLARED = Q(redaction_declared_at__isnull=False)


def seen_by(user: AnyUser, path: str = "", shown: Q = _ANYTHING) -> Q:
    """What staff read, and reported ones for operators.

    `path` leads from the row to its document, with its trailing underscores; `shown` is what a row needs besides
    for anybody but the owner's staff.
    """
    seen = read_by(user, path, shown)
    if user.is_active and user.is_staff:
        seen |= Q(_is_reported(f"{path}pk")) & shown
    return seen


def read_by(user: AnyUser, path: str = "", shown: Q = _ANYTHING) -> Q:
    """Published ones for live staff of any body, the others for the owner's."""
    if not isinstance(user, User):
        return Q(pk__in=[])
    published = Q(**{f"{path}status": DocumentStatus.PUBLISHED}) & shown & is_live_staff(user)
    return serves(user, f"{path}municipality") | published


def owned_by(user: AnyUser, path: str = "") -> Q:
    return serves(user, f"{path}municipality")


def _is_reported(key: str) -> Exists:
    return Exists(
        Report.objects.filter(
            content_type__app_label="documents", content_type__model="shareddocument", object_id=OuterRef(key)
        )
    )


class SharedDocumentQuerySet(QuerySet["SharedDocument"]):
    """仕様書, 契約書 and other texts of procurement that bodies share with each other."""

    def visible_to(self, user: AnyUser) -> SharedDocumentQuerySet:
        """Published ones: live staff of any body. The others: live staff of the owner. Operators: what was reported."""
        return self.filter(seen_by(user))

    def searchable_by(self, user: AnyUser) -> SharedDocumentQuerySet:
        """Those that staff read: operators see what was reported, and do not search it."""
        return self.filter(read_by(user))

    def editable_by(self, user: AnyUser) -> SharedDocumentQuerySet:
        """Those of this person's own body, whatever their state."""
        return self.filter(owned_by(user))

    def published(self) -> SharedDocumentQuerySet:
        """Those that staff of every body may find."""
        return self.filter(status=DocumentStatus.PUBLISHED)

    def in_state(self, status: DocumentStatus) -> SharedDocumentQuerySet:
        """Those whose stored state this is."""
        return self.filter(status=status)

    def with_marked_title(self) -> SharedDocumentQuerySet:
        """`title_with_mark`: the title as `marked_title` says it, where the database builds what is shown."""
        mark = Case(When(drafted_by=DraftedBy.VENDOR, then=Value("【事業者の案】")), default=Value(""))
        return self.annotate(title_with_mark=Concat(mark, F("title")))

    def without_facts(self) -> SharedDocumentQuerySet:
        """Drafts that came with other files, and of which nobody has said anything."""
        return self.filter(facts_completed_at=None)

    def with_open_findings(self) -> SharedDocumentQuerySet:
        """Published ones whose text was looked through afterwards, and something was found."""
        findings = apps.get_model("documents", "RedactionFinding").objects
        shown = findings.filter(version__document=OuterRef("pk"), version__redaction_declared_at__isnull=False)
        return self.published().filter(Exists(shown.open()))

    def with_waiting_versions(self) -> SharedDocumentQuerySet:
        """Published ones with a version that others do not see yet."""
        versions = apps.get_model("documents", "DocumentVersion").objects
        return self.published().filter(Exists(versions.undeclared().filter(document=OuterRef("pk"))))

    def linked_to(self, service_id: int) -> SharedDocumentQuerySet:
        """Published ones that name this listing."""
        return self.published().filter(services=service_id)

    def with_list_data(self) -> SharedDocumentQuerySet:
        """What a row of the list shows, in one query; the names of its fields of work are `category_names`."""
        fields_of_work = apps.get_model("catalog", "Category").objects.filter(documents=OuterRef("pk")).in_order()
        names = ArraySubquery(fields_of_work.values("name"))
        return self.select_related("municipality").with_newest().annotate(category_names=names)

    def with_newest(self) -> SharedDocumentQuerySet:
        """`newest_number`, `newest_format`: of the version that stands for it, whose time the document itself knows."""
        newest = apps.get_model("documents", "DocumentVersion").objects.filter(document=OuterRef("pk")).current_first()
        number, kind = newest.values("number")[:1], newest.values("format")[:1]
        return self.annotate(newest_number=Subquery(number), newest_format=Subquery(kind))

    def with_facts(self) -> SharedDocumentQuerySet:
        """What a page of one document names, in one query."""
        return self.select_related("municipality", "created_by").prefetch_related("categories")

    def with_usage(self, user: User) -> SharedDocumentQuerySet:
        """What the reader did with it and what others said: `is_marked`, `is_watched`, `comment_count`; `sees_origin`:
        whether it is a copy of something the reader sees."""
        marks, watches, comments = (
            apps.get_model("documents", name).objects.filter(document=OuterRef("pk"))
            for name in ("DocumentHelpful", "DocumentWatch", "DocumentComment")
        )
        said = comments.filter(removed_at__isnull=True).order_by().values("document").annotate(total=Count("pk"))
        origins = self.model._default_manager.visible_to(user).filter(versions=OuterRef("forked_from"))
        return self.annotate(
            sees_origin=Exists(origins),
            is_marked=Exists(marks.filter(person_key=user.key)),
            is_watched=Exists(watches.filter(user=user)),
            comment_count=Coalesce(Subquery(said.values("total")), 0),
        )

    def latest_first(self) -> SharedDocumentQuerySet:
        """The document with the newest version first."""
        return self.order_by("-versioned_at", "-pk")

    def by_year(self) -> SharedDocumentQuerySet:
        """The latest fiscal year first."""
        return self.order_by(F("fiscal_year").desc(nulls_last=True), "-versioned_at", "-pk")

    def by_title(self) -> SharedDocumentQuerySet:
        return self.order_by("title", "pk")

    def by_downloads(self) -> SharedDocumentQuerySet:
        """The one fetched most often first."""
        downloads = apps.get_model("documents", "DocumentDownload").objects.filter(version__document=OuterRef("pk"))
        counted = downloads.order_by().values("version__document").annotate(times=Count("pk")).values("times")
        return self.order_by(Subquery(counted).desc(nulls_last=True), "-versioned_at", "-pk")

    def in_categories(self, keys: list[int]) -> SharedDocumentQuerySet:
        """In any of these fields of work, each document once."""
        through = self.model.categories.through.objects
        return self.filter(Exists(through.filter(shareddocument=OuterRef("pk"), category__in=keys)))

    def in_formats(self, formats: list[str]) -> SharedDocumentQuerySet:
        """Those whose version that stands for them has one of these formats."""
        return self.with_current_format().filter(current_format__in=formats)  # type: ignore[misc]  # annotated

    def with_current_format(self) -> SharedDocumentQuerySet:
        """`current_format`: of the version that stands for the document."""
        versions = apps.get_model("documents", "DocumentVersion").objects.filter(document=OuterRef("pk"))
        return self.annotate(current_format=Subquery(versions.current_first().values("format")[:1]))


class DocumentVersionQuerySet(QuerySet["DocumentVersion"]):
    """The files of shared documents."""

    def visible_to(self, user: AnyUser) -> DocumentVersionQuerySet:
        """Those whose document the person sees; others than the owner's staff only what was declared to be redacted."""
        return self.filter(seen_by(user, "document__", _DECLARED))

    def attachable_by(self, user: AnyUser) -> DocumentVersionQuerySet:
        """Those this person may hand to vendors: of the own body only, for another body shared with staff alone."""
        own = self.filter(owned_by(user, "document__"), document__status__in=ATTACHABLE)
        return own.select_related("document").order_by("-document__versioned_at", "document_id", "-number")

    def current(self) -> DocumentVersionQuerySet:
        """Of each document the version that stands for it: see `current_first`."""
        return self.filter(number=Subquery(self._current_of("document").values("number")[:1]))

    def current_first(self) -> DocumentVersionQuerySet:
        """The newest one that was declared to be redacted; where none was, the newest."""
        return self.order_by(ExpressionWrapper(~_DECLARED, output_field=BooleanField()), "-number")

    def undeclared(self) -> DocumentVersionQuerySet:
        """Those that nobody declared to be redacted: the owner's staff alone see them."""
        return self.filter(~_DECLARED)

    def unchecked(self, rules: int) -> DocumentVersionQuerySet:
        """Read, and not yet looked through by these rules."""
        return self.filter(Q(checked_by_rules=None) | Q(checked_by_rules__lt=rules), parse_status=ParseStatus.PARSED)

    def _current_of(self, document: str) -> DocumentVersionQuerySet:
        versions: DocumentVersionQuerySet = self.model._default_manager.filter(document=OuterRef(document))
        return versions.current_first()

    def own_body_first(self, code: str) -> DocumentVersionQuerySet:
        """Those of this body before the others', the newest first, with their documents."""
        is_own = Case(When(document__municipality=code, then=0), default=1, output_field=IntegerField())
        listed = self.select_related("document__municipality")
        return listed.order_by(is_own, "-document__versioned_at", "-pk")

    def without_text(self) -> DocumentVersionQuerySet:
        """For lists: the text may be long."""
        return self.defer("text", "portions", "outline")

    def with_row_data(self) -> DocumentVersionQuerySet:
        """For the list of a document's versions: who uploaded each, and how often it was fetched."""
        return self.without_text().select_related("uploaded_by").annotate(fetched=Count("downloads"))

    def with_document(self) -> DocumentVersionQuerySet:
        """With its document and the number of the version that stands for it."""
        current = self._current_of("document").values("number")[:1]
        return self.select_related("document__municipality").annotate(newest_number=Subquery(current))

    def with_portion(self, number: int) -> DocumentVersionQuerySet:
        """One portion of the text, counted from 1, and how many there are; the rest stays in the database."""
        return self.defer("text", "portions").annotate(
            portion=KeyTransform(str(number - 1), "portions"),
            portion_count=Func("portions", function="jsonb_array_length", output_field=IntegerField()),
        )

    def uploaded_on(self, day: dt.date) -> DocumentVersionQuerySet:
        """Uploaded on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(uploaded_at__gte=start, uploaded_at__lt=start + dt.timedelta(days=1))

    def newest_first(self) -> DocumentVersionQuerySet:
        return self.order_by("-number")


class DocumentDownloadQuerySet(QuerySet["DocumentDownload"]):
    """Who fetched what."""

    def visible_to(self, user: AnyUser) -> DocumentDownloadQuerySet:
        """The owner's staff see by which bodies, never by whom, their documents were fetched."""
        return self.filter(owned_by(user, "version__document__"))

    def by_body(self) -> QuerySet[DocumentDownload, dict[str, Any]]:
        """A row for each body with `times` and `last_at`, the latest first; operators stand together without a name."""
        grouped = self.order_by().values(name=F("municipality__name"), prefecture=F("municipality__prefecture"))
        return grouped.annotate(times=Count("pk"), last_at=Max("downloaded_at")).order_by("-last_at", "name")

    def by_body_and_month(self) -> QuerySet[DocumentDownload, dict[str, Any]]:
        """A row for each body and month (Tokyo time) with `times`, the latest month first."""
        months = self.order_by().annotate(month=TruncMonth("downloaded_at"))
        grouped = months.values("month", name=F("municipality__name"), prefecture=F("municipality__prefecture"))
        return grouped.annotate(times=Count("pk")).order_by("-month", "-times", "name")


class RedactionFindingQuerySet(QuerySet["RedactionFinding"]):
    """Places the checker found."""

    def visible_to(self, user: AnyUser) -> RedactionFindingQuerySet:
        """The owner's staff, who answer for them."""
        return self.filter(owned_by(user, "version__document__"))

    def with_verdict(self) -> RedactionFindingQuerySet:
        """`verdict`: the latest answer for the value in its document; None while there is none."""
        answers = apps.get_model("documents", "RedactionAnswer").objects.filter(
            document=OuterRef("version__document"), fingerprint=OuterRef("fingerprint")
        )
        return self.annotate(verdict=Subquery(answers.order_by("-pk").values("verdict")[:1]))

    def with_number(self) -> RedactionFindingQuerySet:
        """`number`: of the version."""
        return self.annotate(number=F("version__number"))

    def open(self) -> RedactionFindingQuerySet:
        """Nobody has said anything of them."""
        return self.with_verdict().filter(verdict=None)  # type: ignore[misc]  # annotated

    def to_fix(self) -> RedactionFindingQuerySet:
        """Somebody said that they have to go."""
        return self.with_verdict().filter(verdict=RedactionVerdict.FIX)  # type: ignore[misc]  # annotated

    def of_interest(self) -> RedactionFindingQuerySet:
        """Those of versions that others do not see yet; of the others what nobody has answered."""
        waiting = Q(version__redaction_declared_at=None)
        return self.with_verdict().filter(waiting | Q(verdict=None))

    def in_order(self) -> RedactionFindingQuerySet:
        return self.order_by("version__number", "position")


class RedactionAnswerQuerySet(QuerySet["RedactionAnswer"]):
    """What was answered."""

    def visible_to(self, user: AnyUser) -> RedactionAnswerQuerySet:
        """The owner's staff."""
        return self.filter(owned_by(user, "document__"))

    def that_hold(self) -> RedactionAnswerQuerySet:
        """The latest for each value."""
        return self.order_by("document", "fingerprint", "-pk").distinct("document", "fingerprint")
