"""Shared documents: what a body lets the staff of all others read, in versions, every download recorded."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from catalog.enums import ProcurementMethod
from catalog.models import SearchRow
from documents.enums import (
    AmountBand,
    DocumentKind,
    DocumentStatus,
    DraftedBy,
    FileFormat,
    ParseStatus,
    ReuseTerms,
)
from documents.files import MEDIA_TYPES, NAME_LENGTH, SHA256
from documents.querysets import DocumentDownloadQuerySet, DocumentVersionQuerySet, SharedDocumentQuerySet
from dss.constraints import append_only, one_of

TITLE_LENGTH = 100
DESCRIPTION_LENGTH = 2000
NOTE_LENGTH = 500
REASON_LENGTH = 300
FIRST_YEAR = 1990
LAST_YEAR = 2100


class SharedDocument(models.Model):
    """One document of a body. It belongs to the municipality: any colleague edits it, nobody deletes it.

    `revision` counts the changes of the facts, so that a colleague's change is not overwritten unseen.
    """

    TRANSITIONS: dict[DocumentStatus, frozenset[DocumentStatus]] = {
        DocumentStatus.DRAFT: frozenset({DocumentStatus.PUBLISHED, DocumentStatus.WITHDRAWN}),
        DocumentStatus.PUBLISHED: frozenset({DocumentStatus.WITHDRAWN, DocumentStatus.SUSPENDED}),
        DocumentStatus.WITHDRAWN: frozenset({DocumentStatus.PUBLISHED}),
        DocumentStatus.SUSPENDED: frozenset({DocumentStatus.WITHDRAWN}),
    }

    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="documents", verbose_name="登録した自治体"
    )
    title = models.CharField("文書名", max_length=TITLE_LENGTH)
    kind = models.CharField("種類", max_length=20, choices=DocumentKind.choices)
    categories = models.ManyToManyField(
        "catalog.Category", related_name="documents", blank=True, verbose_name="対象業務"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    amount_band = models.CharField("契約金額", max_length=20, choices=AmountBand.choices, null=True, blank=True)
    procurement_method = models.CharField(
        "調達方法", max_length=20, choices=ProcurementMethod.choices, null=True, blank=True
    )
    drafted_by = models.CharField("作成者", max_length=20, choices=DraftedBy.choices)
    reuse_terms = models.CharField("利用条件", max_length=20, choices=ReuseTerms.choices, default=ReuseTerms.ASK)
    description = models.TextField("説明", max_length=DESCRIPTION_LENGTH, blank=True)
    services = models.ManyToManyField(
        "catalog.Service", related_name="documents", blank=True, verbose_name="関連するサービス"
    )
    status = models.CharField("状態", max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.DRAFT)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    forked_from = models.ForeignKey(
        "DocumentVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forks",
        verbose_name="写した元の版",
    )
    helpful_count = models.PositiveIntegerField("役に立った", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="登録者"
    )
    created_by_key = models.UUIDField("登録した人")
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("登録日時")
    facts_completed_at = models.DateTimeField("説明を書き終えた日時", null=True, blank=True)
    versioned_at = models.DateTimeField("最新の版の登録日時")
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True)
    suspended_at = models.DateTimeField("停止日時", null=True, blank=True)
    suspension_reason = models.CharField("停止の理由", max_length=REASON_LENGTH, blank=True)

    objects = SharedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "共有文書"
        verbose_name_plural = "共有文書"
        constraints = [
            one_of("kind", DocumentKind, "shareddocument"),
            one_of("amount_band", AmountBand, "shareddocument"),
            one_of("procurement_method", ProcurementMethod, "shareddocument"),
            one_of("drafted_by", DraftedBy, "shareddocument"),
            one_of("reuse_terms", ReuseTerms, "shareddocument"),
            one_of("status", DocumentStatus, "shareddocument"),
            models.UniqueConstraint(fields=["created_by_key", "client_token"], name="shareddocument_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="shareddocument_has_title"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("description"), DESCRIPTION_LENGTH),
                name="shareddocument_description_length",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__isnull=True) | Q(fiscal_year__gte=FIRST_YEAR, fiscal_year__lte=LAST_YEAR),
                name="shareddocument_year_plausible",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="shareddocument_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.PUBLISHED) | Q(facts_completed_at__isnull=False),
                name="shareddocument_published_has_facts",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="shareddocument_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.SUSPENDED)
                | (Q(suspended_at__isnull=False) & ~Q(suspension_reason="")),
                name="shareddocument_suspended_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-versioned_at", "-id"], name="shareddocument_by_news"),
            models.Index(fields=["municipality", "-versioned_at", "-id"], name="shareddocument_by_body"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:document_detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Whether staff of other bodies see it."""
        return self.status == DocumentStatus.PUBLISHED

    @property
    def has_facts(self) -> bool:
        """Whether somebody said what it is; of a file that came with others, nobody has at first."""
        return self.facts_completed_at is not None

    @property
    def is_vendors_draft(self) -> bool:
        """Whether a vendor wrote it: marked wherever the document appears."""
        return self.drafted_by == DraftedBy.VENDOR

    @property
    def marked_title(self) -> str:
        """The title for where there are no badges: on paper, in a choice."""
        return f"【事業者の案】{self.title}" if self.is_vendors_draft else self.title


def version_path(instance: DocumentVersion, filename: str) -> str:
    """The name in the storage as `documents.files.stored` made it; an original name never becomes a path."""
    return filename


class DocumentVersion(models.Model):
    """One file of a document, counted from 1. Only the worker's reading of it and the declaration are added later."""

    document = models.ForeignKey(
        SharedDocument, on_delete=models.PROTECT, related_name="versions", verbose_name="共有文書"
    )
    number = models.PositiveIntegerField("版")
    file = models.FileField("ファイル", upload_to=version_path, max_length=100)
    original_name = models.CharField("ファイル名", max_length=NAME_LENGTH)
    format = models.CharField("形式", max_length=10, choices=FileFormat.choices)
    size = models.PositiveIntegerField("大きさ (バイト)")
    sha256 = models.CharField("SHA-256", max_length=64)
    remark = models.CharField("取り込みの注記", max_length=200, blank=True)
    note = models.CharField("この版の説明", max_length=NOTE_LENGTH, blank=True)
    uploaded_at = models.DateTimeField("登録日時")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="登録者"
    )
    uploaded_by_key = models.UUIDField("登録した人")
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    redaction_declared_at = models.DateTimeField("伏せ字の確認日時", null=True, blank=True)
    redaction_declared_by_key = models.UUIDField("伏せ字を確認した人", null=True, blank=True)
    parse_status = models.CharField(
        "本文の読み取り", max_length=10, choices=ParseStatus.choices, default=ParseStatus.PENDING
    )
    parse_reason = models.CharField("読み取れない理由", max_length=200, blank=True)
    parsed_at = models.DateTimeField("読み取り日時", null=True, blank=True)
    text = models.TextField("本文", blank=True)
    checked_by_rules = models.PositiveSmallIntegerField("伏せ字を調べた規則の版", null=True, blank=True)
    portions = models.JSONField("画面ごとの本文", default=list, blank=True)
    outline = models.JSONField("見出しとページの位置", default=list, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "共有文書の版"
        verbose_name_plural = "共有文書の版"
        constraints = [
            one_of("format", FileFormat, "documentversion"),
            one_of("parse_status", ParseStatus, "documentversion"),
            models.UniqueConstraint(fields=["document", "number"], name="documentversion_number_once"),
            models.UniqueConstraint(
                fields=["document", "uploaded_by_key", "client_token"], name="documentversion_sent_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="documentversion_number_from_one"),
            models.CheckConstraint(condition=Q(size__gt=0), name="documentversion_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="documentversion_sha256_shape"),
            models.CheckConstraint(
                condition=Q(parse_status=ParseStatus.PENDING, parsed_at__isnull=True)
                | (~Q(parse_status=ParseStatus.PENDING) & Q(parsed_at__isnull=False)),
                name="documentversion_parsed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(parse_status=ParseStatus.FAILED) | ~Q(parse_reason=""),
                name="documentversion_failed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(redaction_declared_at__isnull=True, redaction_declared_by_key__isnull=True)
                | Q(redaction_declared_at__isnull=False, redaction_declared_by_key__isnull=False),
                name="documentversion_declared_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_by", "uploaded_at"], name="documentversion_by_uploader"),
            models.Index(
                fields=["uploaded_at"], condition=Q(parse_status=ParseStatus.PENDING), name="documentversion_unread"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="file_is_frozen",
                fields=["document", "number", "file", "original_name", "format", "size", "sha256", "uploaded_at"],
            ),
            pgtrigger.Protect(name="version_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} 第{self.number}版"

    def get_absolute_url(self) -> str:
        """The text of this version."""
        return reverse("documents:version_detail", args=[self.document_id, self.number])

    @property
    def short_label(self) -> str:
        return f"第{self.number}版"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[FileFormat(self.format)]

    @property
    def ending(self) -> str:
        """With its dot, for the name to save as."""
        return f".{self.format}"

    @property
    def is_checked(self) -> bool:
        """Whether its text could be read and looked through; a text that could not needs a person's own eyes."""
        return self.checked_by_rules is not None

    @property
    def is_declared(self) -> bool:
        """Whether somebody declared that personal data and secrets were taken out."""
        return self.redaction_declared_at is not None

    def open_file(self) -> File[bytes]:
        """The file for reading; FileNotFoundError when the storage lost it. The caller has asked who may."""
        opened: File[bytes] = self.file.open("rb")
        return opened


class DocumentDownload(models.Model):
    """Each time a version was fetched: by whom (pseudonymous key) and for which body (none: an operator)."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="downloads", verbose_name="版")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="取得した自治体"
    )
    downloaded_by_key = models.UUIDField("取得した人")
    downloaded_at = models.DateTimeField("取得日時")

    objects = DocumentDownloadQuerySet.as_manager()

    class Meta:
        verbose_name = "共有文書の取得"
        verbose_name_plural = "共有文書の取得"
        indexes = [models.Index(fields=["version", "downloaded_at"], name="documentdownload_by_version")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.version_id} {self.downloaded_at:%Y-%m-%d %H:%M}"


class DocumentSearch(SearchRow):
    """What is searched of one document with the text of its newest version."""

    document = models.OneToOneField(
        SharedDocument, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="共有文書"
    )
