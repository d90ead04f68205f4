"""What the page of a month shows: groups of cells, each with its past, its source, what to mend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clearway.common.findings import Severity
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import Kind
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.package.parts import MeasureClass
from clearway.records.plausibility import Break
from clearway.web.publications.models import Value
from clearway.web.returns.cells import TAKEN_BACK, CellFinding, earlier
from clearway.web.returns.feed import breaks, versions
from clearway.web.returns.keys import CellKey, read_key
from clearway.web.returns.models import Collision, SampleChoice
from clearway.web.returns.obligations import Owed, Status
from clearway.web.returns.past import Past, counts_text, past_of
from clearway.web.returns.posted import PostedCell
from clearway.web.returns.samples import samples_of

ORIGIN = {
    Status.CENTRE: "From the centre",
    Status.RECORDS: "From your records",
    Status.ENTERED: "Entered",
    Status.MISSING: "To enter",
}
FIELDS = (
    "numerator",
    "denominator",
    "value",
    "state",
    "reason",
    "comment",
    "follow_up",
    "population",
    "seen",
)


@dataclass(frozen=True)
class Version:
    """One version of a figure that came from elsewhere."""

    text: str
    status: str
    source: str
    held_since: str


@dataclass(frozen=True)
class CellView:
    """One cell on the page. `typed` are the texts of its fields; `faults` and `warnings` what to mend."""

    prefix: str
    owed: Owed
    typed: Mapping[str, str]
    past: Past
    versions: tuple[Version, ...] = ()
    breaks: tuple[Break, ...] = ()
    sample: SampleChoice | None = None
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the cell is of, as its hidden field says."""
        return "|".join(self.owed.key)

    @property
    def anchor(self) -> str:
        """Where on the page it is."""
        return f"cell-{self.prefix}"

    @property
    def first_field(self) -> str:
        """The field that an error leads to."""
        if self.wrong:
            return f"{self.prefix}-{next(iter(self.wrong))}"
        if self.warnings and not self.faults:
            return f"{self.prefix}-comment"
        return f"{self.prefix}-numerator" if self.has_pair else f"{self.prefix}-value"

    @property
    def has_pair(self) -> bool:
        """Whether it takes two numbers."""
        return self.owed.definition.denominator is not None

    @property
    def is_share(self) -> bool:
        """Whether the two numbers make a per cent."""
        return self.owed.definition.kind is Kind.PROPORTION

    @property
    def editable(self) -> bool:
        """Whether it is typed."""
        return self.owed.to_enter

    @property
    def tag(self) -> tuple[str, str]:
        """What the cell is, and the colour of its tag."""
        if self.problem:
            return ("Needs you", "red") if self.faults or self.wrong else ("Needs a comment", "orange")
        colours = {"centre": "grey", "records": "grey", "entered": "green", "missing": "yellow"}
        return ORIGIN[self.owed.status], colours[self.owed.status]

    @property
    def problem(self) -> bool:
        """Whether it was not saved."""
        return bool(self.faults or self.warnings or self.wrong)

    @property
    def figure(self) -> str:
        """What the cell holds, in words."""
        row = self.owed.value
        return (
            counts_text(self.owed.definition, row) if row is not None and self.owed.held else "nothing held"
        )

    @property
    def opened(self) -> bool:
        """Whether the part for reasons and comments is open."""
        said = any(self.typed.get(name) for name in ("reason", "follow_up"))
        return said or bool(self.warnings) or self.typed.get("state", "value") != "value"


@dataclass(frozen=True)
class CollisionView:
    """Two figures for one cell: what it holds now, and what somebody typed beside it."""

    pk: int
    title: str
    person: str
    held_person: str
    at: datetime
    typed: Mapping[str, object]
    now: Value | None


@dataclass(frozen=True)
class Group:
    """Cells that belong together: those of every team, or those of a driver."""

    title: str
    class_: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class Attempt:
    """A form that came back: cells as posted, and what the rules said of them."""

    posted: Sequence[PostedCell] = ()
    findings: Sequence[CellFinding] = ()
    waiting: Sequence[CellKey] = ()


def cell_views(
    organisation: Organisation, period: Month, owed: Sequence[Owed], attempt: Attempt | None = None
) -> tuple[CellView, ...]:
    """The cells of a month with all that stands beside them; the number of queries is fixed."""
    tried = attempt or Attempt()
    past = earlier(organisation, period, {each.measure for each in owed})
    older = versions(organisation, period, owed)
    samples = samples_of(organisation, period)
    posted = {cell.key: cell for cell in tried.posted}
    return tuple(
        _view(
            f"c{number}",
            each,
            past_of(each.definition, past.get(read_key(each.key), ()), period),
            older.get(each.value.pk, []) if each.value else [],
            samples.get((each.measure, each.component)),
            posted.get(each.key),
            tried,
        )
        for number, each in enumerate(owed)
    )


def groups(views: Iterable[CellView], package_id: str = MAIN_PACKAGE) -> tuple[Group, ...]:
    """The cells by who asks for them: every team, then driver by driver, mandatory before supporting."""
    package = shipped_packages()[package_id]
    places: dict[str, list[CellView]] = {}
    for view in views:
        name = "" if view.owed.class_ is MeasureClass.ALL else (view.owed.drivers or ("",))[0]
        places.setdefault(name, []).append(view)
    titles = {"": "Every team"} | {driver.id: driver.short_title for driver in package.drivers}
    ordered = sorted(places, key=list(titles).index)
    return tuple(
        Group(
            titles[name], "all" if not name else "driver", tuple(sorted(places[name], key=_mandatory_first))
        )
        for name in ordered
    )


def collision_views(found: Iterable[Collision], owed: Iterable[Owed]) -> tuple[CollisionView, ...]:
    """Unsettled collisions with what their cells hold now."""
    now = {each.key: each.value for each in owed}
    return tuple(
        CollisionView(
            each.pk,
            each.title,
            each.person,
            each.held_person,
            each.at,
            each.typed,
            now.get((each.measure, each.component, each.parameter)),
        )
        for each in found
    )


def fields_of(row: Value | None, sample: SampleChoice | None = None) -> dict[str, str]:
    """The texts of a cell's fields as they are held."""
    typed = dict.fromkeys(FIELDS, "") | {"state": "value"}
    if row is None:
        return typed | _sampled(sample)
    typed["seen"] = str(row.pk)
    if row.state == TAKEN_BACK:
        return typed | _sampled(sample)
    detail = getattr(row, "detail", None)
    numbers = {name: number_text(getattr(row, name)) for name in ("numerator", "denominator", "value")}
    typed |= numbers | {"state": row.state, "reason": row.note}
    if detail is not None:
        typed |= {"comment": detail.comment, "follow_up": "on" if detail.follow_up else ""}
        typed["population"] = str(detail.population) if detail.population is not None else ""
    return typed


def number_text(number: float | None) -> str:
    """A number as somebody would type it; none is empty, and never 0."""
    if number is None:
        return ""
    return str(int(number)) if float(number).is_integer() else repr(number)


def _view(
    prefix: str,
    owed: Owed,
    past: Past,
    older: Sequence[Value],
    sample: SampleChoice | None,
    posted: PostedCell | None,
    tried: Attempt,
) -> CellView:
    found = [each.finding for each in tried.findings if each.cell == owed.key]
    waits = owed.key in tried.waiting
    return CellView(
        prefix=prefix,
        owed=owed,
        typed=dict(posted.typed) if posted else fields_of(owed.value, sample),
        past=past,
        versions=tuple(_version(owed, row) for row in older),
        breaks=tuple(breaks(owed)) if owed.status is Status.CENTRE else (),
        sample=sample,
        faults=tuple(_said(each) for each in found if each.severity is Severity.ERROR),
        warnings=tuple(_said(each) for each in found if each.severity is Severity.WARNING and waits),
        wrong=posted.wrong if posted else {},
    )


def _version(owed: Owed, row: Value) -> Version:
    day = row.recorded_at.date()
    return Version(counts_text(owed.definition, row), row.status, row.source.title, f"{day.day} {day:%B %Y}")


def _said(finding: object) -> str:
    what, mend = getattr(finding, "what", ""), getattr(finding, "mend", "")
    return f"{what} {mend}".strip()


def _sampled(sample: SampleChoice | None) -> dict[str, str]:
    """A cell whose women are sampled starts with how many there are; that alone is no figure yet."""
    return {"population": str(sample.population)} if sample and sample.population else {}


def _mandatory_first(view: CellView) -> bool:
    return view.owed.class_ is MeasureClass.SUPPORTING
