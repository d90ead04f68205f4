"""What holds for every search: rows of the database fit where the index would say that they fit."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearway.web.cycles.models import Cycle
from clearway.web.projects.models import Project
from clearway.web.search.index import Entry, Index, Kind
from clearway.web.search.matching import Question, with_words

pytestmark = pytest.mark.django_db
WORDS = ["monitor", "monitoring", "admonitor", "co", "reco", "quit", "n", "u2019", "risks", "text", "1"]
GAPS = [" ", "\n", ", ", "-", "“", "”", '"', '": ', "_", "%", "('"]
# What looks like the name of a field in JSON is taken for one.
texts = (
    st.lists(st.sampled_from(WORDS + GAPS), max_size=12).map("".join).filter(lambda one: '": "' not in one)
)
questions = st.lists(
    st.sampled_from(["monitor", "mon", "CO", "quit", "risk", "n", "t"]), min_size=1, max_size=2
)


@pytest.fixture
def project() -> Project:
    return Project.objects.create(
        org_code="R1H", number=1, title="x", package_id="smoke-free-pregnancies", at=timezone.now(),
        person="Ann", started_on=timezone.localdate(),
    )  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(texts, texts), min_size=1, max_size=4), asked=questions)
def test_a_row_is_found_exactly_where_the_index_would_find_it(
    project: Project, rows: list[tuple[str, str]], asked: list[str]
) -> None:
    Cycle.objects.filter(project=project).delete()
    Cycle.objects.bulk_create(
        Cycle(
            project=project, number=place, title=title[:200], scale="one-shift", texts={"risks": text},
            at=project.at, person="Ann",
        )
        for place, (title, text) in enumerate(rows, 1)
    )  # fmt: skip
    question = Question(" ".join(asked), nouns=())
    fitting = with_words(Cycle.objects.all(), "texts").filter(question.fits(numbered=False))
    index = Index(
        Entry(Kind.CYCLE, (), title, "", text, "cycle", (str(place),))
        for place, (title, text) in enumerate(rows, 1)
    )
    wanted = {
        int(one.arguments[0]) for group in index.search(" ".join(asked)).groups for one in group.entries
    }
    assert set(fitting.values_list("number", flat=True)) == wanted
