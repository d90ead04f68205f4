"""Whatever a package holds, saving it and loading it gives the same package back."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearway.package.loader import check_package, load_package, save_package
from clearway.package.model import (
    Aim,
    AimMeasure,
    ChangeIdea,
    Definition,
    Instruction,
    MeasureAsk,
    MeasureClass,
    Package,
    Position,
    PrimaryDriver,
    Reference,
    ReferenceStatus,
    Resource,
    SecondaryDriver,
    Target,
)

# Words that YAML would read as something else, and signs that it writes in its own way.
AWKWARD = ["no", "null", "~", "1", "2020-01-01", "- a", "a: b", "# a", "'", '"', "\ta", "a\n\nb", "é\u2028ü", "😀", "\x85x", "\x00"]  # fmt: skip  # noqa: E501
texts = (st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(AWKWARD)).filter(
    lambda text: text.strip() != ""
)
positions = st.none() | st.builds(Position, line=st.integers(1, 10**6), part=st.none() | st.integers(1, 9))
classes = st.sampled_from(MeasureClass)
dates = st.dates(date(1900, 1, 1), date(2999, 12, 31))


def reference(kind: type[Reference], name: str, known: list[str]) -> st.SearchStrategy[Reference]:
    others = st.none() | st.sampled_from(known) if known else st.none()
    return st.builds(
        kind,
        id=st.just(name),
        title=texts,
        authors=st.none() | texts,
        year=st.none() | st.integers(1800, 2200),
        topic=texts,
        language=st.sampled_from(["en", "cy", "pt-BR", "no"]),
        address=st.none() | st.sampled_from(["https://example.org/a?b=c#d", "http://example.org/%20é"]),
        status=st.sampled_from(ReferenceStatus),
        superseded_by=others | st.just("https://example.org/new"),
        duplicate_of=others,
        note=st.none() | texts,
        checked=st.none() | dates,
        checked_how=st.none() | texts,
        position=positions,
    )


@st.composite
def drivers(draw: st.DrawFn, number: int, primary: str, asks: list[MeasureAsk]) -> SecondaryDriver:
    name = f"driver-{number}"
    ideas = range(draw(st.integers(0, 3)))
    asked = draw(st.lists(st.sampled_from(asks), unique_by=lambda ask: ask.measure, max_size=3))
    return SecondaryDriver(
        id=name,
        title=draw(texts),
        short_title=draw(texts),
        primary_driver=primary,
        position=draw(positions),
        change_ideas=tuple(
            ChangeIdea(id=f"{name}-{i}", text=draw(texts), short_title=draw(texts), position=draw(positions))
            for i in ideas
        ),
        measures=tuple(ask.model_copy(update={"position": draw(positions)}) for ask in asked),
        references=tuple([draw(reference(Reference, f"{name}-paper", ["driver-0-tool"]))] if number else []),
        resources=tuple([] if number else [draw(reference(Resource, "driver-0-tool", []))]),
    )


@st.composite
def asks(draw: st.DrawFn, number: int) -> MeasureAsk:
    return MeasureAsk(
        measure=f"measure-{number}",
        name=draw(texts),
        class_=draw(classes),
        psmu=draw(st.booleans()),
        sampled=draw(st.booleans()),
    )


@st.composite
def targets(draw: st.DrawFn, measure: str) -> Target:
    return Target(
        measure=measure,
        series="series",
        value=draw(st.floats(allow_nan=False, allow_infinity=False)),
        comparison=draw(st.sampled_from(["at most", "at least"])),
        by=draw(dates),
        source=draw(texts),
    )


@st.composite
def aims(draw: st.DrawFn, asked: list[str]) -> Aim:
    aimed = tuple(AimMeasure(measure=measure, at=draw(texts)) for measure in asked)
    target = draw(targets(asked[0])) if asked and draw(st.booleans()) else None
    return Aim(statement=draw(texts), evidence=draw(texts), measures=aimed, target=target)


@st.composite
def primaries(draw: st.DrawFn, name: str, made: list[SecondaryDriver]) -> PrimaryDriver:
    return PrimaryDriver(
        id=name,
        title=draw(texts),
        short_title=draw(texts),
        explanation=draw(texts),
        colour=draw(st.integers(1, 5)),
        position=draw(positions),
        secondary_drivers=tuple(each.id for each in made if each.primary_driver == name),
    )


@st.composite
def packages(draw: st.DrawFn) -> Package:
    asked = [draw(asks(number)) for number in range(3)]
    shape = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    names = [f"primary-{number}" for number in range(len(shape))]
    owners = [name for name, size in zip(names, shape, strict=True) for _ in range(size)]
    made = [draw(drivers(number, owner, asked)) for number, owner in enumerate(owners)]
    measures = sorted({ask.measure for driver in made for ask in driver.measures})
    return Package(
        id="made-up",
        title=draw(texts),
        edition=draw(texts),
        example=draw(st.booleans()),
        publisher=draw(texts),
        licence=draw(texts),
        provenance=draw(texts),
        aim=draw(aims(measures)),
        values=tuple(draw(st.lists(texts, max_size=2))),
        definitions=(Definition(term=draw(texts), meaning=draw(texts), position=draw(positions)),),
        instructions=(Instruction(id="rule", rule=draw(texts), position=draw(positions)),),
        primary_drivers=tuple(draw(primaries(name, made)) for name in names),
        drivers=tuple(made),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packages())
def test_a_saved_package_loads_equal(package: Package) -> None:
    with tempfile.TemporaryDirectory() as folder:
        save_package(package, Path(folder))
        assert not [found for found in check_package(Path(folder)) if found.severity == "error"]
        assert load_package(Path(folder)) == package


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["package.yaml", "drivers/one.yaml"]))
def test_no_file_however_broken_stops_the_check(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        assert check_package(Path(folder))
