"""A text planted in every field that only some may read is nowhere: each persona follows every link from the front."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from django.urls import reverse

from accounts.enums import Reach
from accounts.models import MunicipalMembership, Notification, OutboxMail, Profile
from documents.enums import DocumentStatus
from documents.models import SharedDocument, WantedDocument
from forums.indexing import TOPICS
from forums.models import Board, BoardMembership, Column, Event, Post, PostAttachment, ThemeWish, Topic
from procurement.emails import send_inquiry_received, send_inquiry_replied
from procurement.models import Inquiry
from tests.access.canary import ADVISOR_CANARY
from tests.access.world import CANARY, World

pytestmark = pytest.mark.django_db

CSRF_FIELD = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')
MOST_PAGES = 240
HOST = "http://testserver"
OPEN_DATA = ("catalog:service_csv", "catalog:service_json", "catalog:service_atom")
SEARCHES = (
    "search",
    "catalog:service_list",
    "catalog:service_suggest",
    "documents:document_list",
    "forums:topic_list",
    "forums:event_list",
    "forums:colleague_list",
    "forums:column_list",
    "forums:board_find",
    "procurement:project_list",
    *OPEN_DATA,
)
BOARD_PAGES = ("detail", "members", "join", "describe", "renew", "end", "hand_over", "export")
#: What follows the word in the planted texts.
PLANTED = (
    "準備中",
    "課",
    "係",
    "太郎",
    "を探す",
    "の写し",
    "についての件",
    "の相談",
    "の本文",
    "の補足",
    "の下書き",
    "の図",
    "の報告案",
    "の集まり",
    "の目的",
    "のひとこと",
    "の頼み",
    "の質問",
    "のテーマ",
    "の同僚",
    "の得意分野",
    "の依頼",
    "のコラム",
    "の論",
    "の下書き",
    "仕様書",
)
#: Who may read none of it. X, whose people are addressed, reads the thread but never who sent it.
STRANGERS = ("anonymous", "member", "staff_b", "vendor_y", "advisor")


class Links(HTMLParser):
    """Where a page leads by GET: links, sources and forms without a body."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found += [values[name] for name in ("href", "src", "hx-get") if values.get(name)]
        if tag == "form" and (values.get("method") or "get").lower() == "get" and values.get("action"):
            self.found.append(values["action"])


def links_of(address: str, text: str) -> Iterator[str]:
    """The page's links on our own host, without fragments."""
    parser = Links()
    parser.feed(text)
    for link in parser.found:
        absolute = urldefrag(urljoin(f"{HOST}{address}", link)).url
        if absolute.startswith(f"{HOST}/") and not urlsplit(absolute).path.startswith("/static/"):
            yield absolute.removeprefix(HOST)


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + str(response.headers.items())


def crawl(client, starts: list[str]) -> dict[str, str]:
    """Every page reached from `starts` by GET, with its text; each path with two query strings at most."""
    waiting, seen, pages = deque(starts), set(starts), {}
    variants: dict[str, int] = {}
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.popleft()
        path = urlsplit(address).path
        variants[path] = variants.get(path, 0) + 1
        if variants[path] > 2:
            continue
        response = client.get(address)
        pages[address] = text_of(response)
        if response.has_header("Location"):
            found = [urljoin(address, response["Location"])]
        elif "html" in response.headers.get("Content-Type", ""):
            found = list(links_of(address, pages[address]))
        else:
            found = []
        waiting.extend(link for link in dict.fromkeys(found) if link not in seen)
        seen.update(found)
    return pages


def _topic_addresses(world: World) -> list[str]:
    topic, post = world.things["topic"].pk, world.things["post"].pk
    return [
        *(reverse(f"forums:{name}", args=[topic]) for name in ("topic_detail", "topic_reply", "topic_next_steps")),
        *(reverse(f"forums:post_{name}", args=[post]) for name in ("detail", "history", "edit", "delete")),
        reverse("forums:topic_tend", args=[topic]),
        reverse("forums:draft_list"),
        f"{reverse('forums:similar_topics')}?title={quote(CANARY)}",
        reverse("forums:topic_create", args=[world.things["board"].slug]),
        reverse("forums:board_detail", args=[world.things["board"].slug]),
        reverse("forums:topic_detail", args=[world.things["opened"].pk]),
        f"{reverse('forums:topic_list')}?service={world.things['service'].pk}",
        reverse("accounts:report_new", args=["topic", topic]),
        reverse("accounts:report_new", args=["post", post]),
    ]


def _session_addresses(world: World) -> list[str]:
    event, former = world.things["event"].pk, world.things["event_reported"].pk
    return [
        *(reverse(f"forums:event_{name}", args=[event]) for name in ("join", "questions", "calendar", "detail")),
        *(reverse(f"forums:event_{name}", args=[former]) for name in ("report", "questions", "detail")),
        reverse("forums:theme_wishes"),
        *(reverse(f"forums:board_{name}", args=[world.things["founded"].slug]) for name in BOARD_PAGES),
        reverse("forums:board_detail", args=[world.things["handover"].board.slug]),
        reverse("accounts:report_new", args=["board", world.things["founded"].pk]),
    ]


def _asking_addresses(world: World) -> list[str]:
    colleague, advisor = world.things["colleague"].pk, world.things["advisor"].pk
    return [
        reverse("forums:colleague_list"),
        reverse("forums:colleagues_ask"),
        *(reverse(f"forums:colleague_{page}", args=[colleague]) for page in ("detail", "ask")),
        reverse("forums:expert_ask", args=[advisor]),
        reverse("forums:request_list"),
        reverse("forums:contribution_list"),
        world.things["answer_request"].get_absolute_url(),
        *(
            reverse(f"forums:column_{page}", args=[world.things[name].pk])
            for name in ("column", "column_draft")
            for page in ("detail", "edit", "publish")
        ),
        *(
            reverse("accounts:report_new", args=["column", world.things[name].pk])
            for name in ("column", "column_draft")
        ),
        *(reverse(f"forums:column_{page}") for page in ("list", "feed", "desk")),
    ]


def _desk_addresses(world: World) -> list[str]:
    inquiry, template = world.things["inquiry"].pk, world.things["answer_template"].pk
    pages = ("inbox", "inbox_csv", "inbox_workbook", "result_list", "statistics")
    return [
        *(reverse(f"procurement:desk_{name}") for name in pages),
        *(reverse(f"procurement:desk_{name}") + "?kind=lead" for name in pages[:3]),
        reverse("procurement:answer_template_list"),
        reverse("procurement:answer_template_edit", args=[template]),
        reverse("procurement:answer_template_delete", args=[template]),
        reverse("procurement:lead_assign", args=[inquiry]),
        reverse("procurement:quote_invitation_assign", args=[world.things["quote_invitation"].pk]),
    ]


def _reference_addresses(world: World) -> list[str]:
    reference, topic = world.things["reference"].pk, world.things["among"]
    return [
        *(reverse("procurement:reference_list") + f"?box={box}" for box in ("sent", "received")),
        reverse("procurement:reference_detail", args=[reference]),
        reverse("procurement:service_references", args=[world.things["service"].pk]),
        reverse("procurement:reference_create") + f"?service={world.things['service'].pk}",
        topic.get_absolute_url(),
        topic.posts.get().get_absolute_url(),
        reverse("accounts:report_new", args=["topic", topic.pk]),
        reverse("forums:service_topics", args=[world.things["service"].pk]),
    ]


def _document_addresses(world: World) -> list[str]:
    keys = [world.things[name].pk for name in ("document", "prepared")]
    pages = (
        "document_detail",
        "document_edit",
        "document_publish",
        "document_redaction",
        "document_suspend",
        "version_create",
    )
    return [
        reverse("documents:document_list"),
        reverse("documents:document_list") + "?own=1",
        *(reverse(f"documents:{name}", args=[key]) for key in keys for name in pages),
        *(reverse(f"documents:version_{name}", args=[key, 1]) for key in keys for name in ("detail", "download")),
        *(reverse("accounts:report_new", args=["document", key]) for key in keys),
        *(f"/media/{world.things[name].file.name}" for name in ("version", "prepared_version")),
        reverse("documents:template_list"),
        reverse("documents:template_detail", args=[world.things["template"].pk]),
        reverse("documents:draft_list"),
        *(
            reverse(f"documents:draft_{name}", args=[world.things["draft"].pk])
            for name in ("detail", "edit", "download", "copy", "to_library")
        ),
    ]


def guesses(world: World) -> list[str]:
    """Addresses a stranger might guess or be sent: the secret things' own pages."""
    service, unpublished = world.things["service"], world.things["unpublished"]
    inquiry, message = world.things["inquiry"], world.things["message"]
    return [
        reverse("catalog:service_detail", args=[unpublished.pk]),
        reverse("catalog:service_version", args=[unpublished.pk, 1]),
        reverse("catalog:desk_service_preview", args=[unpublished.pk]),
        reverse("catalog:service_compare") + f"?id={unpublished.pk}&id={service.pk}",
        reverse("procurement:inquiry_detail", args=[inquiry.pk]),
        reverse("procurement:inquiry_tie", args=[inquiry.pk]),
        reverse("procurement:inquiry_brochure", args=[inquiry.pk, 1]),
        reverse("procurement:inquiry_message", args=[message.pk]),
        reverse("procurement:inquiry_file", args=[inquiry.pk, 1]),
        reverse("procurement:lead_decline", args=[inquiry.pk]),
        reverse("procurement:lead_detail", args=[inquiry.pk]),
        *_record_addresses(world),
        *_project_addresses(world),
        reverse("accounts:advisor_list"),
        reverse("accounts:advisor_detail", args=[world.things["advisor"].pk]),
        *_topic_addresses(world),
        *_session_addresses(world),
        *_asking_addresses(world),
        *quote_guesses(world),
        *_reference_addresses(world),
        *_desk_addresses(world),
        *_document_addresses(world),
        *_usage_addresses(world),
        reverse("accounts:notification_open", args=[world.things["notification"].pk]),
    ]


def _usage_addresses(world: World) -> list[str]:
    """What is done with documents: compared, copied, commented on, looked for."""
    copy, comment, wanted = (world.things[name].pk for name in ("copy", "document_comment", "wanted"))
    pages = ("diff", "fork", "lineage", "comments", "downloads_csv")
    board = reverse("documents:wanted_list")
    return [
        *(
            reverse(f"documents:document_{page}", args=[world.things[name].pk])
            for name in ("document", "prepared", "copy")
            for page in pages
        ),
        *(reverse(f"documents:comment_{page}", args=[comment]) for page in ("detail", "edit", "delete", "remove")),
        *(reverse(f"documents:wanted_{page}", args=[wanted]) for page in ("detail", "edit", "answer", "remove")),
        *(f"{board}?scope={scope}" for scope in ("open", "ended", "can")),
        f"{board}?q={quote(CANARY)}",
        reverse("documents:watched_list"),
        reverse("documents:fork_diff", args=[copy]),
        reverse("documents:document_detail", args=[copy]),
        reverse("accounts:report_new", args=["document-comment", comment]),
        reverse("accounts:report_new", args=["wanted", wanted]),
    ]


def _record_addresses(world: World) -> list[str]:
    service, disputed, withdrawn = (world.things[name] for name in ("service", "disputed", "withdrawn_review"))
    return [
        reverse("catalog:adoption_inbox"),
        reverse("catalog:adoption_dispute", args=[disputed.pk]),
        reverse("catalog:adoption_edit", args=[disputed.pk]),
        reverse("catalog:adoption_end", args=[world.things["considering"].pk or 1]),
        reverse("catalog:municipality_detail", args=[world.municipality_a.code]),
        reverse("catalog:municipality_list") + f"?q={quote(CANARY)}",
        reverse("catalog:review_list", args=[service.pk]),
        reverse("catalog:review_detail", args=[service.pk, world.things["review"].pk]),
        reverse("catalog:review_detail", args=[service.pk, withdrawn.pk]),
        reverse("catalog:review_edit", args=[service.pk, withdrawn.pk]),
        reverse("accounts:report_new", args=["review", withdrawn.pk]),
    ]


def _project_addresses(world: World) -> list[str]:
    project, candidate = world.things["project"], world.things["candidate"]
    return [
        reverse("procurement:project_list") + "?scope=archived",
        reverse("procurement:project_detail", args=[project.pk]),
        reverse("procurement:project_history", args=[project.pk]),
        reverse("procurement:project_edit", args=[project.pk]),
        reverse("procurement:project_templates", args=[project.pk]),
        reverse("procurement:quote_request_templates", args=[world.things["quote_request"].pk]),
        reverse("procurement:project_hand_over", args=[project.pk]),
        reverse("procurement:project_copy", args=[project.pk]),
        reverse("procurement:project_members", args=[project.pk]),
        reverse("procurement:project_document_attach", args=[project.pk]),
        reverse("procurement:project_decide", args=[project.pk]),
        reverse("procurement:quote_request_comparison", args=[world.things["quote_request"].pk]),
        reverse("procurement:quote_request_workbook", args=[world.things["quote_request"].pk]),
        reverse("procurement:quote_request_csv", args=[world.things["quote_request"].pk]),
        reverse("procurement:quote_request_award", args=[world.things["quote_request"].pk]),
        reverse("procurement:project_record", args=[project.pk]),
        reverse("procurement:outcome_contract", args=[world.things["outcome"].pk]),
        reverse("procurement:outcome_lesson", args=[world.things["outcome"].pk]),
        reverse("procurement:contract_list"),
        reverse("procurement:lesson_list"),
        reverse("procurement:outcome_detail", args=[world.things["outcome"].pk]),
        reverse("procurement:outcome_adoption", args=[world.things["outcome"].pk]),
        reverse("procurement:candidate_judge", args=[candidate.pk]),
        reverse("procurement:candidate_create") + f"?id={world.things['service'].pk}",
    ]


def quote_guesses(world: World) -> list[str]:
    """The pages and files of a request for quotes, from both sides."""
    request, invitation = world.things["quote_request"], world.things["quote_invitation"]
    return [
        reverse("procurement:quote_request_detail", args=[request.pk]),
        reverse("procurement:quote_request_preview", args=[request.pk]),
        reverse("procurement:quote_request_attachment", args=[request.pk, 1]),
        reverse("procurement:quote_request_detail", args=[world.things["quote_draft"].pk]),
        reverse("procurement:quote_question", args=[world.things["quote_question"].pk]),
        reverse("procurement:quote_detail", args=[world.things["quote"].pk]),
        reverse("procurement:quote_file", args=[world.things["quote_version"].pk]),
        reverse("procurement:quote_invitation_detail", args=[invitation.pk]),
        reverse("procurement:quote_edit", args=[invitation.pk]),
        *[
            reverse(f"procurement:{name}", args=[world.things["amended_request"].pk])
            for name in ("quote_request_detail", "quote_request_preview", "quote_request_amend", "quote_request_find")
        ],
        *[
            reverse(f"procurement:{name}", args=[world.things["amended_invitation"].pk])
            for name in ("quote_invitation_detail", "quote_edit", "quote_confirm")
        ],
    ]


def starts(world: World) -> list[str]:
    """The front, open data, searches for the planted text, and the guessed addresses."""
    searches = [f"{reverse(name)}?q={quote(CANARY)}" for name in SEARCHES]
    return ["/", *(reverse(name) for name in OPEN_DATA), *searches, *guesses(world)]


def without_own_question(text: str) -> str:
    """A page that repeats what was searched for tells nothing: the words and their percent-encoding are taken out."""
    return text.replace(quote(CANARY), "")


def tells(address: str, text: str, secret: str) -> bool:
    if quote(CANARY) not in address:
        return secret in text
    # A page of results repeats the question; the planted texts go on after the word.
    return any(f"{CANARY}{rest}" in without_own_question(text) for rest in PLANTED)


def make_topics_plain(world: World) -> None:
    """Take the planted words out of what all staff may read."""
    Topic.objects.filter(pk=world.things["topic"].pk).update(title="ふつうの相談")
    Post.objects.filter(topic=world.things["topic"]).update(body="ふつうの本文")
    PostAttachment.objects.filter(post__topic=world.things["topic"]).update(alt="ふつうの図")
    TOPICS.reindex([world.things["topic"].pk])


def take_documents_back(world: World) -> None:
    """What A shared is A's alone again, and what A looks for, which all staff may read, says nothing secret."""
    WantedDocument.objects.filter(pk=world.things["wanted"].pk).update(title="ふつうの依頼", text="")
    SharedDocument.objects.filter(pk=world.things["document"].pk).update(
        status=DocumentStatus.WITHDRAWN, withdrawn_at=world.things["now"]
    )


def leave_boards(world: World) -> None:
    """A's name stands on the boards A leads or belongs to, as the form of joining says."""
    BoardMembership.objects.filter(user=world.users["staff_a"]).delete()


def hide_colleagues(world: World) -> None:
    """Nobody wants to be found any more, and what A was asked, which all staff may read, says nothing secret."""
    Profile.objects.update(reach=Reach.HIDDEN)
    Topic.objects.filter(pk=world.things["answer_request"].topic_id).update(title="ふつうの問い")


def leaks(pages: dict[str, str], secret: str = CANARY) -> list[str]:
    return [address for address, text in pages.items() if tells(address, text, secret)]


@pytest.mark.parametrize("persona", STRANGERS)
def test_strangers_find_the_canary_nowhere(persona):
    world = World.build()
    if persona == "staff_b":  # staff of every body may read of considerations and topics; A's inquiry is not theirs
        world.things["considering"].delete()
        make_topics_plain(world)  # what is left to find is the name of the anonymous author
        take_documents_back(world)
        ThemeWish.objects.update(title="ふつうのテーマ")
        Board.objects.filter(pk=world.things["founded"].pk).update(name="ふつうの課", purpose="ふつうの目的")
        leave_boards(world)
        hide_colleagues(world)
        Column.objects.filter(pk=world.things["column"].pk).update(title="論", summary="論", body="論", conflicts="")
    pages = crawl(world.client(persona), starts(world))
    assert len(pages) > 25
    assert leaks(pages) == []


@pytest.mark.parametrize("persona", ["anonymous", "member", "vendor_x", "vendor_y"])
def test_what_advisors_say_of_themselves_is_for_staff(persona):
    world = World.build()
    pages = crawl(world.client(persona), starts(world))
    assert [address for address, text in pages.items() if ADVISOR_CANARY in text] == []
    told = crawl(world.client("staff_b"), starts(world))
    assert world.things["advisor"].get_absolute_url() in [a for a, text in told.items() if ADVISOR_CANARY in text]


def test_the_crawler_finds_what_it_may():
    """The same walk sees the text where it belongs, so its silence elsewhere means something."""
    world = World.build()
    found = leaks(crawl(world.client("staff_a"), starts(world)))
    assert world.things["inquiry"].get_absolute_url() in found
    assert world.things["project"].get_absolute_url() in found
    assert world.things["outcome"].get_absolute_url() in found
    assert world.things["service"].get_absolute_url() in found
    assert world.things["topic"].get_absolute_url() in found
    assert world.things["among"].get_absolute_url() in found
    assert world.things["reference"].get_absolute_url() in found
    for name in ("document", "prepared", "version", "prepared_version"):
        assert world.things[name].get_absolute_url() in found
    assert reverse("documents:version_download", args=[world.things["document"].pk, 1]) in found
    assert world.things["draft"].get_absolute_url() in found
    assert reverse("documents:draft_edit", args=[world.things["draft"].pk]) in found
    assert world.things["board"].get_absolute_url() in found
    for name in ("event_join", "event_questions"):
        assert reverse(f"forums:{name}", args=[world.things["event"].pk]) in found
    assert reverse("forums:event_report", args=[world.things["event_reported"].pk]) in found
    assert reverse("forums:theme_wishes") in found


def test_the_addressed_vendor_does_not_learn_who_asks():
    """X reads the thread and the review of its listing, and never the name, address or body behind them."""
    world = World.build()
    sender, body = world.users["staff_a"], world.municipality_a
    world.things["considering"].delete()
    pages = crawl(world.client("vendor_x"), starts(world))
    assert any(CANARY in text for address, text in pages.items() if address.startswith("/desk/leads/"))
    public = "/municipalities/"  # all bodies stand there
    for secret in (sender.name, sender.email, str(sender.key), body.code, body.name):
        told = [address for address, text in pages.items() if secret in text and not address.startswith(public)]
        if secret == body.name:  # a request for quotes is never anonymous: it names the body, and nobody in it
            named = ("/desk/quotes/", "/desk/inbox/")
            told = [address for address in told if not address.startswith(named) or "kind=lead" in address]
        assert told == []


@pytest.mark.parametrize("persona", ["anonymous", "member", "vendor_x"])
def test_a_consideration_changes_nothing_on_the_page(persona):
    """Not the name, not a count: the page is the same with and without it."""
    world = World.build()
    client, page = world.client(persona), reverse("catalog:service_detail", args=[world.things["service"].pk])
    with_it = CSRF_FIELD.sub("", client.get(page).content.decode())
    world.things["considering"].delete()
    assert CSRF_FIELD.sub("", client.get(page).content.decode()) == with_it


def test_mails_and_notices_to_the_vendor_hold_nothing_of_the_sender():
    world = World.build()
    inquiry = Inquiry.objects.select_related("version", "vendor").get(pk=world.things["inquiry"].pk)
    send_inquiry_received(inquiry, now=world.things["now"])
    send_inquiry_replied(world.things["message"], now=world.things["now"])
    team = {row.user.email for row in inquiry.vendor.memberships.filter(ended_at__isnull=True).select_related("user")}
    assert world.users["vendor_x"].email in team
    mails = OutboxMail.objects.all()
    assert {mail.to for mail in mails} == team
    notices = Notification.objects.filter(user=world.users["vendor_x"])
    texts = [f"{mail.subject}{mail.body}" for mail in mails] + [f"{notice.title}{notice.path}" for notice in notices]
    assert len(texts) == 2 * len(team) + 2
    for secret in (CANARY, world.municipality_a.name, world.users["staff_a"].email):
        assert not [text for text in texts if secret in text]


def test_a_lapsed_member_finds_it_nowhere_at_the_next_request():
    world = World.build()
    client = world.client("staff_a")
    thread = world.things["inquiry"].get_absolute_url()
    assert CANARY in text_of(client.get(thread))
    Event.objects.update(report="ふつうの報告案")  # whoever speaks in a session stays its speaker
    MunicipalMembership.objects.filter(user=world.users["staff_a"]).update(expires_on="2020-05-31")
    Notification.objects.filter(user=world.users["staff_a"]).delete()
    world.users["staff_a"].name = "架空太郎"
    world.users["staff_a"].save()
    assert leaks(crawl(client, starts(world))) == []
