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
from procurement.forms import QuoteForm, SubmittedQuoteForm, initial_of_quote
from procurement.models import Quote, QuoteInvitation, QuoteVersion
from procurement.quote_sheets import Sheet, sheet_of

CONFLICT = 409
SUBMIT = "submit"
Sent = tuple[QueryDict, MultiValueDict[str, UploadedFile]]


class QuoteEditing:
    """Bound when something was sent; `do=submit` means the complete form, anything else the working copy."""

    def __init__(self, invitation: QuoteInvitation, sent: Sent | None, *, today: date) -> None:
        self.invitation = invitation
        self.quote: Quote | None = getattr(invitation, "quote", None)
        self.version = self._latest()
        self.is_submission = sent is not None and sent[0].get("do") == SUBMIT
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

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def save(self, *, actor: User, now: datetime) -> str:
        """Do what the button said; return what to tell the person."""
        revision = self.form.cleaned_data["revision"]
        facts = self.form.facts()
        if not self.is_submission:
            actions.save_quote(invitation=self.invitation, facts=facts, revision=revision, actor=actor, now=now)
            return "下書きを保存しました。まだ提出していません。"
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
        form_class = SubmittedQuoteForm if self.is_submission else QuoteForm
        data, files = sent or (None, None)
        return form_class(data, files, items=self._items, today=self._today, initial=self._initial())

    def _latest(self) -> QuoteVersion | None:
        """The working copy, else the last submitted version."""
        return self.quote.versions.latest_first().first() if self.quote is not None else None

    def _initial(self) -> dict[str, object]:
        lines = {line.item_id: line for line in self.version.lines.all()} if self.version is not None else {}
        return initial_of_quote(
            self.version,
            lines,
            months=self.invitation.request.months,
            revision=self.quote.revision if self.quote is not None else 0,
        )
