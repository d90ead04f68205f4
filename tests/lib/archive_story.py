"""A trust whose every table holds something awkward, for tests of its export."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import transaction
from tests.lib.archive_subjects import SUBJECT, subjects

from clearway.common.organisations import directory
from clearway.web.archive.arriving import Arrived, bring_in
from clearway.web.archive.reading import opened
from clearway.web.archive.writing import write_folder
from clearway.web.audit.erasing import erase
from clearway.web.audit.models import Person, record, record_access
from clearway.web.boards.models import LinkStep, PublicLink, Share
from clearway.web.calendar.models import ReturnMonth, Submission
from clearway.web.charts.models import ChartEvent
from clearway.web.cycles.models import (
    Cycle,
    CycleStep,
    Outcome,
    Participant,
    Prediction,
    ProgressScore,
    Question,
)
from clearway.web.department.models import (
    Attendance,
    Cadence,
    Leadership,
    Meeting,
    MeetingStep,
    PlanCollision,
    PlanVersion,
    StaffNumber,
    StaffReach,
    Understood,
)
from clearway.web.exchange.models import Import
from clearway.web.library.models import (
    Copy,
    ItemBody,
    LibraryItem,
    SharedContact,
    SharedTest,
    SharedVersion,
    Withdrawal,
)
from clearway.web.people.models import User
from clearway.web.projects.models import (
    Action,
    AtUnit,
    CharterCollision,
    Discussion,
    FileBody,
    Project,
    ProjectFile,
    WayToHelp,
)
from clearway.web.publications.models import COMPUTED, RETURN, SourceFile, Value
from clearway.web.returns.models import CellDetail, Collision, CollisionEnd, Look, SampleChoice
from clearway.web.units.models import Unit, UnitStep
from clearway.web.uploads.models import Upload, UploadContent, UploadedFigure, UploadRow

BY = Person("Noël O’“Quote”", "tests", "5e0c8a4e-1f8a-4a6e-9a3b-0a4f4a1c2b3d")
AWKWARD = '=1+1 "quoted" \\ back, tab\t line\nline\r\n\u2028 \u0085 é 🤰🏽 \u202eback\u202c \ufeff'
AT = datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC)  # a microsecond before the clocks change
SMALLEST, LARGEST = 5e-324, 1.7976931348623157e308
BYTES = bytes(range(256)) * 3
WROTE = {"at": AT, "person": BY.name, "key": BY.key}


def fill(code: str, user: User, other: str) -> None:
    """Rows in (nearly) every table of an organisation; some speak of `other` and of published figures."""
    _improvement(code, user, other)
    _figures(code)
    _department(code, user)
    record_access(organisation=code, page="trail", subject="the change log", by=BY, address="127.0.0.1")
    event = record(organisation=code, action="x", subject="y", by=BY, details={"said": AWKWARD})
    record_access(organisation=code, page="trail", subject="what was erased", by=BY)
    erase(organisation=code, changes=[event.sequence], reason="asked", authority="law", by=BY)


def a_cycle(code: str, number: int, **more: object) -> Cycle:
    """A decided test of change in a project of its own."""
    project = Project.objects.create(
        org_code=code, number=number, title=AWKWARD, package_id="p", started_on=date(1, 1, 1), **WROTE
    )
    cycle = Cycle.objects.create(
        project=project, number=1, title="A test", scale="one-shift", **WROTE, **more
    )
    CycleStep.objects.create(cycle=cycle, step="decided", on=AT.date(), decision="adapt", **WROTE)
    return cycle


def shared(cycle: Cycle) -> SharedVersion:
    """The cycle as its trust shared it."""
    test = SharedTest.objects.create(cycle=cycle, org_code=cycle.project.org_code, package_id="p", **WROTE)
    return SharedVersion.objects.create(
        shared=test, number=1, title="T", scale="s", began=AT.date(), decided_on=AT.date(), decision="adopt",
        parameter=SUBJECT, ramp_began=date(1, 1, 1),
        unit="u", births="b", who="w", lesson="l", texts={}, questions=[], consent="yes", **WROTE,
    )  # fmt: skip


def _improvement(code: str, user: User, other: str) -> None:
    origin = shared(a_cycle(other, 901))
    texts = {"z": AWKWARD, "a": "", "deep": {"b": [None, 0, -0.0, 1e22, 1e-7, 0.1, True], "a": SMALLEST}}
    cycle = a_cycle(code, 901, copied_from=origin.shared.cycle, texts=texts)
    version = shared(cycle)
    SharedContact.objects.create(version=version, name="x", reached="y")
    Withdrawal.objects.create(version=version, reason="r", **WROTE)
    Copy.objects.create(cycle=cycle, version=version, **WROTE)
    again = Cycle.objects.create(
        project=cycle.project, number=2, title="", scale="", parent=cycle, copied_from=cycle, **WROTE
    )
    Copy.objects.create(cycle=again, version=origin, **WROTE)
    Participant.objects.create(
        cycle=cycle, user=user, name=AWKWARD, does=AWKWARD, since=date(1, 1, 1), is_staff=False, **WROTE
    )
    subjects(code, cycle, AWKWARD, WROTE)
    question = Question.objects.create(cycle=cycle, number=1, words=AWKWARD, kind="number", **WROTE)
    Prediction.objects.create(question=question, low=SMALLEST, high=LARGEST, sure=99, **WROTE)
    Prediction.objects.create(question=question, low=-0.0, high=None, sure=50, **WROTE)
    published = Value.objects.exclude(source__layout__in=[RETURN, *COMPUTED]).first()
    Outcome.objects.create(question=question, number=0.1 + 0.2, value=published, **WROTE)
    Outcome.objects.create(question=question, number=0.0, words="", **WROTE)
    ProgressScore.objects.create(
        project=cycle.project, period="2026-03", scale="s", scale_version=1, score="0.5", reason="",
        evidence=[], **WROTE,
    )  # fmt: skip
    _around(code, user, cycle)


def _around(code: str, user: User, cycle: Cycle) -> None:
    file = ProjectFile.objects.create(
        project=cycle.project, name="=a.pdf", kind="pdf", size=len(BYTES), sha256=_sha(BYTES), **WROTE
    )
    FileBody.objects.create(file=file, content=BYTES)
    CharterCollision.objects.create(project=cycle.project, base=1, texts={}, sections=[], **WROTE)
    Action.objects.create(
        org_code=code, number=901, title=AWKWARD, owner_user=user, origin_kind="plan", **WROTE
    )
    Discussion.objects.create(
        project=cycle.project, phase="test", group="g", on=AT, people=0, how="", said="", **WROTE
    )
    WayToHelp.objects.create(project=cycle.project, title="T", **WROTE)
    unit = Unit.objects.create(org_code=code, number=901, name=AWKWARD[:120], kind="gone", **WROTE)
    UnitStep.objects.create(unit=unit, step="opened", name="N", kind="gone", site_code="X", **WROTE)
    AtUnit.objects.create(project=cycle.project, unit=unit, since=AT, left=AT, left_person="x", **WROTE)
    Share.objects.create(org_code=code, unit=unit, on=AT, with_whom="w", audience="staff", **WROTE)
    Share.objects.create(org_code=code, project=cycle.project, on=AT, with_whom="w", **WROTE)
    link = PublicLink.objects.create(
        org_code=code,
        number=901,
        project=cycle.project,
        nonce=f"nonce-{code}",
        digest=f"digest-{code}",
        **WROTE,
    )
    LinkStep.objects.create(
        link=link, step="put up", expires_on=date(9999, 1, 1), content={"a": AWKWARD}, **WROTE
    )
    item = LibraryItem.objects.create(
        org_code=code, kind="tool", title="T", summary="s", package_id="p", sha256=_sha(BYTES), **WROTE
    )
    ItemBody.objects.create(item=item, content=BYTES)


def _figures(code: str) -> None:
    source = SourceFile.objects.create(
        name="own.csv", sha256=_sha(code.encode()), publisher=AWKWARD, title="t", layout="clearway-values",
        status="final", licence="", rounding="", new=1, unchanged=0, restated=0, older=0, recorded_by="x",
    )  # fmt: skip
    said = {
        "measure": "smoke-booking", "version": "1", "org_level": "provider", "org_code": code,
        "period": "1999-01", "period_start": date(1999, 1, 1), "source": source, "status": "final",
        "recorded_by": AWKWARD,
    }  # fmt: skip
    first = Value.objects.create(state="value", numerator=0.0, denominator=3.0, value=0.0, **said)
    second = Value.objects.create(state="withheld", note="", supersedes=first, **said)
    _returned(code, first, second)
    _uploaded(code, first, second)
    _sent(code)


def _returned(code: str, first: Value, second: Value) -> None:
    CellDetail.objects.create(value=second, comment=AWKWARD, origin="typed")
    typed = {"measure": "smoke-booking", "seen": first.pk, "value": None}
    collision = Collision.objects.create(
        org_code=code, period="1999-01", measure="m", typed=typed, held=second, person="x", origin="typed"
    )
    CollisionEnd.objects.create(collision=collision, kept="held", person="x")
    SampleChoice.objects.create(
        org_code=code, period="1999-01", measure="m", sampled=True, members=[3, 1, 2], person="x"
    )
    Look.objects.create(org_code=code, key=BY.key, at=AT)


def _uploaded(code: str, first: Value, second: Value) -> None:
    typed = {"measure": "smoke-booking", "seen": first.pk, "value": None}
    upload = Upload.objects.create(
        org_code=code, file_name=AWKWARD, sha256=_sha(BYTES), size=len(BYTES), kind="csv", state="imported",
        person="x", via="y", sheet={"headings": [AWKWARD]}, columns={"10": "a", "9": "b"},
    )  # fmt: skip
    UploadContent.objects.create(upload=upload, data=BYTES)
    rows = (
        UploadRow(
            upload=upload, position=2, number=2, cells={"a": AWKWARD}, outcome="new", entry=typed, held=first
        ),
        UploadRow(upload=upload, position=1, number=3, cells={}, outcome="blank"),
    )
    for row in rows:
        row.save()
    UploadedFigure.objects.create(upload=upload, value=second, before=first, number=2)
    Import.objects.create(
        org_code=code, form="csv", sha256=_sha(b""), size=0, data=b"", state="done", person="x"
    )
    Import.objects.create(org_code=code, form="csv", sha256=_sha(b""), size=0, state="refused", person="x")


def _sent(code: str) -> None:
    ReturnMonth.objects.create(org_code=code, period="1999-01", period_start=date(1999, 1, 1))
    sent = Submission.objects.create(
        org_code=code, system="s", scope="local", what="w", sent_on=AT, receipt="r", person="x"
    )
    Submission.objects.create(
        org_code=code, system="s", scope="local", what="w", sent_on=AT, withdraws=sent, person="x"
    )
    ChartEvent.objects.create(
        measure="m", org_code=code, event_id=f"{code}-1", kind="baseline", effective=AT, reason="r",
        author="a", recorded_at=AT, dates=["2026-01-01"],
    )  # fmt: skip


def _department(code: str, user: User) -> None:
    plan = PlanVersion.objects.create(org_code=code, number=901, texts={"why": AWKWARD}, **WROTE)
    Understood.objects.create(user=user, org_code=code, plan=plan, profession="midwife", **WROTE)
    PlanCollision.objects.create(org_code=code, base=1, texts={}, sections=["why"], **WROTE)
    meeting = Meeting.objects.create(org_code=code, number=901, kind="huddle", title="M", on=AT, **WROTE)
    MeetingStep.objects.create(meeting=meeting, step="held", **WROTE)
    Attendance.objects.create(meeting=meeting, user=user, name="x", attended_as="leader", **WROTE)
    Cadence.objects.create(org_code=code, every_weeks=4, since=AT, **WROTE)
    Leadership.objects.create(org_code=code, model="no-lead", since=AT, **WROTE)
    StaffNumber.objects.create(org_code=code, profession="midwife", number=0, on=AT, **WROTE)
    reach = {"org_code": code, "step": "told", "profession": "midwife", "on": AT, **WROTE}
    StaffReach.objects.create(number=0, replaces=StaffReach.objects.create(number=5, **reach), **reach)


def export(code: str, folder: Path) -> Path:
    """The organisation as a folder."""
    folder.mkdir(parents=True)
    write_folder(directory().get(code), folder)
    return folder


def arrive(folder: Path, *, people: bool = True) -> Arrived:
    """Import the folder."""
    with opened(folder) as archive:
        archive.check()
        return bring_in(archive, people=people, by=BY)


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens in the block has not happened after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
