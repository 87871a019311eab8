"""Words that would tell who asks or who else was asked."""

from __future__ import annotations

import pytest

from procurement.forms import QuestionForm
from procurement.models import QuoteInvitation
from procurement.quote_asks import told_vendors


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("甲システム株式会社です。", True),
        ("甲 シ ス テ ム として伺います。", True),
        ("弊社（甲システム㈱）の製品では", True),
        ("甲の議事録（架空）は使えますか。", True),
        ("乙ソフトからの質問", False),
        ("システムの更新はいつですか。", False),
    ],
)
def test_a_vendor_does_not_name_itself_in_a_question(market, opened, text, is_told):
    invitation = opened().invitations.select_related("vendor", "version").get(vendor=market.vendor_x)
    assert bool(told_vendors(text, [invitation])) is is_told
    form = QuestionForm({"body": text, "client_token": "5b1c4a5e-5d6b-4a8f-9d1d-111111111111"}, invitation=invitation)
    assert form.is_valid() is not is_told


def test_a_company_called_like_a_common_word_may_be_asked(market, opened):
    request = opened()
    market.vendor_x.name = "株式会社データ"
    market.vendor_x.save()
    invitations = QuoteInvitation.objects.filter(request=request).with_names()
    assert told_vendors("データの移行も含めてください。", invitations) == []
    assert told_vendors("株式会社データの質問", invitations) == ["株式会社データ"]
