"""メールが届かないとき: why none come, and how the person proves that they arrive again."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib import messages
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.bounces import resume_mails
from accounts.actions.codes import send_mail_code
from accounts.codes import pending_address, redeem_code
from accounts.forms.membership import MembershipCodeForm
from accounts.models import SuspendedAddress
from accounts.requests import PersonRequest


@require_safe
@never_cache
def mail_suspension(request: PersonRequest) -> HttpResponse:
    """The person's addresses that get no mails, and since when."""
    rows = SuspendedAddress.objects.filter(user=request.user, lifted_at__isnull=True).order_by("address")
    own = EmailAddress.objects.annotate(text=Lower("email")).filter(user=request.user, verified=True)
    confirmed = set(own.values_list("text", flat=True))
    context = {"suspended": [(row, row.address in confirmed) for row in rows]}
    return render(request, "accounts/mail_suspension.html", context)


@require_POST
def mail_code_send(request: PersonRequest) -> HttpResponse:
    """Try one mail to the address: a code."""
    row = get_object_or_404(
        SuspendedAddress,
        user=request.user,
        lifted_at__isnull=True,
        address=request.POST.get("address", "").replace("\x00", "").lower(),
    )
    address = get_object_or_404(EmailAddress, user=request.user, verified=True, email__iexact=row.address)
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="confirm_email", key=address.email)
    if limited is not None:
        return limited
    send_mail_code(session=request.session, address=address, now=timezone.now())
    return redirect("accounts:mail_code")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail_code(request: PersonRequest) -> HttpResponse:
    """Type the code: mails come again."""
    now = timezone.now()
    email = pending_address(request.session, now)
    if not email:
        messages.info(request, "確認コードの有効期限が切れました。もう一度送ってください。")
        return redirect("accounts:mail_suspension")
    form = MembershipCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        address = redeem_code(request.session, form.cleaned_data["code"], request.user.pk, now)
        if address is not None:
            resume_mails(address=address.email, actor=request.user, now=now)
            messages.success(request, "メールの送信を再開しました。")
            return redirect("accounts:mail_suspension")
        form.add_error("code", "コードが違います。メールのコードを確かめてください。")
    return render(request, "accounts/mail_code.html", {"form": form, "email": email})
