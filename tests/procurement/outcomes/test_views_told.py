"""What the vendors are told of a result: the preview, the mail, the page."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import OutboxMail
from procurement.models import Outcome
from tests.procurement.outcomes.conftest import candidate_of
from tests.procurement.outcomes.pages import page, result, send, text

pytestmark = pytest.mark.django_db


# --- What the vendors are told --------------------------------------------------------------------------------------


def test_every_vendors_mail_is_shown_before_deciding(client, market, ended):
    told = f"told_{candidate_of(ended.y).pk}"
    data = result(ended.x, tell_winner="on", tell_amount="on", step="preview") | {told: "甲システム株式会社より高い。"}
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **data)
    assert response.status_code == 200
    assert not Outcome.objects.exists()
    assert [each.invitation.pk for each in response.context["previews"]] == [ended.x.pk, ended.y.pk, ended.z.pk]
    x, y, z = (each.text for each in response.context["previews"])
    assert "貴社のサービスが選定されました" in x
    assert "選定されたサービス：甲の議事録（架空）（甲システム株式会社）" in y
    assert "1,430,000円（税込）" in z
    assert "より高い" in y
    assert "より高い" not in x + z
    shown = text(response)
    assert "ほかの事業者の名前が書かれています" in shown
    assert "まだ記録していません" in shown
    assert f"told_{candidate_of(ended.w).pk}" not in shown, "who declined is told nothing"
    del data["step"]
    assert send(client, market.asker, "quote_request_award", ended.request.pk, **data).status_code == 302
    bodies = {mail.to: mail.body for mail in OutboxMail.objects.filter(event="quote_decided")}
    for person, preview in ((market.x, x), (market.y, y), (market.z, z)):
        same = preview.split("\n\n依頼の内容と")[0].split("様\n", 1)[1]
        assert same in bodies[person.email], "the mail is what was shown"


@pytest.mark.parametrize("told", [True, False])
def test_a_vendor_reads_on_its_page_what_was_chosen_to_be_told(client, market, ended, told):
    changes = {"tell_winner": "on", "tell_amount": "on"} if told else {}
    reason = {f"told_{candidate_of(ended.y).pk}": "年額の費用が別でした。"} if told else {}
    send(client, market.asker, "quote_request_award", ended.request.pk, **(result(ended.x, **changes) | reason))
    pages = {
        who: text(page(client, getattr(market, who), "quote_invitation_detail", getattr(ended, who).pk))
        for who in ("x", "y", "z")
    }
    assert "貴社のサービスが選定されました" in pages["x"]
    for who in ("y", "z"):
        assert "選定されませんでした" in pages[who]
        assert ("甲の議事録（架空）" in pages[who]) is told
        assert ("1,430,000円" in pages[who]) is told
        assert "比べた結果による。" not in pages[who]
        assert "費用で選んだ。" not in pages[who]
    assert ("年額の費用が別でした。" in pages["y"]) is told
    assert "年額の費用が別でした。" not in pages["x"] + pages["z"]


def test_every_candidate_needs_a_reason(client, market, ended):
    data = result(ended.x) | {f"remark_{candidate_of(ended.z).pk}": ""}
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **data)
    assert response.status_code == 422
    assert f"remark_{candidate_of(ended.z).pk}" in response.context["form"].errors
    assert not Outcome.objects.exists()
    nothing = {"result": "cancelled", "reasons": "予算がない。", "client_token": uuid4()}
    send(client, market.asker, "quote_request_cancel", ended.request.pk, reason="予算がない。")
    assert send(client, market.asker, "project_decide", market.project.pk, **nothing).status_code == 302
