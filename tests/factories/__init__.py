"""Plain factories, sorted by app."""

from __future__ import annotations

from tests.factories.accounts import (
    PASSWORD,
    AdvisorFactory,
    EmailAddressFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    NotificationFactory,
    OperatorFactory,
    OutboxMailFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)
from tests.factories.catalog import (
    AdoptionFactory,
    BrochureFactory,
    CategoryFactory,
    CollectionFactory,
    PublishedServiceFactory,
    ServiceDraftFactory,
    ServiceFactory,
    ServiceVersionFactory,
    complete_answers,
)
from tests.factories.procurement import (
    BrochureHandoverFactory,
    CandidateFactory,
    InquiryFactory,
    InquiryMessageFactory,
    ProjectFactory,
    ProjectNoteFactory,
)

__all__ = [
    "PASSWORD",
    "AdoptionFactory",
    "AdvisorFactory",
    "BrochureFactory",
    "BrochureHandoverFactory",
    "CandidateFactory",
    "CategoryFactory",
    "CollectionFactory",
    "EmailAddressFactory",
    "InquiryFactory",
    "InquiryMessageFactory",
    "MembershipFactory",
    "MunicipalDomainFactory",
    "MunicipalityFactory",
    "NotificationFactory",
    "OperatorFactory",
    "OutboxMailFactory",
    "ProjectFactory",
    "ProjectNoteFactory",
    "PublishedServiceFactory",
    "ServiceDraftFactory",
    "ServiceFactory",
    "ServiceVersionFactory",
    "UserFactory",
    "VendorFactory",
    "VendorMembershipFactory",
    "complete_answers",
]
