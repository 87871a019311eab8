"""導入実績: recorded by staff and vendors; confirmed, disputed, corrected and ended by the municipality."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog import actions
from catalog.browsing import PAGE_SIZE, repaired_page
from catalog.enums import AdoptionOrigin
from catalog.forms import (
    AdoptionForm,
    DeclaredAdoptionForm,
    DisputeForm,
    EndForm,
    RevisionForm,
    SourcedAdoptionForm,
    VendorAdoptionForm,
    initial_facts,
)
from catalog.freshness import stale_before
from catalog.models import Adoption, Service
from catalog.policies import (
    can_decide_adoption,
    can_edit_adoption,
    can_end_adoption,
    can_open_adoptions,
    can_open_desk,
    can_record_adoption,
    can_withdraw_adoption,
)
from dss.access import DomainError

UNPROCESSABLE = 422
SHOWN_DISPUTES = 50
SHOWN_DUE = 100


@require_safe
def adoption_inbox(request: PersonRequest) -> HttpResponse:
    """What waits for the word of one's own body, and what it disputed."""
    can_open_adoptions(request.user).or_refuse()
    own = Adoption.objects.of_own_body(request.user).with_service_data()
    notes: list[str] = []
    waiting = own.awaiting_confirmation().longest_waiting_first()
    context = {
        "municipality": request.persona.municipality,
        "page": repaired_page(Paginator(waiting, PAGE_SIZE), request.GET.get("page", ""), notes),
        "notes": notes,
        "due": own.awaiting_renewal(stale_before(timezone.localdate())).longest_confirmed_first()[:SHOWN_DUE],
        "disputed": own.disputed().order_by("-disputed_at", "-pk")[:SHOWN_DISPUTES],
    }
    return render(request, "catalog/adoption_inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_create(request: PersonRequest, pk: int) -> HttpResponse:
    """Record that a municipality considers, tries, uses or used the service."""
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk, current__isnull=False)
    can_record_adoption(request.user, service).or_refuse()
    own = request.persona.municipality
    form = (AdoptionForm if own else VendorAdoptionForm)(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.claim_adoption(
            service=service,
            municipality=own or form.cleaned_data["municipality"],
            facts=form.facts(),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, "導入実績を登録しました。その自治体の職員が確認すると、導入団体数に数えられます。")
        return redirect(service)
    context = {"service": service, "form": form, "municipality": own}
    return render(request, "catalog/adoption_create.html", context, status=422 if form.is_bound else 200)


@require_POST
def adoption_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """A member of the municipality says that it is so."""
    adoption = _adoption(request, pk)
    can_decide_adoption(request.user, adoption).or_refuse()
    form = RevisionForm(request.POST)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        actions.confirm_adoption(adoption=adoption, revision=revision, actor=request.user, now=timezone.now())
        messages.success(request, "導入実績を確認しました。")
    else:
        messages.error(request, "画面の情報が欠けています。内容をもう一度確かめてください。")
    return _back(request, adoption)


@require_POST
def adoption_renew(request: PersonRequest, pk: int) -> HttpResponse:
    """A member of the municipality says that it is still so."""
    adoption = _adoption(request, pk)
    can_decide_adoption(request.user, adoption).or_refuse()
    form = RevisionForm(request.POST)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        actions.renew_adoption(adoption=adoption, revision=revision, actor=request.user, now=timezone.now())
        messages.success(request, "いまも使っていることを確認しました。")
    else:
        messages.error(request, "画面の情報が欠けています。内容をもう一度確かめてください。")
    return _back(request, adoption)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_dispute(request: PersonRequest, pk: int) -> HttpResponse:
    """A member of the municipality says that it is not so; it is hidden at once."""
    adoption = _adoption(request, pk)
    can_decide_adoption(request.user, adoption).or_refuse()
    form = DisputeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.dispute_adoption(adoption=adoption, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "異議を受け付けました。同じ自治体の職員のほかには表示されなくなりました。")
        return _back(request, adoption)
    context = {"adoption": adoption, "form": form}
    return render(request, "catalog/adoption_dispute.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct the facts; what a colleague saved first is shown beside what was typed."""
    adoption = _adoption(request, pk)
    can_edit_adoption(request.user, adoption).or_refuse()
    data = request.POST if request.method == "POST" else None
    form = _facts_form(request, adoption)(data, initial=initial_facts(adoption))
    revision_form = RevisionForm(data, initial={"revision": adoption.revision})
    context = {"adoption": adoption, "form": form, "revision_form": revision_form}
    if form.is_bound and form.is_valid() and revision_form.is_valid():
        revision = revision_form.cleaned_data["revision"]
        try:
            actions.correct_adoption(
                adoption=adoption, revision=revision, facts=form.facts(), actor=request.user, now=timezone.now()
            )
        except actions.AdoptionChanged as changed:
            fresh = RevisionForm(initial={"revision": changed.adoption.revision})
            context |= {"adoption": changed.adoption, "revision_form": fresh, "conflict": changed.message}
            return render(request, "catalog/adoption_edit.html", context, status=409)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "導入実績を訂正しました。")
            return _back(request, adoption)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "catalog/adoption_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_end(request: PersonRequest, pk: int) -> HttpResponse:
    """The municipality uses it no more."""
    adoption = _adoption(request, pk)
    can_end_adoption(request.user, adoption).or_refuse()
    data = request.POST if request.method == "POST" else None
    form, revision_form = EndForm(data), RevisionForm(data, initial={"revision": adoption.revision})
    if form.is_bound and form.is_valid() and revision_form.is_valid():
        try:
            actions.end_adoption(
                adoption=adoption,
                revision=revision_form.cleaned_data["revision"],
                ended_on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "導入実績を「終了」にしました。")
            return _back(request, adoption)
    context = {"adoption": adoption, "form": form, "revision_form": revision_form}
    return render(request, "catalog/adoption_end.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
def adoption_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Whoever recorded it takes it back."""
    adoption = _adoption(request, pk)
    can_withdraw_adoption(request.user, adoption).or_refuse()
    actions.withdraw_adoption(adoption=adoption, actor=request.user, now=timezone.now())
    messages.success(request, "導入実績を取り下げました。")
    return _back(request, adoption)


@require_safe
def desk_adoption_list(request: PersonRequest) -> HttpResponse:
    """What the vendor claimed of its customers, those nobody confirmed yet first."""
    can_open_desk(request.user).or_refuse()
    claims = Adoption.objects.claimed_for_vendor(request.user).with_service_data()
    notes: list[str] = []
    page = repaired_page(Paginator(claims.unconfirmed_first(), PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "catalog/desk_adoption_list.html", {"page": page, "notes": notes})


def _adoption(request: PersonRequest, pk: int) -> Adoption:
    rows = Adoption.objects.standing().visible_to(request.user).with_service_data()
    return get_object_or_404(rows, pk=pk)


def _facts_form(request: PersonRequest, adoption: Adoption) -> type[AdoptionForm]:
    if request.persona.municipality is None:
        return SourcedAdoptionForm
    return DeclaredAdoptionForm if adoption.origin == AdoptionOrigin.VENDOR else AdoptionForm


def _back(request: PersonRequest, adoption: Adoption) -> HttpResponse:
    """To the page the button stood on."""
    places = {"inbox": "catalog:adoption_inbox", "desk": "catalog:desk_adoption_list"}
    place = request.GET.get("from", "")
    if place == "body":
        return redirect(adoption.municipality)
    return redirect(places[place]) if place in places else redirect("catalog:service_detail", adoption.service_id)
