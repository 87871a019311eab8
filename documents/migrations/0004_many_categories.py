"""Several fields of work of a document instead of one; how it was procured, and what others may do with it.

The field that held one is removed in the next step. What stands already was described in full when it was registered.
"""

from django.conf import settings
from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION documents_category_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE documents_documentsearch SET rules = 0 WHERE document_id IN ({documents});
    RETURN NULL;
END $$;
"""
ONE = "SELECT id FROM documents_shareddocument WHERE category_id = NEW.id"
MANY = "SELECT shareddocument_id FROM documents_shareddocument_categories WHERE category_id = NEW.id"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_advisors_and_preferences"),
        ("catalog", "0006_search_rows"),
        ("documents", "0003_documents_of_renamed_listings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="shareddocument",
            name="categories",
            field=models.ManyToManyField(
                blank=True, related_name="documents", to="catalog.category", verbose_name="対象業務"
            ),
        ),
        migrations.AddField(
            model_name="shareddocument",
            name="facts_completed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="説明を書き終えた日時"),
        ),
        migrations.AddField(
            model_name="shareddocument",
            name="procurement_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("open_bidding", "一般競争入札"),
                    ("designated_bidding", "指名競争入札"),
                    ("proposal", "公募型プロポーザル"),
                    ("negotiated", "随意契約"),
                    ("joint", "共同調達・共同利用"),
                    ("free", "無償・実証"),
                    ("other", "その他"),
                ],
                max_length=20,
                null=True,
                verbose_name="調達方法",
            ),
        ),
        migrations.AddField(
            model_name="shareddocument",
            name="reuse_terms",
            field=models.CharField(
                choices=[
                    ("free", "自由に改変できます"),
                    ("credit", "出典を書けば改変できます"),
                    ("reference", "参考のみ（転載できません）"),
                    ("ask", "登録した自治体に問い合わせてください"),
                ],
                default="ask",
                max_length=20,
                verbose_name="利用条件",
            ),
        ),
        migrations.AddConstraint(
            model_name="shareddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "procurement_method__in",
                        ["open_bidding", "designated_bidding", "proposal", "negotiated", "joint", "free", "other"],
                    )
                ),
                name="shareddocument_procurement_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="shareddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("reuse_terms__in", ["free", "credit", "reference", "ask"])),
                name="shareddocument_reuse_terms_known",
            ),
        ),
        migrations.RunSQL(
            """
            INSERT INTO documents_shareddocument_categories (shareddocument_id, category_id)
            SELECT id, category_id FROM documents_shareddocument WHERE category_id IS NOT NULL;
            UPDATE documents_shareddocument SET facts_completed_at = created_at;
            """,
            """
            UPDATE documents_shareddocument SET category_id =
                (SELECT min(category_id) FROM documents_shareddocument_categories WHERE shareddocument_id = documents_shareddocument.id);
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
        ),
        migrations.RunSQL(FUNCTION.format(documents=MANY), FUNCTION.format(documents=ONE)),
    ]
