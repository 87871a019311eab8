"""What a project or a request for quotes knows, as the beginning of a fill-in template's draft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils import timezone

from accounts.models import Profile, User
from documents.actions import DraftSource
from documents.filling.prefill import Prefill, PrefillItem, prefilled
from documents.models import DocumentTemplate
from procurement.enums import Verdict
from procurement.models import Project, QuoteRequest


@dataclass(frozen=True, slots=True)
class Offer:
    """A template and what of it is known already, by the labels of its questions."""

    template: DocumentTemplate
    copied: tuple[str, ...]


def source_of_project(project: Project, person: User) -> DraftSource:
    """The project's own words, with the conditions of its newest request for quotes."""
    requested = QuoteRequest.objects.visible_to_staff(person).filter(project=project).order_by("-created_at", "-pk")
    newest = requested.first()
    known = _of_project(project, person)
    if newest is not None:
        known = _with_request(known, newest)
    return DraftSource(title=f"検討案件「{project.title}」", path=project.get_absolute_url(), prefill=known)


def source_of_quote_request(quote_request: QuoteRequest, person: User) -> DraftSource:
    """The request's title, conditions and lines, with what its project says."""
    known = _with_request(_of_project(quote_request.project, person), quote_request)
    return DraftSource(
        title=f"見積依頼「{quote_request.title}」",
        path=quote_request.get_absolute_url(),
        prefill=replace(known, project_title=quote_request.title),
    )


def offers_of(templates: list[DocumentTemplate], source: DraftSource) -> list[Offer]:
    """Those that ask for something that is known, the one that takes most of it first."""
    offers = []
    for template in templates:
        questions = template.questions()
        known = prefilled(questions, source.prefill)
        if known:
            labels = tuple(each.label for each in questions.fields if each.key in known)
            offers.append(Offer(template, labels))
    return sorted(offers, key=lambda offer: -len(offer.copied))


def _of_project(project: Project, person: User) -> Prefill:
    profile = Profile.objects.filter(user=person).first()
    candidates = project.candidates.exclude(verdict=Verdict.REJECTED).order_by("added_at", "pk")
    return Prefill(
        project_title=project.title,
        need=project.need,
        fiscal_year=project.budget_year,
        candidate_services=tuple(candidates.values_list("version__name", flat=True)),
        municipality=project.municipality.name,
        department=profile.department if profile is not None else "",
        contact=person.email,
    )


def _with_request(known: Prefill, quote_request: QuoteRequest) -> Prefill:
    deadline = quote_request.deadline_at
    items = [
        PrefillItem(label=item.label, kind=item.get_kind_display(), description=item.description)
        for item in quote_request.items.current()
    ]
    return replace(
        known,
        conditions=quote_request.conditions,
        users=quote_request.user_count,
        population=quote_request.population,
        months=quote_request.months,
        starts_on=quote_request.starts_on,
        network=quote_request.get_network_display() if quote_request.network else "",
        deadline_on=timezone.localdate(deadline) if deadline is not None else None,
        line_items=tuple(items),
    )
