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
    ReviewFactory,
    ReviewReplyFactory,
    ServiceDraftFactory,
    ServiceFactory,
    ServiceVersionFactory,
    complete_answers,
)
from tests.factories.documents import DocumentVersionFactory, SharedDocumentFactory
from tests.factories.forums import BoardFactory, PostFactory, TopicFactory
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
    "BoardFactory",
    "BrochureFactory",
    "BrochureHandoverFactory",
    "CandidateFactory",
    "CategoryFactory",
    "CollectionFactory",
    "DocumentVersionFactory",
    "EmailAddressFactory",
    "InquiryFactory",
    "InquiryMessageFactory",
    "MembershipFactory",
    "MunicipalDomainFactory",
    "MunicipalityFactory",
    "NotificationFactory",
    "OperatorFactory",
    "OutboxMailFactory",
    "PostFactory",
    "ProjectFactory",
    "ProjectNoteFactory",
    "PublishedServiceFactory",
    "ReviewFactory",
    "ReviewReplyFactory",
    "ServiceDraftFactory",
    "ServiceFactory",
    "ServiceVersionFactory",
    "SharedDocumentFactory",
    "TopicFactory",
    "UserFactory",
    "VendorFactory",
    "VendorMembershipFactory",
    "complete_answers",
]
