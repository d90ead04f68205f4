from django.db import migrations

from clearway.web.audit.triggers import not_replaced

FIGURE = ("measure", "component", "parameter", "version", "org_level", "org_code", "period")


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_stamps"), ("audit", "0005_guards")]
    operations = [
        not_replaced("publications_sourcefile", ("id",), ("sha256",)),
        not_replaced("publications_value", ("id",), ("supersedes_id",), FIGURE, unless_set="supersedes_id"),
    ]
