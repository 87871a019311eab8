"""Questions to a talk session, and wishes for themes."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from forums import actions
from forums.disclosure import question_byline
from forums.enums import ShownAs
from forums.forms import QuestionForm, WishForm
from forums.models import Event, EventQuestion, ThemeWish
from forums.policies import can_open_wishes

PAGE_SIZE = 30
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def event_questions(request: PersonRequest, pk: int) -> HttpResponse:
    """What others want to know, most wanted first, and the form to ask. Only for who takes part."""
    event = get_object_or_404(Event.objects.taken_part_in_by(request.user), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, persona=request.persona, person=request.user)
    if form.is_valid() and _ask(request, event, form):
        return redirect("forums:event_questions", pk=event.pk)
    seen = EventQuestion.objects.visible_to(request.user).filter(event=event)
    seen = seen.select_related("author", "author__advisor", "municipality", "vendor")
    notes: list[str] = []
    page = repaired_page(
        Paginator(seen.with_votes(request.user).in_order(), PAGE_SIZE), request.GET.get("page", ""), notes
    )
    context = {
        "event": event,
        "form": form,
        "page": page,
        "notes": notes,
        "rows": [(question, question_byline(question)) for question in page],
        "is_open": event.takes_questions_at(timezone.now()),
    }
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "forums/event_questions.html", context, status=status)


def _ask(request: PersonRequest, event: Event, form: QuestionForm) -> bool:
    facts = form.cleaned_data
    try:
        actions.ask_event(
            event=event,
            body=facts["body"],
            shown_as=ShownAs(facts["shown_as"]),
            client_token=facts["client_token"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, "質問を受け付けました。運営が確かめてから表示します。")
    return True


@require_POST
def question_vote(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that one wants to hear the answer, too."""
    return _vote_question(request, pk, wanted=True)


@require_POST
def question_unvote(request: PersonRequest, pk: int) -> HttpResponse:
    """Take that back."""
    return _vote_question(request, pk, wanted=False)


def _vote_question(request: PersonRequest, pk: int, *, wanted: bool) -> HttpResponse:
    question = get_object_or_404(EventQuestion.objects.visible_to(request.user), pk=pk)
    actions.vote_question(question=question, wanted=wanted, actor=request.user, now=timezone.now())
    return redirect(question)


@require_http_methods(["GET", "HEAD", "POST"])
def theme_wishes(request: PersonRequest) -> HttpResponse:
    """Themes staff wish for, most wanted first, and the form for one's own."""
    can_open_wishes(request.user).or_refuse()
    form = WishForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _wish(request, form):
        return redirect("forums:theme_wishes")
    wishes = ThemeWish.objects.visible_to(request.user).select_related("event", "municipality")
    notes: list[str] = []
    page = repaired_page(
        Paginator(wishes.with_votes(request.user).by_support(), PAGE_SIZE), request.GET.get("page", ""), notes
    )
    context = {"form": form, "page": page, "notes": notes}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "forums/theme_wishes.html", context, status=status)


def _wish(request: PersonRequest, form: WishForm) -> bool:
    try:
        actions.wish_theme(actor=request.user, now=timezone.now(), **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, "希望テーマを受け付けました。")
    return True


@require_POST
def wish_vote(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that one would come."""
    return _vote_wish(request, pk, wanted=True)


@require_POST
def wish_unvote(request: PersonRequest, pk: int) -> HttpResponse:
    """Take that back."""
    return _vote_wish(request, pk, wanted=False)


def _vote_wish(request: PersonRequest, pk: int, *, wanted: bool) -> HttpResponse:
    wish = get_object_or_404(ThemeWish.objects.visible_to(request.user), pk=pk)
    actions.vote_wish(wish=wish, wanted=wanted, actor=request.user, now=timezone.now())
    return redirect(wish)


@require_POST
def wish_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Its author takes it back."""
    wish = get_object_or_404(ThemeWish.objects.visible_to(request.user), pk=pk)
    actions.withdraw_wish(wish=wish, actor=request.user, now=timezone.now())
    messages.success(request, "希望テーマを取り下げました。")
    return redirect("forums:theme_wishes")
