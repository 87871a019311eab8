"""Asking colleagues or an expert for an answer, and what one was asked oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.persons import stop_being_asked
from accounts.models import Advisor, Municipality, MunicipalMembership, User
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from forums.actions import asking
from forums.enums import ShownAs
from forums.forms.asking import AskForm, OwnTopicForm
from forums.models import AnswerRequest, Topic
from forums.policies import can_ask_colleague, can_ask_colleagues, can_ask_expert, can_open_contributions
from forums.views.colleagues import found_colleagues

UNPROCESSABLE = 422
PAGE_SIZE = 20
SENT = "相談を投稿し、{}人の方に回答を依頼しました。だれが見送ったかは、だれにも表示されません。"


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues_ask(request: PersonRequest) -> HttpResponse:
    """Ask those the address finds, as far as they want to be asked."""
    can_ask_colleagues(request.user).or_refuse()
    found = found_colleagues(request)
    if not found.is_valid():
        return redirect("forums:colleague_list")
    people = User.objects.filter(pk__in=found.qs.order_by().values("user"))
    askable = User.objects.askable(timezone.now()).filter(pk__in=people.values("pk")).exclude(pk=request.user.pk)
    context = {"total": askable.count(), "most": asking.MOST_AT_ONCE, "conditions": request.GET.urlencode()}

    def ask(question: asking.Question) -> Topic:
        topic, rows = asking.ask_colleagues(question=question, people=people, actor=request.user, now=timezone.now())
        messages.success(request, SENT.format(len(rows)))
        return topic

    return _asked(request, ask, "colleagues_ask", context)


@require_http_methods(["GET", "HEAD", "POST"])
def colleague_ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask one colleague."""
    rows = MunicipalMembership.objects.visible_to(request.user).select_related("user__profile", "municipality")
    row = get_object_or_404(rows, user=pk)
    can_ask_colleague(request.user, row).or_refuse()

    def ask(question: asking.Question) -> Topic:
        one = User.objects.filter(pk=row.user_id)
        topic, asked = asking.ask_colleagues(question=question, people=one, actor=request.user, now=timezone.now())
        messages.success(request, SENT.format(len(asked)))
        return topic

    names = {"pk": row.user_id, "name": row.user.name, "body": row.municipality.full_name}
    return _asked(request, ask, "colleague_ask", {"colleague": names})


@require_http_methods(["GET", "HEAD", "POST"])
def expert_ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a new question before one expert."""
    advisor = get_object_or_404(Advisor.objects.visible_to(request.user), pk=pk)
    can_ask_expert(request.user, advisor).or_refuse()

    def ask(question: asking.Question) -> Topic:
        topic = asking.ask_expert(question=question, advisor=advisor, actor=request.user, now=timezone.now())
        messages.success(request, f"相談を専門家に開き、{advisor.user.name}さんに回答を依頼しました。")
        return topic

    return _asked(request, ask, "expert_ask", {"advisor": advisor, "own": OwnTopicForm(person=request.user)})


@require_POST
def expert_ask_about(request: PersonRequest, pk: int) -> HttpResponse:
    """Put one's own topic before one expert."""
    advisor = get_object_or_404(Advisor.objects.visible_to(request.user), pk=pk)
    can_ask_expert(request.user, advisor).or_refuse()
    own = OwnTopicForm(request.POST, person=request.user)
    if own.is_valid():
        try:
            topic = asking.ask_expert(
                question=own.cleaned_data["topic"], advisor=advisor, actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            own.add_error(None, error.message)
        else:
            messages.success(request, f"トピックを専門家に開き、{advisor.user.name}さんに回答を依頼しました。")
            return redirect(topic)
    context = {"advisor": advisor, "own": own, "form": _form(request, None)}
    return render(request, "forums/expert_ask.html", context, status=UNPROCESSABLE)


@require_safe
def request_list(request: PersonRequest) -> HttpResponse:
    """What one was asked and has not answered yet."""
    can_open_contributions(request.user).or_refuse()
    rows = AnswerRequest.objects.visible_to(request.user).waiting().select_related("topic").newest_first()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "forums/request_list.html", {"page": page, "notes": notes})


@require_POST
def request_decline(request: PersonRequest, pk: int) -> HttpResponse:
    """Let one pass."""
    row = get_object_or_404(AnswerRequest.objects.visible_to(request.user), pk=pk)
    asking.decline_request(request=row, actor=request.user, now=timezone.now())
    messages.success(request, "依頼を見送りました。依頼した人には伝わりません。")
    return redirect("forums:request_list")


@require_POST
def requests_stop(request: PersonRequest) -> HttpResponse:
    """No requests any more."""
    can_open_contributions(request.user).or_refuse()
    stop_being_asked(actor=request.user, now=timezone.now())
    messages.success(request, "今後は、回答の依頼が届きません。プロフィールで、いつでも元に戻せます。")
    return redirect("forums:request_list")


def _form(request: PersonRequest, data: Any) -> AskForm:
    body = cast("Municipality", request.persona.municipality)  # the policy saw to that
    return AskForm(data, municipality=body, person=request.user, work=request.GET.get("work", ""))


def _question(facts: dict[str, Any]) -> asking.Question:
    return asking.Question(
        board=facts["board"],
        title=facts["title"],
        body=facts["body"],
        shown_as=ShownAs(facts["shown_as"]),
        client_token=facts["client_token"],
    )


def _asked(
    request: PersonRequest, ask: Callable[[asking.Question], Topic], template: str, context: dict[str, Any]
) -> HttpResponse:
    """What the three forms do: show how it will look, send, or say beside the fields what is wrong."""
    form = _form(request, request.POST if request.method == "POST" else None)
    preview = None
    if form.is_bound and form.is_valid():
        if "preview" in request.POST:
            preview = form.cleaned_data
        else:
            try:
                return redirect(ask(_question(form.cleaned_data)))
            except DomainError as error:
                form.add_error(None, error.message)
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, f"forums/{template}.html", {**context, "form": form, "preview": preview}, status=status)
