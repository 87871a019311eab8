"""The frame of every page: where the reader is."""

from __future__ import annotations

import pytest

from dss.navigation import desk_links
from tests.factories import MembershipFactory, VendorMembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "main", "personal"),
    [
        ("/boards/", "課とトピック", "課とトピック"),
        ("/topics/", "課とトピック", "課とトピック"),
        ("/projects/", "検討案件", "検討案件"),
        ("/quotes/", "検討案件", "見積依頼"),
        ("/vendors/", "事業者", None),
        ("/terms/", None, None),
    ],
)
def test_one_link_is_the_area_the_reader_is_in(client, path, main, personal):
    client.force_login(MembershipFactory().user)
    frame = client.get(path).context["frame"]
    current = [[link.label for link in links if link.is_current] for links in (frame.main, frame.personal)]
    assert current == [[main] if main else [], [personal] if personal else []]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/desk/", "デスクの概要"), ("/desk/services/", "掲載サービス"), ("/desk/imports/", "掲載サービス")],
)
def test_an_import_is_of_the_listings_of_the_desk(client, path, label):
    client.force_login(VendorMembershipFactory().user)
    response = client.get(path)
    assert [link.label for link in desk_links(response.wsgi_request) if link.is_current] == [label]
