"""Listings: look, suspend, lift."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin.screens import ReadOnlyAdmin
from accounts.requests import PersonRequest
from catalog import actions
from catalog.enums import ServiceStatus
from catalog.forms import ReasonForm
from catalog.models import Service
from dss.access import DomainError, PolicyRefused

LIST = "admin:catalog_service_changelist"


@admin.register(Service)
class ServiceAdmin(ReadOnlyAdmin):
    """サービス."""

    list_display = ("name", "vendor", "status", "confirmed_on", "confirmed_adoptions", "what_can_be_done")
    list_filter = ("status",)
    list_select_related = ("vendor",)
    search_fields = ("name", "vendor__name")
    ordering = ("-created_at", "-pk")

    @admin.display(description="操作")
    def what_can_be_done(self, service: Service) -> SafeString | str:
        if service.status in {ServiceStatus.PUBLISHED, ServiceStatus.UNPUBLISHED}:
            suspend = reverse("admin:catalog_service_suspend", args=[service.pk])
            return format_html('<a href="{}">停止する</a>', suspend)
        if service.status == ServiceStatus.SUSPENDED:
            return format_html(
                '<a href="{}">停止を解除する</a>', reverse("admin:catalog_service_lift", args=[service.pk])
            )
        return "—"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/suspend/", wrap(self.suspend), name="catalog_service_suspend"),
            path("<int:pk>/lift/", wrap(self.lift), name="catalog_service_lift"),
            *super().get_urls(),
        ]

    def suspend(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Ask for the reason, then suspend."""
        service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.suspend_service(
                    service=service, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
                )
            except (DomainError, PolicyRefused) as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"「{service.name}」の掲載を停止しました。")
            return redirect(LIST)
        context = self._page(request, f"掲載の停止: {service.name}") | {"form": form, "button": "停止する"}
        return TemplateResponse(request, "admin/catalog/reason.html", context)

    def lift(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Ask, then lift."""
        service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk)
        if request.method == "POST":
            try:
                actions.lift_service_suspension(service=service, actor=request.user, now=timezone.now())
            except (DomainError, PolicyRefused) as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"「{service.name}」の停止を解除しました。")
            return redirect(LIST)
        context = self._page(request, f"停止の解除: {service.name}") | {"button": "停止を解除する"}
        return TemplateResponse(request, "admin/catalog/reason.html", context)

    def _page(self, request: HttpRequest, title: str) -> dict[str, object]:
        return {**self.admin_site.each_context(request), "title": title, "back": reverse(LIST), "back_name": "サービス"}
