"""People, bodies, vendors, and the ground rows (audit, mail, notifications, reports) every other app stands on."""

from accounts.models.advisors import Advisor, AdvisorInvitation
from accounts.models.announcements import Announcement
from accounts.models.audit import AuditEvent
from accounts.models.bounces import MailBounce, SuspendedAddress
from accounts.models.exports import DataExport
from accounts.models.files import FileRound, StoredFile
from accounts.models.jobs import DeadJob
from accounts.models.membership import ColleagueInvitation, MembershipRequest, MunicipalMembership
from accounts.models.messages import DigestSetting, Notification, NotificationPreference, OutboxMail
from accounts.models.municipalities import MunicipalDomain, Municipality
from accounts.models.people import Profile, User, WorkExperience
from accounts.models.reports import Report
from accounts.models.terms import TermsConsent, TermsVersion
from accounts.models.vendors import Vendor, VendorHandover, VendorInvitation, VendorMembership

__all__ = [
    "Advisor",
    "AdvisorInvitation",
    "Announcement",
    "AuditEvent",
    "ColleagueInvitation",
    "DataExport",
    "DeadJob",
    "DigestSetting",
    "FileRound",
    "MailBounce",
    "MembershipRequest",
    "MunicipalDomain",
    "MunicipalMembership",
    "Municipality",
    "Notification",
    "NotificationPreference",
    "OutboxMail",
    "Profile",
    "Report",
    "StoredFile",
    "SuspendedAddress",
    "TermsConsent",
    "TermsVersion",
    "User",
    "Vendor",
    "VendorHandover",
    "VendorInvitation",
    "VendorMembership",
    "WorkExperience",
]
