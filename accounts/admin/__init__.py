"""The operators' screens of the ground app. Whatever changes a state calls an action."""

from accounts.admin import audit, mails, memberships, people, reports, terms, vendors

__all__ = ["audit", "mails", "memberships", "people", "reports", "terms", "vendors"]
