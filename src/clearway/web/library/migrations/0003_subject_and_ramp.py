from django.db import migrations, models

from clearway.web.audit.columns import text_column


class Migration(migrations.Migration):
    dependencies = [("library", "0002_append_only"), ("cycles", "0003_parameter")]
    operations = [
        text_column("sharedversion", "library_sharedversion", "parameter", longest=64),
        # A column that may be null is added to the table as it stands, so that its triggers stay.
        migrations.AddField("sharedversion", "ramp_began", models.DateField(null=True)),
    ]
