"""Members of a board: who they are, joining and leaving, letting in, and leadership that changes hands."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from forums import actions
from forums.enums import BoardRole, MemberStatus
from forums.forms import JoinForm, OfferForm
from forums.models import BoardHandover, BoardMembership
from forums.policies import can_lead_board
from forums.views.board_life import UNPROCESSABLE, own_board

PAGE_SIZE = 50


@require_safe
def board_members(request: PersonRequest, slug: str) -> HttpResponse:
    """Leaders first, then members by the time they joined; above them who asks to join, for who decides that."""
    board = own_board(request, slug)
    rows = BoardMembership.objects.visible_to(request.user).filter(board=board).select_related("user", "municipality")
    notes: list[str] = []
    live = rows.live(timezone.now()).by_rank()
    page = repaired_page(Paginator(live, PAGE_SIZE), request.GET.get("page", ""), notes)
    asked = rows.asked().exclude(user=request.user).annotate(voices=Count("endorsements")).order_by("asked_at", "pk")
    context = {"board": board, "page": page, "notes": notes, "asked": asked[:PAGE_SIZE]}
    return render(request, "forums/board_members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def board_join(request: PersonRequest, slug: str) -> HttpResponse:
    """Take part, or ask to."""
    board = own_board(request, slug)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        row = actions.join_board(board=board, actor=request.user, now=timezone.now(), **form.cleaned_data)
        has_joined = row.status == MemberStatus.ACTIVE
        messages.success(request, "参加しました。" if has_joined else "参加を申し込みました。結果はお知らせします。")
        return redirect(board)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "forums/board_join.html", {"board": board, "form": form}, status=status)


@require_POST
def board_leave(request: PersonRequest, slug: str) -> HttpResponse:
    """Stop taking part."""
    board = own_board(request, slug)
    actions.leave_board(board=board, actor=request.user, now=timezone.now())
    messages.success(request, "この課への参加をやめました。")
    return redirect(board)


@require_POST
def member_admit(request: PersonRequest, pk: int) -> HttpResponse:
    """Let somebody in."""
    return _decide(request, pk, actions.admit_member, "参加を承認しました。")


@require_POST
def member_turn_away(request: PersonRequest, pk: int) -> HttpResponse:
    """Not this time."""
    return _decide(request, pk, actions.turn_away_member, "申込みを見送りました。")


@require_POST
def member_endorse(request: PersonRequest, pk: int) -> HttpResponse:
    """Speak for somebody."""
    return _decide(request, pk, actions.endorse_member, "推薦しました。")


@require_POST
def member_deputy(request: PersonRequest, pk: int) -> HttpResponse:
    """Make a member deputy, or a deputy a member again."""
    row = _visible(request, pk)
    wanted = row.role == BoardRole.MEMBER
    actions.set_deputy(membership=row, wanted=wanted, actor=request.user, now=timezone.now())
    messages.success(request, "サブリーダーにしました。" if wanted else "サブリーダーから外しました。")
    return redirect(row)


def _decide(request: PersonRequest, pk: int, act: Callable[..., None], words: str) -> HttpResponse:
    row = _visible(request, pk)
    act(membership=row, actor=request.user, now=timezone.now())
    messages.success(request, words)
    return redirect(row)


def _visible(request: PersonRequest, pk: int) -> BoardMembership:
    rows = BoardMembership.objects.visible_to(request.user).select_related("board")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def board_hand_over(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask a member to lead."""
    board = own_board(request, slug)
    can_lead_board(request.user, board).or_refuse()
    members = BoardMembership.objects.live(timezone.now()).filter(board=board).exclude(user=request.user)
    members = members.select_related("user", "municipality").by_rank()
    form = OfferForm(request.POST if request.method == "POST" else None, members=members)
    if form.is_bound and form.is_valid():
        facts = {"successor": form.cleaned_data["member"].user, "message": form.cleaned_data["message"]}
        try:
            actions.offer_lead(board=board, actor=request.user, now=timezone.now(), **facts)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "引き継ぎを頼みました。引き受けの返事があるまで、リーダーは変わりません。")
            return redirect(board)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "forums/board_hand_over.html", {"board": board, "form": form}, status=status)


@require_POST
def board_withdraw_offer(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask no more."""
    board = own_board(request, slug)
    can_lead_board(request.user, board).or_refuse()
    handover = get_object_or_404(board.handovers.open())
    actions.withdraw_offer(handover=handover, actor=request.user, now=timezone.now())
    messages.success(request, "引き継ぎの依頼を取り下げました。")
    return redirect(board)


@require_POST
def handover_accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Lead from now on."""
    board = actions.accept_lead(handover=_asked(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "この課のリーダーになりました。")
    return redirect(board)


@require_POST
def handover_decline(request: PersonRequest, pk: int) -> HttpResponse:
    """Rather not."""
    handover = _asked(request, pk)
    actions.decline_lead(handover=handover, actor=request.user, now=timezone.now())
    messages.success(request, "引き継ぎを辞退しました。")
    return redirect(handover)


@require_POST
def board_take_lead(request: PersonRequest, slug: str) -> HttpResponse:
    """Lead a board that nobody leads."""
    board = actions.take_lead(board=own_board(request, slug), actor=request.user, now=timezone.now())
    messages.success(request, "この課のリーダーになりました。")
    return redirect(board)


def _asked(request: PersonRequest, pk: int) -> BoardHandover:
    return get_object_or_404(BoardHandover.objects.visible_to(request.user).select_related("board"), pk=pk)
