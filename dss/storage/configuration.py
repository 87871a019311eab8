"""Which storage the environment asks for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

LONGEST_SIGNED_URL = 60
LOCAL = "dss.storage.local.PrivateFolder"
S3 = "dss.storage.s3.PrivateBucket"


def storage_of(env: Any, *, is_behind_nginx: bool) -> dict[str, Any]:
    """Django's STORAGES entry: a bucket where `S3_BUCKET` names one, else the folder `MEDIA_ROOT`."""
    if not env.str("S3_BUCKET", default=""):
        return {"BACKEND": LOCAL, "OPTIONS": _permissions(is_behind_nginx)}
    if is_behind_nginx:
        raise ImproperlyConfigured(
            "X_ACCEL_PREFIX は、ファイルをこの機械に置くときだけ使えます (S3_BUCKET と併用不可)。"
        )
    return {
        "BACKEND": S3,
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY_ID", default="") or None,
            "secret_key": env.str("S3_SECRET_ACCESS_KEY", default="") or None,
            "location": env.str("S3_PREFIX", default=""),
            "is_path_style": env.bool("S3_PATH_STYLE", default=False),
        },
    }


def signed_url_seconds(env: Any) -> int:
    """How long the address of a download works; 0: the files go through this server instead."""
    seconds: int = env.int("S3_SIGNED_URL_SECONDS", default=LONGEST_SIGNED_URL)
    if not 0 <= seconds <= LONGEST_SIGNED_URL:
        raise ImproperlyConfigured(f"S3_SIGNED_URL_SECONDS は 0 から {LONGEST_SIGNED_URL} までにしてください。")
    return seconds


def _permissions(is_behind_nginx: bool) -> dict[str, int]:
    """For the product's own user; nginx reads with its group where it hands the files out."""
    if is_behind_nginx:
        return {"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750}
    return {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
