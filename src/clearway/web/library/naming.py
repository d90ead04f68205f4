"""Words that leave a trust name nobody of it: full names that the site knows are found before they go."""

import re
from collections.abc import Iterable

from clearway.common.errors import ClearwayError
from clearway.web.people.models import User
from clearway.web.people.names import as_written, pattern
from clearway.web.projects.models import Member, Project


def refuse_names(project: Project, texts: Iterable[str]) -> None:
    """Raises ClearwayError where a text holds the full name of somebody of the trust or of the team.

    Only names of two words or more are looked for: a single word may be an ordinary one. The person who
    shares reads the words all the same; nicknames and first names are theirs to find.
    """
    names = {
        *User.objects.filter(memberships__org_code=project.org_code).values_list("name", flat=True),
        *Member.objects.filter(project=project).values_list("name", flat=True),
    }
    whole = "\n".join(texts)
    for name in sorted(as_written(names)):
        if " " in name and re.search(rf"(?<!\w){pattern(name)}(?!\w)", whole, re.IGNORECASE):
            raise ClearwayError(f"The words name {name}", mend="Write what they do instead of who they are")
