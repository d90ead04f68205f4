from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced

TABLES = ("publiclink", "linkstep")


class Migration(migrations.Migration):
    dependencies = [("boards", "0003_public_links"), ("audit", "0005_guards")]
    operations = [
        *(append_only(f"boards_{table}") for table in TABLES),
        *(not_replaced(f"boards_{table}", ("id",)) for table in TABLES),
    ]
