"""The municipality's pages ask the database as often for three rows as for one, and at most eight times."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PublishedServiceFactory, QuoteFactory, QuoteQuestionFactory, QuoteRequestFactory


def url(name, *args):
    return reverse(f"procurement:{name}", args=args)


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def full_request(market, number):
    """A request to `number` services with a quote, a question and a file of each."""
    services = [PublishedServiceFactory() for _ in range(number)]
    request = QuoteRequestFactory(project=market.project, with_services=services, opened=True)
    for invitation in request.invitations.all():
        QuoteFactory(invitation=invitation)
        QuoteQuestionFactory(invitation=invitation)
    return request


def test_pages_cost_the_same_whatever_they_show(client, market):
    few, many = full_request(market, 1), full_request(market, 3)
    client.force_login(market.asker)
    for name in ("quote_request_detail", "quote_request_preview"):
        counts = [queries(client, url(name, request.pk)) for request in (few, few, many)][1:]
        assert counts[0] == counts[1], name
        assert counts[0] <= 8, name


def test_the_list_costs_the_same_with_one_and_three(client, market):
    full_request(market, 2)
    client.force_login(market.asker)
    queries(client, url("quote_request_list"))
    one = queries(client, url("quote_request_list"))
    for _ in range(2):
        full_request(market, 2)
    assert queries(client, url("quote_request_list")) == one
    assert one <= 8


def test_a_draft_and_a_quote_stay_within_eight(client, market, draft, quoted):
    client.force_login(market.asker)
    request, quote = draft(), quoted()
    addresses = [request.get_absolute_url(), quote.get_absolute_url(), url("quote_request_services", request.pk)]
    for address in addresses:
        queries(client, address)
        assert queries(client, address) <= 8, address
