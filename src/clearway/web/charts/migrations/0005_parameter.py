from django.db import migrations

from clearway.web.audit.columns import text_column


class Migration(migrations.Migration):
    dependencies = [("charts", "0004_chosen_points")]
    operations = [text_column("chartevent", "charts_chartevent", "parameter", longest=64)]
