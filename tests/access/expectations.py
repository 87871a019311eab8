"""Who gets what from every URL: one row a URL, one status a persona. Read `ARCHITECTURE.md` for the why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from tests.access.routes import Route
    from tests.access.world import World

COLUMNS = ("anonymous", "member", "staff_a", "staff_b", "vendor_x", "vendor_y", "advisor", "operator")

Arguments = Callable[["World"], list[Any]]


def no_arguments(world: World) -> list[Any]:
    return []


def _argument(world: World, name: str) -> Any:
    if name.startswith("="):
        return name[1:]
    if name.startswith("@"):
        return world.things[name[1:]].slug
    return world.things[name].pk


def of(*names: str) -> Arguments:
    """Keys of things of the world (`"service"`), their slugs (`"@category"`), or the word itself (`"=1"`)."""

    def arguments(world: World) -> list[Any]:
        return [_argument(world, name) for name in names]

    return arguments


def row(statuses: str) -> dict[str, int]:
    """Eight numbers in the order of `COLUMNS`; one number stands for all."""
    numbers = [int(word) for word in statuses.split()]
    if len(numbers) == 1:
        numbers *= len(COLUMNS)
    return dict(zip(COLUMNS, numbers, strict=True))


@dataclass(frozen=True)
class Expectation:
    """What a GET and an empty POST of one URL answer to each persona."""

    name: str
    arguments: Arguments
    get: dict[str, int]
    post: dict[str, int]
    is_fragment: bool = False

    def url(self, world: World) -> str:
        return reverse(self.name, args=self.arguments(world))

    @property
    def has_id(self) -> bool:
        return self.arguments is not no_arguments

    def url_with_id(self, world: World, number: str) -> str:
        """The same page of another object."""
        return reverse(self.name, args=[number, *self.arguments(world)[1:]])


class ADMIN_ONLY:  # noqa: N801 - a namespace of constants
    """The operators' site: closed for everybody else, whatever the URL."""

    exempt = frozenset({"admin:login", "admin:logout", "admin:jsi18n"})

    @staticmethod
    def path(route: Route) -> str:
        """A path that matches the route; the numbers need not exist."""
        pattern = re.sub(r"<(?:\w+:)?\w+>", "1", route.route)
        return "/" + pattern if "(" not in pattern else "/admin/1/"


TABLE = [
    # dss
    Expectation("home", no_arguments, row("200"), row("405")),
    # accounts
    Expectation("accounts:signup", no_arguments, row("200 302 302 302 302 302 302 302"), row("405")),
    Expectation(
        "accounts:signup_staff",
        no_arguments,
        row("200 302 302 302 302 302 302 302"),
        row("200 302 302 302 302 302 302 302"),
    ),
    Expectation(
        "accounts:signup_vendor",
        no_arguments,
        row("200 302 302 302 302 302 302 302"),
        row("200 302 302 302 302 302 302 302"),
    ),
    Expectation(
        "accounts:vendor_register",
        no_arguments,
        row("302 200 403 403 403 403 403 200"),
        row("302 200 403 403 403 403 403 200"),
    ),
    Expectation(
        "accounts:signup_welcome",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "accounts:me", no_arguments, row("302 200 200 200 200 200 200 200"), row("302 405 405 405 405 405 405 405")
    ),
    Expectation(
        "accounts:profile", no_arguments, row("302 200 200 200 200 200 200 200"), row("302 200 200 200 200 200 200 200")
    ),
    Expectation(
        "accounts:membership",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "accounts:membership_code_send",
        no_arguments,
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 404 404 404 404"),
    ),
    Expectation("accounts:membership_code", no_arguments, row("302"), row("302")),
    Expectation(
        "accounts:membership_request",
        no_arguments,
        row("302 200 403 403 403 403 403 200"),
        row("302 200 403 403 403 403 403 200"),
    ),
    Expectation(
        "accounts:membership_leave",
        no_arguments,
        row("302 405 405 405 405 405 405 405"),
        row("302 409 302 302 409 409 409 409"),
    ),
    Expectation(
        "accounts:colleague_invitations",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 200 200 200 200 200 200 200"),
    ),
    Expectation(
        "accounts:vendor_edit",
        no_arguments,
        row("302 404 404 404 200 200 404 404"),
        row("302 404 404 404 200 200 404 404"),
    ),
    Expectation(
        "accounts:vendor_team",
        no_arguments,
        row("302 404 404 404 200 200 404 404"),
        row("302 404 404 404 200 200 404 404"),
    ),
    Expectation(
        "accounts:vendor_invitation_withdraw",
        of("=1"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 404 404 404 404"),
    ),
    Expectation(
        "accounts:vendor_member_role",
        of("team"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "accounts:vendor_member_end",
        of("team"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 403 404 404 404"),
    ),
    Expectation("accounts:vendor_invitation", of("=x"), row("404"), row("404")),
    Expectation(
        "accounts:notifications",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation("accounts:notifications_read", no_arguments, row("302 405 405 405 405 405 405 405"), row("302")),
    Expectation(
        "accounts:notification_open",
        of("notification"),
        row("302 404 302 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "accounts:report_new",
        of("=service", "service"),
        row("302 200 200 200 200 200 200 200"),
        row("302 200 200 200 200 200 200 200"),
    ),
    Expectation("accounts:terms", no_arguments, row("200"), row("405")),
    Expectation("accounts:terms_version", of("=1"), row("200"), row("405")),
    Expectation("accounts:privacy", no_arguments, row("200"), row("405")),
    Expectation("accounts:privacy_version", of("=1"), row("200"), row("405")),
    # catalog
    Expectation("catalog:service_json", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_csv", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_atom", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_list", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_suggest", no_arguments, row("200"), row("405"), is_fragment=True),
    Expectation("catalog:service_compare", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_detail", of("service"), row("200"), row("405")),
    Expectation("catalog:service_version", of("service", "=1"), row("200"), row("405")),
    Expectation(
        "catalog:adoption_create",
        of("service"),
        row("302 403 200 200 200 403 403 403"),
        row("302 403 200 200 200 403 403 403"),
    ),
    Expectation(
        "catalog:adoption_confirm",
        of("considering"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 302 403 404 404 404 403"),
    ),
    Expectation(
        "catalog:adoption_dispute",
        of("considering"),
        row("302 404 200 403 404 404 404 403"),
        row("302 404 200 403 404 404 404 403"),
    ),
    Expectation("catalog:vendor_list", no_arguments, row("200"), row("405")),
    Expectation("catalog:vendor_detail", of("vendor"), row("200"), row("405")),
    Expectation("catalog:category_detail", of("@category"), row("200"), row("405")),
    Expectation("catalog:collection_list", no_arguments, row("200"), row("405")),
    Expectation("catalog:collection_detail", of("@collection"), row("200"), row("405")),
    Expectation(
        "catalog:desk_overview",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_service_list",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_service_new",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 403 403 403 200 200 403 403"),
    ),
    Expectation(
        "catalog:desk_service_detail",
        of("unpublished"),
        row("302 404 404 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_service_section",
        of("unpublished", "=basic"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 422 404 404 404"),
    ),
    Expectation(
        "catalog:desk_service_preview",
        of("unpublished"),
        row("302 404 404 404 200 404 404 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_draft_start",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "catalog:desk_draft_submit",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 403"),
    ),
    Expectation(
        "catalog:desk_draft_withdraw",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 403"),
    ),
    Expectation(
        "catalog:desk_draft_discard",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 403"),
    ),
    Expectation(
        "catalog:desk_service_unpublish",
        of("service"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "catalog:desk_service_republish",
        of("service"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 404"),
    ),
    Expectation(
        "catalog:desk_service_confirm",
        of("service"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "catalog:desk_brochure_new",
        of("service"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 200 404 404 404"),
    ),
    Expectation(
        "catalog:desk_brochure_download",
        of("service", "brochure"),
        row("302 404 404 404 200 404 404 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_brochure_remove",
        of("service", "brochure"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 403"),
    ),
    # allauth
    Expectation(
        "account_login", no_arguments, row("200 302 302 302 302 302 302 302"), row("200 302 302 302 302 302 302 302")
    ),
    Expectation("account_logout", no_arguments, row("302 200 200 200 200 200 200 200"), row("302")),
    Expectation("account_inactive", no_arguments, row("200"), row("405")),
    Expectation("account_signup", no_arguments, row("302"), row("302")),
    Expectation(
        "account_reauthenticate",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 200 200 200 200 200 200 200"),
    ),
    Expectation("account_email", no_arguments, row("302 200 200 200 200 200 200 200"), row("302")),
    Expectation("account_email_verification_sent", no_arguments, row("302"), row("302")),
    Expectation(
        "account_change_password",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 200 200 200 200 200 200 200"),
    ),
    Expectation("account_set_password", no_arguments, row("302"), row("302")),
    Expectation("account_reset_password", no_arguments, row("200"), row("200")),
    Expectation("account_reset_password_done", no_arguments, row("200"), row("405")),
    Expectation("account_reset_password_from_key", of("=1", "=x"), row("200"), row("200")),
    Expectation("account_reset_password_from_key_done", no_arguments, row("200"), row("405")),
    Expectation(
        "mfa_index", no_arguments, row("302 200 200 200 200 200 200 200"), row("302 405 405 405 405 405 405 405")
    ),
    Expectation("mfa_authenticate", no_arguments, row("302"), row("302")),
    Expectation("mfa_login_webauthn", no_arguments, row("302"), row("302")),
    Expectation(
        "mfa_reauthenticate",
        no_arguments,
        row("302 302 302 302 302 302 302 200"),
        row("302 302 302 302 302 302 302 200"),
    ),
    Expectation("mfa_activate_totp", no_arguments, row("302"), row("302")),
    Expectation(
        "mfa_deactivate_totp",
        no_arguments,
        row("302 404 404 404 404 404 404 302"),
        row("302 404 404 404 404 404 404 302"),
    ),
    Expectation(
        "mfa_view_recovery_codes",
        no_arguments,
        row("302 404 404 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation("mfa_generate_recovery_codes", no_arguments, row("302"), row("302")),
    Expectation(
        "mfa_download_recovery_codes",
        no_arguments,
        row("302 404 404 404 404 404 404 404"),
        row("302 404 404 404 404 404 404 404"),
    ),
    Expectation(
        "mfa_list_webauthn",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation("mfa_add_webauthn", no_arguments, row("302"), row("302")),
    Expectation("mfa_reauthenticate_webauthn", no_arguments, row("302"), row("302")),
    Expectation("mfa_remove_webauthn", of("=1"), row("302"), row("302")),
    Expectation("mfa_edit_webauthn", of("=1"), row("302"), row("302")),
    # procurement
    Expectation(
        "procurement:inquiry_list",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:inquiry_create",
        no_arguments,
        row("302 403 404 404 403 403 403 403"),
        row("302 403 404 404 403 403 403 403"),
    ),
    Expectation(
        "procurement:inquiry_detail",
        of("inquiry"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:inquiry_reply",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_close",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 302 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_reopen",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_reveal",
        of("inquiry"),
        row("302 404 200 404 404 404 404 404"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_message",
        of("message"),
        row("302 404 200 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:inquiry_brochure",
        of("inquiry", "=1"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:lead_list",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:lead_detail",
        of("inquiry"),
        row("302 404 404 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:lead_answer",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 422 404 404 404"),
    ),
    Expectation(
        "procurement:lead_mark_answered",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "procurement:lead_hand_over",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 404"),
    ),
    # dss
    Expectation("healthz", no_arguments, row("200"), row("405")),
    Expectation("readyz", no_arguments, row("200"), row("405")),
    Expectation("dev_mail", no_arguments, row("200"), row("405")),
    Expectation("styleguide", no_arguments, row("200"), row("200")),
]

EXPECTATIONS = {expectation.name: expectation for expectation in TABLE}
