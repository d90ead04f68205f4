from django.db import migrations

from clearway.web.audit.append_only import append_only
from clearway.web.audit.triggers import not_replaced

TABLES = {
    "choice": "id",
    "celldetail": "value_id",
    "collision": "id",
    "collisionend": "collision_id",
    "samplechoice": "id",
}


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_first"), ("audit", "0005_guards")]
    operations = [
        *(append_only(f"returns_{table}") for table in TABLES),
        *(not_replaced(f"returns_{table}", (key,)) for table, key in TABLES.items()),
    ]
