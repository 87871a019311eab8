"""Files that people upload: checked by their structure before anything is stored, named for the database alone.

    upload = UploadField(label="ファイル", allowed=OFFICE_FORMATS)    # its cleaned value is a CheckedUpload
    checked = check_upload(request_file, allowed=OFFICE_FORMATS)       # the same without a form

    row.file = stored(checked, "documents")                            # a path made of a UUID alone
    row.original_name, row.size, row.sha256 = checked.name, checked.size, checked.sha256

Nothing is opened by an office library here: reading text belongs to the worker (`documents.extraction`). This package
knows nothing of the shared documents' rows, so quotes and posts take their files in by it, too.
"""

from documents.files.checking import MAX_BYTES, CheckedUpload, check_upload
from documents.files.fields import UploadField
from documents.files.formats import (
    ALL_FORMATS,
    DOCUMENT_FORMATS,
    MEDIA_TYPES,
    NAME_LENGTH,
    OFFICE_FORMATS,
    SHA256,
    accepted,
    named,
)
from documents.files.names import clean_name
from documents.files.storing import stored

__all__ = [
    "ALL_FORMATS",
    "DOCUMENT_FORMATS",
    "MAX_BYTES",
    "MEDIA_TYPES",
    "NAME_LENGTH",
    "OFFICE_FORMATS",
    "SHA256",
    "CheckedUpload",
    "UploadField",
    "accepted",
    "check_upload",
    "clean_name",
    "named",
    "stored",
]
