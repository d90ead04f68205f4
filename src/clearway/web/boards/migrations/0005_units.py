import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Null and without a default, so that SQLite adds the columns and keeps the triggers of the tables."""

    dependencies = [("boards", "0004_links_append_only"), ("units", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name=table,
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        )
        for table in ("share", "publiclink")
    ]
