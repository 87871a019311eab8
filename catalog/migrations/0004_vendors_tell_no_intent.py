"""Records in 検討 that a vendor entered become the body's own where none of them exists, else they go.

Only live municipal staff ever saw them; the next migration lets the database refuse such records.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_shelf")]

    operations = [
        migrations.RunSQL(
            """
            DELETE FROM catalog_adoption AS claim
            WHERE claim.stage = 'considering' AND claim.origin = 'vendor' AND EXISTS (
                SELECT FROM catalog_adoption AS own
                WHERE own.origin = 'staff' AND own.service_id = claim.service_id
                AND own.municipality_id = claim.municipality_id AND own.department = claim.department
            );
            UPDATE catalog_adoption SET origin = 'staff' WHERE stage = 'considering' AND origin = 'vendor';
            """,
            migrations.RunSQL.noop,
        ),
    ]
