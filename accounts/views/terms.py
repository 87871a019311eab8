"""The terms of use, the policies and the help, every version of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.terms import give_consent
from accounts.consents import has_agreed, outstanding
from accounts.enums import TermsKind
from accounts.forms.terms import ConsentForm
from accounts.models import TermsVersion
from accounts.requests import PersonRequest, own_address
from accounts.terms_text import articles, changes_between


@require_safe
@login_not_required
def terms(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """利用規約."""
    return _page(request, TermsKind.TERMS, number)


@require_safe
@login_not_required
def privacy(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """プライバシーポリシー."""
    return _page(request, TermsKind.PRIVACY, number)


@require_safe
@login_not_required
def accessibility(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """アクセシビリティ方針."""
    return _page(request, TermsKind.ACCESSIBILITY, number)


@require_safe
@login_not_required
def help_page(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """ヘルプ."""
    return _page(request, TermsKind.HELP, number)


@require_safe
@login_not_required
def terms_changes(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """What changed from the version before this one."""
    newer = get_object_or_404(TermsVersion, kind=kind, number=number)
    older = get_object_or_404(TermsVersion, kind=kind, number=number - 1)
    context = {"newer": newer, "older": older, "changes": changes_between(older.body, newer.body)}
    return render(request, "accounts/terms_changes.html", context)


def _page(request: HttpRequest, kind: TermsKind, number: int | None) -> HttpResponse:
    """The version of this number (announced ones included), or without a number the one in force."""
    today = timezone.localdate()
    versions = list(TermsVersion.objects.filter(kind=kind).order_by("-number"))
    in_force = next((version for version in versions if version.effective_on <= today), None)
    shown = in_force if number is None else next((v for v in versions if v.number == number), None)
    if shown is None:
        raise Http404
    context = {
        "version": shown,
        "articles": articles(shown.body),
        "in_force": in_force,
        "is_announced": shown.effective_on > today,
        "has_contents": kind == TermsKind.HELP,
        "others": [version for version in versions if version != shown],
    }
    return render(request, "accounts/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def terms_consent(request: PersonRequest) -> HttpResponse:
    """規約の改定への同意: asked once for each version, then on to where the person was going."""
    now, goal = timezone.now(), own_address(request) or "/"
    asked = outstanding(request.user, now)
    form = ConsentForm(request.POST if request.method == "POST" and asked else None, asked=asked)
    if form.is_bound and form.is_valid():
        give_consent(user=request.user, now=now)
        asked = {}
    if not asked:
        has_agreed(request.user, request.session, now)
        return redirect(goal)
    versions = [TermsVersion.objects.get(kind=kind, number=number) for kind, number in sorted(asked.items())]
    context = {"form": form, "versions": versions, "next": goal}
    return render(request, "accounts/terms_consent.html", context, status=422 if form.is_bound else 200)
