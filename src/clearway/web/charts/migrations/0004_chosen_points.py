from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charts", "0003_not_replaced")]
    operations = [
        # Null without a default: both databases then add the column and do not make the table again,
        # so the triggers stay.
        migrations.AddField(model_name="chartevent", name="dates", field=models.JSONField(null=True)),
    ]
