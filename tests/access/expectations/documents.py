"""Who gets what from the pages of the shared documents. The document is A's and published."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation, no_arguments, of, row

_GET_ONLY = row("302 405 405 405 405 405 405 405")
_OWN_BODY = row("302 404 200 404 404 404 404 404")
_OWNERS_FORM = (row("302 404 200 403 404 404 404 404"), row("302 404 422 403 404 404 404 404"))
_STAFF_PAGE = row("302 403 200 200 403 403 403 403")
_STAFF_READ = row("302 404 200 200 404 404 404 404")
_STAFF_POST = row("302 404 302 302 404 404 404 404")
_AUTHORS_FORM = (row("302 404 200 403 404 404 404 404"), row("302 404 422 403 404 404 404 404"))
_OPERATORS_FORM = (row("302 404 403 403 404 404 404 404"), row("302 404 403 403 404 404 404 404"))

USAGE = [
    Expectation("documents:document_diff", of("document"), _STAFF_READ, _GET_ONLY),
    Expectation("documents:fork_diff", of("copy"), row("302 404 200 404 404 404 404 404"), _GET_ONLY),
    Expectation(
        "documents:document_fork",
        of("document"),
        row("302 404 403 200 404 404 404 404"),
        row("302 404 403 422 404 404 404 404"),
    ),
    Expectation("documents:document_lineage", of("document"), _STAFF_READ, _GET_ONLY),
    Expectation("documents:document_comments", of("document"), _STAFF_READ, row("302 404 422 422 404 404 404 404")),
    Expectation("documents:comment_detail", of("document_comment"), _STAFF_READ, _GET_ONLY),
    Expectation("documents:comment_edit", of("document_comment"), *_AUTHORS_FORM),
    Expectation(
        "documents:comment_delete",
        of("document_comment"),
        row("302 404 200 403 404 404 404 404"),
        row("302 404 302 403 404 404 404 404"),
    ),
    Expectation("documents:comment_remove", of("document_comment"), *_OPERATORS_FORM),
    Expectation("documents:document_helpful", of("document"), _GET_ONLY, _STAFF_POST),
    Expectation("documents:document_watch", of("document"), _GET_ONLY, _STAFF_POST),
    Expectation("documents:document_downloads_csv", of("document"), row("302 404 200 403 404 404 404 404"), _GET_ONLY),
    Expectation("documents:watched_list", no_arguments, _STAFF_PAGE, _GET_ONLY),
    Expectation("documents:wanted_list", no_arguments, _STAFF_PAGE, _GET_ONLY),
    Expectation("documents:wanted_create", no_arguments, _STAFF_PAGE, row("302 403 422 422 403 403 403 403")),
    Expectation("documents:wanted_detail", of("wanted"), _STAFF_READ, _GET_ONLY),
    Expectation("documents:wanted_edit", of("wanted"), *_AUTHORS_FORM),
    Expectation(
        "documents:wanted_answer",
        of("wanted"),
        row("302 404 403 200 404 404 404 404"),
        row("302 404 403 422 404 404 404 404"),
    ),
    Expectation("documents:wanted_end", of("wanted"), _GET_ONLY, row("302 404 302 403 404 404 404 404")),
    Expectation("documents:wanted_renew", of("wanted"), _GET_ONLY, row("302 404 302 403 404 404 404 404")),
    Expectation("documents:wanted_remove", of("wanted"), *_OPERATORS_FORM),
]

TABLE = [
    Expectation("documents:document_list", no_arguments, row("302 403 200 200 403 403 403 403"), _GET_ONLY),
    Expectation(
        "documents:document_create",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 422 422 403 403 403 403"),
    ),
    Expectation(
        "documents:document_upload",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 422 422 403 403 403 403"),
    ),
    Expectation("documents:document_finish", no_arguments, row("302 403 302 302 403 403 403 403"), _GET_ONLY),
    Expectation(
        "documents:service_documents",
        of("service"),
        row("302 403 200 200 403 403 403 403"),
        _GET_ONLY,
        is_fragment=True,
    ),
    Expectation("documents:document_detail", of("document"), row("302 404 200 200 404 404 404 404"), _GET_ONLY),
    Expectation("documents:document_downloads", of("document"), row("302 404 200 403 404 404 404 404"), _GET_ONLY),
    Expectation("documents:document_edit", of("document"), *_OWNERS_FORM),
    Expectation("documents:document_publish", of("document"), *_OWNERS_FORM),
    Expectation(
        "documents:document_redaction",
        of("document"),
        row("302 404 200 403 404 404 404 404"),
        row("302 404 302 403 404 404 404 404"),
    ),
    Expectation("documents:version_create", of("document"), *_OWNERS_FORM),
    Expectation("documents:document_withdraw", of("document"), _GET_ONLY, row("302 404 302 403 404 404 404 404")),
    Expectation(
        "documents:document_suspend",
        of("document"),
        row("302 404 403 403 404 404 404 404"),
        row("302 404 403 403 404 404 404 404"),
    ),
    Expectation("documents:document_lift", of("document"), _GET_ONLY, row("302 404 403 403 404 404 404 404")),
    Expectation("documents:version_detail", of("document", "=1"), row("302 404 200 200 404 404 404 404"), _GET_ONLY),
    Expectation("documents:version_download", of("document", "=1"), row("302 404 200 200 404 404 404 404"), _GET_ONLY),
    Expectation("documents:template_list", no_arguments, row("302 403 200 200 403 403 403 403"), _GET_ONLY),
    Expectation("documents:template_detail", of("template"), row("302 404 200 200 404 404 404 404"), _GET_ONLY),
    Expectation("documents:template_start", of("template"), _GET_ONLY, row("302 404 422 422 404 404 404 404")),
    Expectation("documents:draft_list", no_arguments, row("302 403 200 200 403 403 403 403"), _GET_ONLY),
    Expectation("documents:draft_detail", of("draft"), _OWN_BODY, _GET_ONLY),
    Expectation("documents:draft_edit", of("draft"), _OWN_BODY, row("302 404 422 404 404 404 404 404")),
    Expectation("documents:draft_download", of("draft"), _OWN_BODY, _GET_ONLY),
    Expectation("documents:draft_copy", of("draft"), _GET_ONLY, row("302 404 302 404 404 404 404 404")),
    Expectation("documents:draft_put_away", of("draft"), _GET_ONLY, row("302 404 302 404 404 404 404 404")),
    Expectation("documents:draft_to_library", of("draft"), _GET_ONLY, row("302 404 302 404 404 404 404 404")),
    *USAGE,
]
