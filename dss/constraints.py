"""Small builders for constraints that many models share."""

from django.db import models


def one_of(field: str, choices: type[models.TextChoices], model: str) -> models.CheckConstraint:
    """The database's own check that `field` holds one of `choices` (or NULL); named after the model."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_known")
