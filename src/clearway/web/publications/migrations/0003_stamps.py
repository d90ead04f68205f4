from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0002_append_only")]
    operations = [
        migrations.AddField(model_name="sourcefile", name="stamp", field=models.JSONField(null=True)),
    ]
