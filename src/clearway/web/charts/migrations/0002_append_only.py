from django.db import migrations

from clearway.web.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("charts", "0001_first"), ("audit", "0002_append_only")]
    operations = [append_only("charts_chartevent")]
