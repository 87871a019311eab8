"""The operators' screens of the documents. Every change goes through an action."""

from documents.admin.templates import DocumentTemplateAdmin

__all__ = ["DocumentTemplateAdmin"]
