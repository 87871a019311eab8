"""What people are told about their account and their team. Texts lie in `templates/emails/<event>/`."""

from accounts.emails.account import (
    send_account_deleted,
    send_export_ready,
    send_factor_reset_done,
    send_factor_reset_token,
    send_mail_restart_code,
    send_report_resolved,
    send_terms_announced,
)
from accounts.emails.handovers import send_vendor_handover_answered, send_vendor_handover_offered
from accounts.emails.invitations import send_advisor_invitation, send_colleague_invitation, send_vendor_invitation
from accounts.emails.memberships import send_confirmation_reminder, send_membership_code, send_request_decided
from accounts.emails.queues import operators_only, send_report_received, send_request_received

__all__ = [
    "operators_only",
    "send_account_deleted",
    "send_advisor_invitation",
    "send_colleague_invitation",
    "send_confirmation_reminder",
    "send_export_ready",
    "send_factor_reset_done",
    "send_factor_reset_token",
    "send_mail_restart_code",
    "send_membership_code",
    "send_report_received",
    "send_report_resolved",
    "send_request_decided",
    "send_request_received",
    "send_terms_announced",
    "send_vendor_handover_answered",
    "send_vendor_handover_offered",
    "send_vendor_invitation",
]
