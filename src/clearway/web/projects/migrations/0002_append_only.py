from django.db import migrations

from clearway.web.audit.append_only import append_only

# What was said and what was decided is only ever added to.
TABLES = (
    "actionstep",
    "barrierstep",
    "chartercollision",
    "charterversion",
    "communicationdone",
    "discussion",
    "discussionchange",
    "message",
    "milestonestep",
    "needstep",
    "projectstep",
    "suggestionstep",
)


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_first"), ("audit", "0002_append_only")]
    operations = [append_only(f"projects_{table}") for table in TABLES]
