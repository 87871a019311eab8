"""Who gets what from the pages of the ground app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.unsubscribing import unsubscribe_address
from tests.access.expectations.rows import Expectation, no_arguments, of, row

if TYPE_CHECKING:
    from tests.access.world import World


def _token(world: World) -> list[str]:
    """What stands in a mail to A: whoever holds it may turn those mails off."""
    return [unsubscribe_address(world.users["staff_a"], "report_resolved").rstrip("/").rpartition("/")[2]]


TABLE = [
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
        "accounts:own_data",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "accounts:own_data_ask",
        no_arguments,
        row("302 405 405 405 405 405 405 405"),
        row("302 302 302 302 302 302 302 302"),
    ),
    Expectation("accounts:own_data_file", of("=1"), row("302"), row("302 405 405 405 405 405 405 405")),
    Expectation("accounts:account_delete", no_arguments, row("302"), row("302")),
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
    Expectation("accounts:signup_advisor", of("=x"), row("404"), row("404")),
    Expectation("accounts:advisor_invitation", of("=x"), row("404"), row("404")),
    Expectation(
        "accounts:advisor_profile",
        no_arguments,
        row("302 404 404 404 404 404 200 404"),
        row("302 404 404 404 404 404 422 404"),
    ),
    Expectation(
        "accounts:advisor_retire",
        no_arguments,
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 404 404 302 404"),
    ),
    Expectation(
        "accounts:advisor_list",
        no_arguments,
        row("302 403 200 200 403 403 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "accounts:advisor_detail",
        of("advisor"),
        row("302 404 200 200 404 404 200 200"),
        row("302 405 405 405 405 405 405 405"),
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
    Expectation(
        "accounts:vendor_handover_offer",
        of("teammate"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 404"),
    ),
    Expectation(
        "accounts:vendor_handover_withdraw",
        of("vendor_handover"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "accounts:vendor_handover_accept",
        of("vendor_handover"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 403 404 404 404"),
    ),
    Expectation(
        "accounts:vendor_handover_decline",
        of("vendor_handover"),
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
    Expectation(
        "accounts:preferences",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302"),
    ),
    Expectation(
        "accounts:notification_read",
        of("notification"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 302 404 404 404 404 404"),
    ),
    Expectation(
        "accounts:mail_suspension",
        no_arguments,
        row("302 200 200 200 200 200 200 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "accounts:mail_code_send",
        no_arguments,
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 404 404 404 404"),
    ),
    Expectation("accounts:mail_code", no_arguments, row("302"), row("302")),
    Expectation("accounts:bounce_hook", no_arguments, row("405"), row("404")),
    Expectation("accounts:unsubscribe", _token, row("200"), row("200")),
    Expectation("accounts:terms_consent", no_arguments, row("302"), row("302")),
    Expectation("accounts:news_list", no_arguments, row("200"), row("405")),
    Expectation("accounts:news_atom", no_arguments, row("200"), row("405")),
    Expectation("accounts:news_detail", of("=0"), row("404"), row("405")),
    Expectation("accounts:accessibility", no_arguments, row("200"), row("405")),
    Expectation("accounts:accessibility_version", of("=1"), row("200"), row("405")),
    Expectation("accounts:help", no_arguments, row("200"), row("405")),
    Expectation("accounts:help_version", of("=1"), row("200"), row("405")),
    Expectation("accounts:terms_changes", of("=help", "=1"), row("404"), row("405")),
    Expectation("accounts:terms", no_arguments, row("200"), row("405")),
    Expectation("accounts:terms_version", of("=1"), row("200"), row("405")),
    Expectation("accounts:privacy", no_arguments, row("200"), row("405")),
    Expectation("accounts:privacy_data", no_arguments, row("200"), row("405")),
    Expectation("accounts:privacy_version", of("=1"), row("200"), row("405")),
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
]
