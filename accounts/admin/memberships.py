"""Bodies, their mail domains, memberships and the queue of requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join

from accounts.actions import domains, memberships, requests
from accounts.actions.municipalities import save_municipality
from accounts.admin.screens import (
    AddOnlyAdmin,
    ReadOnlyAdmin,
    fact_filter,
    in_words,
    mine_filter,
    operator_of,
    run_each,
    with_reason,
)
from accounts.admin.trails import TrailMixin
from accounts.bodies.codes import is_code
from accounts.enums import DomainStatus, RequestStatus
from accounts.identification import identify_address
from accounts.identity import AddressRefused, parse_address
from accounts.identity.words import rule_words
from accounts.models import MembershipRequest, MunicipalDomain, Municipality, MunicipalMembership
from accounts.trails import trail_of_body


class MunicipalityForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A body whose code is a real one."""

    class Meta:
        model = Municipality
        fields = [
            "code",
            "name",
            "kana",
            "prefecture_code",
            "prefecture",
            "kind",
            "population_band",
            "network_model",
            "successor",
            "ended_on",
        ]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_code(code):
            raise forms.ValidationError("団体コードは、検査数字を含む6桁の数字です。")
        return code


@admin.register(Municipality)
class MunicipalityAdmin(TrailMixin):
    """The table of bodies. Associations (一部事務組合・広域連合) are added here; codes are never changed."""

    trail_of = staticmethod(trail_of_body)
    form = MunicipalityForm
    list_display = ["code", "prefecture", "name", "kind", "population_band", "network_model", "ended_on"]
    list_filter = ["kind", "prefecture", "population_band"]
    search_fields = ["code", "name", "kana"]
    ordering = ["code"]
    autocomplete_fields = ["successor"]

    def get_readonly_fields(self, request: HttpRequest, obj: Municipality | None = None) -> list[str]:
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        save_municipality(municipality=obj, actor=operator_of(request), now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


PROPOSAL = ("domain", "municipality", "evidence")
STEPS = ("status", "proposed_by", "proposed_at", "verified_by", "verified_at", "rechecked_at", "revoked_at")
VERIFIABLE = mine_filter(lambda rows, operator: rows.verifiable_by(operator))
DECIDABLE = mine_filter(lambda rows, operator: rows.decidable_by(operator))
DUE = fact_filter("recheck", "確かめ直し", "1年が過ぎた", lambda rows: rows.due_for_recheck(timezone.now()))


class DomainForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A proposal for the table: the bare domain, judged as the part of an address."""

    class Meta:
        model = MunicipalDomain
        fields = ["domain", "municipality", "evidence"]
        help_texts = {
            "domain": "「@」より後ろの全体（例：city.example.lg.jp）。",
            "evidence": "WHOISの組織種別、公式サイトに載っているアドレス、代表電話での確認などを書いてください。",
        }

    def clean_domain(self) -> str:
        try:
            return parse_address(f"someone@{self.cleaned_data['domain']}").domain
        except AddressRefused as refusal:
            raise forms.ValidationError(refusal.message) from refusal


@admin.register(MunicipalDomain)
class MunicipalDomainAdmin(AddOnlyAdmin):
    """Proposed by one operator, verified by another. A revoked domain's page proposes it again."""

    form = DomainForm
    list_display = ["domain", "municipality", "status", "proposed_by", "proposed_at", "verified_by", "verified_at"]
    list_filter = ["status", VERIFIABLE, DUE]
    list_select_related = ["municipality", "proposed_by", "verified_by"]
    search_fields = ["domain", "municipality__name"]
    autocomplete_fields = ["municipality"]
    ordering = ["domain"]
    actions = [
        "verify",
        with_reason("recheck", "確かめ直した", "自治体ドメインの確かめ直し", domains.recheck_domain, row="domain"),
        with_reason("revoke", "取り消す", "自治体ドメインの取消", domains.revoke_domain, row="domain"),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and obj.status == DomainStatus.REVOKED and self.admin_site.has_permission(request)

    def get_fieldsets(self, request: HttpRequest, obj: MunicipalDomain | None = None) -> Any:
        proposal: dict[str, Any] = {"fields": PROPOSAL}
        if obj and obj.status == DomainStatus.REVOKED:
            proposal["description"] = (
                "取り消されたドメインです。自治体と根拠を確かめて保存すると、あらためて提案します。"
                "別の運営担当者が確認するまでは、取り消されたままです。"
            )
        return [(None, proposal), ("経過", {"fields": STEPS})] if obj else [(None, proposal)]

    def get_readonly_fields(self, request: HttpRequest, obj: MunicipalDomain | None = None) -> tuple[str, ...]:
        return ("domain", *STEPS) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        facts = {"actor": operator_of(request), "now": timezone.now(), **form.cleaned_data}
        row = domains.propose_domain_again(domain=obj, **facts) if change else domains.propose_domain(**facts)
        obj.pk = row.pk

    @admin.action(description="根拠を確かめ、確認済みにする（提案者以外）")
    def verify(self, request: HttpRequest, queryset: QuerySet[MunicipalDomain]) -> None:
        run_each(
            self,
            request,
            queryset,
            lambda row: domains.verify_domain(domain=row, actor=operator_of(request), now=timezone.now()),
            limit=1,
        )


@admin.register(MunicipalMembership)
class MunicipalMembershipAdmin(ReadOnlyAdmin):
    """Who works where, and until when it counts."""

    list_display = ["user", "municipality", "email", "rule_in_words", "status", "confirmed_at", "expires_on"]
    list_filter = ["status", ("rule", in_words(rule_words))]
    exclude = ["email_address_pk", "rule"]
    readonly_fields = ["rule_in_words"]
    list_select_related = ["user", "municipality"]
    search_fields = ["email", "user__name", "municipality__name"]
    ordering = ["-granted_at"]
    actions = [
        with_reason("suspend", "停止する", "職員資格の停止", memberships.suspend_membership, row="membership"),
        with_reason("resume", "停止を解く", "停止の解除", memberships.resume_membership, row="membership"),
        with_reason("revoke", "取り消す", "職員資格の取消", memberships.revoke_membership, row="membership"),
    ]

    def name_of(self, row: MunicipalMembership) -> str:
        return f"{row.email}（{row.municipality.full_name}）"

    @admin.display(description="判定の根拠", ordering="rule")
    def rule_in_words(self, row: MunicipalMembership) -> str:
        return rule_words(row.rule)


@admin.register(MembershipRequest)
class MembershipRequestAdmin(ReadOnlyAdmin):
    """The queue: what the person says, what the address points at, and the decision."""

    list_display = ["created_at", "email", "municipality", "department", "rule_in_words", "status", "decided_by"]
    list_filter = ["status", DECIDABLE, ("rule", in_words(rule_words))]
    list_select_related = ["municipality", "decided_by"]
    search_fields = ["email", "municipality__name", "user__name"]
    ordering = ["status", "created_at"]
    actions = [
        with_reason(
            "approve",
            "承認する（根拠を確かめてから）",
            "申請の承認",
            requests.approve_membership_request,
            row="request",
            limit=1,
        ),
        with_reason("reject", "却下する", "申請の却下", requests.reject_membership_request, row="request"),
    ]
    fields = [
        "user",
        "email",
        "municipality",
        "department",
        "telephone",
        "evidence",
        "rule_in_words",
        "candidates",
        "same_domain",
        "status",
        "created_at",
        "decided_by",
        "decided_at",
        "decision_reason",
    ]
    readonly_fields = ["rule_in_words", "candidates", "same_domain"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MembershipRequest]:
        return super().get_queryset(request).select_related("user", "municipality")

    def name_of(self, row: MembershipRequest) -> str:
        return f"{row.email}（{row.municipality.full_name}）"

    @admin.display(description="自動判定の結果", ordering="rule")
    def rule_in_words(self, row: MembershipRequest) -> str:
        return rule_words(row.rule)

    @admin.display(description="アドレスから考えられる自治体")
    def candidates(self, row: MembershipRequest) -> str:
        bodies = Municipality.objects.filter(pk__in=identify_address(row.email).candidates).order_by("pk")
        return format_html_join("、", "{}（{}）", ((body.full_name, body.pk) for body in bodies)) or "なし"

    @admin.display(description="同じドメインの判断済みの申請")
    def same_domain(self, row: MembershipRequest) -> str:
        domain = row.email.rpartition("@")[2]
        others = MembershipRequest.objects.filter(email__iendswith=f"@{domain}").exclude(status=RequestStatus.PENDING)
        lines = [
            (other.municipality.full_name, other.get_status_display(), other.decision_reason)
            for other in others.select_related("municipality").order_by("-decided_at")[:5]
        ]
        return format_html_join(" ／ ", "{}：{}（{}）", lines) or "なし"
