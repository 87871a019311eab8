"""Small builders for constraints that many models share."""

import pgtrigger
from django.db import models


def one_of(field: str, choices: type[models.TextChoices], model: str) -> models.CheckConstraint:
    """The database's own check that `field` holds one of `choices` (or NULL); named after the model."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_known")


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers under which rows are only ever added: UPDATE, DELETE and TRUNCATE fail, whoever sends them."""
    refuse = "RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;"
    return [
        pgtrigger.Trigger(
            name="append_only", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=refuse
        ),
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]
