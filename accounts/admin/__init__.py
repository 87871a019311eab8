"""The operators' screens of the ground app. Whatever changes a state calls an action."""

from accounts.admin import memberships, people, vendors

__all__ = ["memberships", "people", "vendors"]
