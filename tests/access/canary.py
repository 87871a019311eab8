"""The text planted in every field that only some may read."""

CANARY = "カナリア秘密語"

ADVISOR_CANARY = "顧問カナリアの申告"
"""What advisors say of themselves: municipal staff, operators and the advisor alone read it."""
