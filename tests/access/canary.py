"""The text planted in every field that only some may read."""

CANARY = "カナリア秘密語"
