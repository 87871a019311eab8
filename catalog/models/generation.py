"""Which state of the catalogue is the present one."""

from __future__ import annotations

from django.db import models

from catalog.curation_querysets import GenerationQuerySet


class Generation(models.Model):
    """One row; its number rises with every transaction that changed what visitors read of the catalogue.

    Triggers of the database raise it (`catalog.generation`), so no write can forget to.
    """

    number = models.BigIntegerField("世代")

    objects = GenerationQuerySet.as_manager()

    class Meta:
        verbose_name = "カタログの世代"
        verbose_name_plural = "カタログの世代"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="generation_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
