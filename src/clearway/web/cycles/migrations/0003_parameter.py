from django.db import migrations

from clearway.web.audit.columns import text_column


class Migration(migrations.Migration):
    dependencies = [("cycles", "0002_append_only")]
    operations = [
        text_column("cycle", "cycles_cycle", "parameter", longest=64),
        text_column("question", "cycles_question", "parameter", longest=64),
    ]
