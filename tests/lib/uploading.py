"""A trust with drivers chosen, its people, and files that they give."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from django.test import Client
from django.utils.timezone import localdate

from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.people.models import Membership, User
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose
from clearway.web.uploads import actions
from clearway.web.uploads.models import Upload
from clearway.web.uploads.reading.columns import TEMPLATE

CODE = "DEMO1"
DRIVERS = ("identification", "learn-harm")


def trust(code: str = CODE) -> Organisation:
    """The trust that the tests upload for."""
    return directory().get(code)


def last_month() -> Month:
    """A month that is over and surely not closed yet."""
    return Month.of(localdate()).previous()


def chooses(by: Person, drivers: Sequence[str] = DRIVERS, code: str = CODE) -> None:
    """The trust works on these drivers, for as long as tests look back."""
    choose(
        organisation=trust(code),
        period=last_month().shift(-6),
        drivers=drivers,
        measures=(),
        by=by,
    )


def lead(code: str = CODE, name: str = "Lea Trust", role: str = "trust-lead") -> User:
    """A person who may enter figures, without a second factor."""
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.org", name=name, demonstration=True)
    Membership.objects.create(user=user, org_code=code, role=role)
    return user


def signed_in(user: User) -> Client:
    """A browser of that person."""
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(user)
    return client


def row(
    measure: str, numerator: object = "", denominator: object = "", **others: object
) -> dict[str, object]:
    """One row of a file, of last month where nothing else is said."""
    return {
        "organisation_code": CODE,
        "period": str(last_month()),
        "measure_code": measure,
        "numerator": numerator,
        "denominator": denominator,
        **others,
    }


def csv_file(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str] = TEMPLATE, coding: str = "utf-8"
) -> bytes:
    """A CSV file of rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([one.get(name, "") for name in columns] for one in rows)
    return out.getvalue().encode(coding)


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """An XLSX file of sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for title, lines in sheets:
        sheet = book.add_worksheet(title)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return out.getvalue()


def give(by: Person, data: bytes, name: str = "figures.csv", code: str = CODE) -> Upload:
    """Upload a file; where jobs are done at once, it is read."""
    return actions.receive(organisation=trust(code), name=name, data=data, by=by)


def approve(upload: Upload, by: Person) -> Upload:
    """Approve what was reviewed; where jobs are done at once, it is imported."""
    upload.refresh_from_db()
    done = actions.approve(upload=upload, review=upload.review, by=by)
    done.refresh_from_db()
    return done


def types(by: Person, *cells: CellEntry, period: Month | None = None) -> None:
    """Somebody types figures on the page."""
    result = enter_cells(
        organisation=trust(), period=period or last_month(), cells=cells, by=by, origin="typed"
    )
    assert not result.waiting, result.findings
    assert not result.collisions


def held(measure: str, component: str = "", parameter: str = "", period: Month | None = None) -> Value | None:
    """What stands in a cell now."""
    return (
        Value.objects.current()
        .filter(
            org_code=CODE,
            measure=measure,
            component=component,
            parameter=parameter,
            period=str(period or last_month()),
        )
        .first()
    )


def numbers(value: Value | None) -> tuple[float | None, float | None, str] | None:
    """Numerator, denominator and state of what stands."""
    return None if value is None else (value.numerator, value.denominator, value.state)
