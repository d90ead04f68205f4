from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_first")]
    operations = [
        migrations.AddField(
            model_name="aside",
            name="row",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="elsewhere", name="elsewhere_once"),
        migrations.AddConstraint(
            model_name="elsewhere",
            constraint=models.UniqueConstraint(
                fields=("org_code", "table", "row", "field"), name="elsewhere_once"
            ),
        ),
    ]
