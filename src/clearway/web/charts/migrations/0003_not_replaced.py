from django.db import migrations

from clearway.web.audit.triggers import not_replaced


class Migration(migrations.Migration):
    dependencies = [("charts", "0002_append_only"), ("audit", "0005_guards")]
    operations = [not_replaced("charts_chartevent", ("id",), ("event_id",))]
