from django.db import migrations

from clearway.web.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_first"), ("audit", "0002_append_only")]
    operations = [append_only("publications_value"), append_only("publications_sourcefile")]
