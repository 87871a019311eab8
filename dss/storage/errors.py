"""What can be wrong with a storage."""

from __future__ import annotations

import errno

from dss.access import DomainError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class StorageFull(DomainError):
    """Nothing was stored: there is no room. Answered with 507, beside the form where there is one."""

    code = "storage_full"

    def __init__(self) -> None:
        super().__init__(
            "保存先の空きが足りないため、ファイルを保存できませんでした。入力した内容は残っています。"
            "時間をおいて、ファイルを選び直してください。運営が対応します。"
        )


def is_full(error: OSError) -> bool:
    """Whether the disk, or the quota on it, is used up."""
    return error.errno in FULL
