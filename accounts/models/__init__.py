"""People, bodies, vendors, and the ground rows (audit, mail, notifications, reports) every other app stands on."""

from accounts.models.audit import AuditEvent
from accounts.models.membership import ColleagueInvitation, MembershipRequest, MunicipalMembership
from accounts.models.messages import Notification, OutboxMail
from accounts.models.municipalities import MunicipalDomain, Municipality
from accounts.models.people import Advisor, Profile, User, WorkExperience
from accounts.models.reports import Report
from accounts.models.terms import TermsConsent, TermsVersion
from accounts.models.vendors import Vendor, VendorInvitation, VendorMembership

__all__ = [
    "Advisor",
    "AuditEvent",
    "ColleagueInvitation",
    "MembershipRequest",
    "MunicipalDomain",
    "MunicipalMembership",
    "Municipality",
    "Notification",
    "OutboxMail",
    "Profile",
    "Report",
    "TermsConsent",
    "TermsVersion",
    "User",
    "Vendor",
    "VendorInvitation",
    "VendorMembership",
    "WorkExperience",
]
