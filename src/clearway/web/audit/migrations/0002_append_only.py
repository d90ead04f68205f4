from django.db import migrations

from clearway.web.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_first")]
    operations = [append_only("audit_auditevent")]
