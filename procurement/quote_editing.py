"""The vendor's page of its quote: which form is meant, the first values, and both texts after a collision."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from dss.access import DomainError
from dss.faults import form_status, refuse_form
from procurement import actions
from procurement.actions import QuoteChanged
from procurement.enums import QuoteStatus
from procurement.forms import QuoteForm, SubmittedQuoteForm, initial_of_quote
from procurement.models import Quote, QuoteInvitation, QuoteLine, QuoteRequestItem, QuoteVersion
from procurement.quote_sheets import Sheet, sheet_of

CONFLICT = 409
SUBMIT = "submit"
CHECK = "check"
Sent = tuple[QueryDict, MultiValueDict[str, UploadedFile]]


class QuoteEditing:
    """Bound when something was sent; `do` says what for.

    `submit` and `check` want the complete form: the one submits it, the other keeps it and leads to the page with the
    server's sums. Anything else keeps a working copy.
    """

    def __init__(self, invitation: QuoteInvitation, sent: Sent | None, *, today: date) -> None:
        self.invitation = invitation
        self.quote: Quote | None = getattr(invitation, "quote", None)
        self.version = self._latest()
        self.is_submission = sent is not None and sent[0].get("do") == SUBMIT
        self.is_check = sent is not None and sent[0].get("do") == CHECK
        self.conflict = ""
        self.saved_meanwhile: Sheet | None = None
        self._sent = sent
        self._today = today
        self._items = list(invitation.request.items.current())
        self.form = self._form(sent)

    @property
    def status(self) -> int:
        if self.conflict:
            return CONFLICT
        return form_status(self.form)

    @property
    def replaces(self) -> bool:
        """Whether a submitted quote stands that this one would replace."""
        return self.quote is not None and self.quote.stands

    @property
    def is_outdated(self) -> bool:
        """Whether the request was amended since the quote was submitted."""
        return self.quote is not None and self.quote.status == QuoteStatus.OUTDATED

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def save(self, *, actor: User, now: datetime) -> str:
        """Do what the button said; return what to tell the person."""
        revision = self.form.cleaned_data["revision"]
        facts = self.form.facts()
        if not self.is_submission:
            actions.save_quote(invitation=self.invitation, facts=facts, revision=revision, actor=actor, now=now)
            return "" if self.is_check else "下書きを保存しました。まだ提出していません。"
        version = actions.submit_quote(
            invitation=self.invitation,
            facts=facts,
            revision=revision,
            client_token=self.form.cleaned_data["client_token"],
            actor=actor,
            now=now,
        )
        return f"見積を提出しました（第{version.number}版）。"

    def refuse(self, error: DomainError) -> None:
        """Keep what was written; after a collision show what stands there now, and let the next save replace it."""
        if not isinstance(error, QuoteChanged):
            refuse_form(self.form, error)
            return
        self.conflict = error.message
        self.quote = error.quote
        self.version = self._latest()
        self.saved_meanwhile = sheet_of(self.version) if self.version is not None else None
        if self._sent is not None:
            data, files = self._sent[0].copy(), self._sent[1]
            data["revision"] = str(error.quote.revision)
            self.form = self._form((data, files))

    def _form(self, sent: Sent | None) -> QuoteForm:
        form_class = SubmittedQuoteForm if self.is_submission or self.is_check else QuoteForm
        data, files = sent or (None, None)
        return form_class(data, files, items=self._items, today=self._today, initial=self._initial())

    def _latest(self) -> QuoteVersion | None:
        """The working copy, else the last submitted version."""
        return self.quote.versions.latest_first().first() if self.quote is not None else None

    def _initial(self) -> dict[str, object]:
        return initial_of_quote(
            self.version,
            self._lines(),
            request=self.invitation.request,
            revision=self.quote.revision if self.quote is not None else 0,
        )

    def _lines(self) -> dict[int, QuoteLine]:
        """By the item of today: a line that was amended takes over what was said to the one of the same name."""
        if self.version is None:
            return {}
        said = list(self.version.lines.select_related("item"))
        by_item, by_name = {line.item_id: line for line in said}, {_name(line.item): line for line in said}
        found = {item.pk: by_item.get(item.pk) or by_name.get(_name(item)) for item in self._items}
        return {key: line for key, line in found.items() if line is not None}


def _name(item: QuoteRequestItem) -> tuple[str, str]:
    return item.kind, item.label
