"""Who sees which fill-in template (書式), and who sees what was filled in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, QuerySet
from django.utils import timezone

from accounts.models import MunicipalMembership, User
from accounts.serving import is_live_staff
from documents.enums import TemplateStatus
from documents.querysets.documents import AnyUser, owned_by

if TYPE_CHECKING:
    from documents.models import DocumentTemplate, TemplateDraft


class DocumentTemplateQuerySet(QuerySet["DocumentTemplate"]):
    """Fill-in templates (書式), each version a row."""

    def visible_to(self, user: AnyUser) -> DocumentTemplateQuerySet:
        """Approved ones, for live staff of any body. Operators work in the admin."""
        if not isinstance(user, User):
            return self.none()
        return self.approved().filter(is_live_staff(user))

    def approved(self) -> DocumentTemplateQuerySet:
        """Those that staff may begin with: at most one version of each template."""
        return self.filter(status=TemplateStatus.APPROVED)

    def of_code(self, code: str) -> DocumentTemplateQuerySet:
        """Every version of one template, the newest first."""
        return self.filter(code=code).order_by("-number")

    def in_order(self) -> DocumentTemplateQuerySet:
        """As the list shows them."""
        return self.order_by("position", "title", "pk")


class TemplateDraftQuerySet(QuerySet["TemplateDraft"]):
    """What bodies filled in."""

    def visible_to(self, user: AnyUser) -> TemplateDraftQuerySet:
        """Live staff of the owning body, nobody else: neither other bodies nor operators."""
        return self.filter(owned_by(user))

    def with_list_data(self) -> TemplateDraftQuerySet:
        """What a row of the list shows, without the answers."""
        return self.select_related("template", "edited_by").defer("answers", "prefilled", "template__declaration")

    def with_facts(self) -> TemplateDraftQuerySet:
        """What the page of one draft names, in one query."""
        return self.select_related("municipality", "template", "created_by", "edited_by", "saved_document")

    def at_hand(self) -> TemplateDraftQuerySet:
        """Those nobody has put away."""
        return self.filter(put_away_at__isnull=True)

    def put_away(self) -> TemplateDraftQuerySet:
        """Those that are out of the lists."""
        return self.filter(put_away_at__isnull=False)

    def begun_at(self, source_path: str) -> TemplateDraftQuerySet:
        """Those begun with what a page of another room knew."""
        return self.filter(source_path=source_path)

    def created_on(self, day: dt.date) -> TemplateDraftQuerySet:
        """Begun on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))

    def latest_first(self) -> TemplateDraftQuerySet:
        return self.order_by("-edited_at", "-pk")
