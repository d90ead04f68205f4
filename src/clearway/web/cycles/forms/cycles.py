"""A cycle as forms: its plan, the words of a later stage, the next in its ramp, the day of a step."""

from collections.abc import Mapping
from typing import Any

from django import forms

from clearway.common.parameters import LONGEST, same
from clearway.measures.definitions import definitions
from clearway.package.loader import shipped_packages
from clearway.web.charts.titles import chart_title
from clearway.web.cycles.form import form as shape
from clearway.web.cycles.models import Cycle, Question
from clearway.web.projects.forms.fields import Day, VersionedForm, line, words
from clearway.web.projects.models import PlannedMeasure, Project
from clearway.web.projects.names import driver_name

COLUMNS = ("title", "scale", "idea", "driver", "owner", "begins", "ends")
SCALES = [(scale.id, scale.title) for scale in shape().scales]


class MeasureField(forms.TypedChoiceField):
    """A measure of the register, or a part of one: those in the project's plan first. Empty: none."""

    def __init__(self, project: Project, *, none: str, **options: Any) -> None:
        titles = dict(_measures())
        planned = project.planned_measures.filter(left_out=False).exclude(measure="")
        rows = {watched_key(row.measure, row.component, row.parameter): row for row in planned}
        ours = [(key, _planned(row)) for key, row in rows.items() if row.measure in definitions()]
        keys = dict.fromkeys(key for key, row in rows.items() if not row.parameter)
        groups = [("In the measurement plan", ours)] if ours else []
        rest = [(key, title) for key, title in titles.items() if key not in keys]
        super().__init__(
            choices=[("", none), *groups, ("Other measures", rest)],
            required=False,
            coerce=lambda key: (*key.split("/", 2), "")[:3],
            empty_value=("", "", ""),  # type: ignore[arg-type]  # any value does; the types know only text
            **options,
        )


def watched_key(measure: str, component: str = "", parameter: str = "") -> str:
    """The choice of a measure, a part of one, or one with what fills its blank."""
    if not measure:
        return ""
    return f"{measure}/{component}/{parameter}" if parameter else f"{measure}/{component}"


def _planned(row: PlannedMeasure) -> str:
    return chart_title(definitions()[row.measure], row.component, row.parameter)


def parameter_field() -> forms.CharField:
    """What fills the blank of a measure that is chosen without it."""
    return line(
        "Training subject or aim",
        longest=LONGEST,
        needed=False,
        hint="Only for a measure with a blank in its name; those in your plan have it already",
    )


def watched_values(said: Mapping[str, Any]) -> dict[str, str]:
    """Measure, part and what fills the blank, as the actions take them."""
    measure, component, parameter = said["watched"]
    return {
        "measure": measure,
        "component": component,
        "parameter": parameter or (said["parameter"] if measure else ""),
    }


def watched_fault(said: Mapping[str, Any]) -> str:
    """What is wrong where a line of the plan was chosen and another text typed; empty where nothing is."""
    _, _, parameter = said.get("watched", ("", "", ""))
    typed = said.get("parameter", "")
    if parameter and typed and not same(parameter, typed):
        return f"The line you chose is about “{parameter}”: leave this empty, or choose another measure"
    return ""


def _measures() -> list[tuple[str, str]]:
    found = []
    for sheet in definitions().values():
        found.append((watched_key(sheet.id), sheet.short_title))
        found += [
            (watched_key(sheet.id, part.id), f"{sheet.short_title}: {part.title}")
            for part in sheet.components
        ]
    return sorted(found, key=lambda each: each[1].lower())


class StageForm(VersionedForm):
    """The words of one stage; none is needed until the next stage begins."""

    def __init__(self, *args: Any, stage: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.text_ids = [field.id for field in shape().stage(stage)]
        for field in shape().stage(stage):
            title = f"{field.title} (needed)" if field.asked else field.title
            self.fields[field.id] = words(title, needed=False, hint=field.hint)

    @property
    def texts(self) -> Mapping[str, str]:
        """The words as typed, by field."""
        return {name: self.cleaned_data[name] for name in self.text_ids}

    @property
    def columns(self) -> Mapping[str, Any]:
        """What is no text of a stage: nothing, but in a plan."""
        return {}


class PlanForm(StageForm):
    """The plan: what is tested, how much it touches, when, and the words of the stage."""

    title = line("What is tested", hint="The change in a few words")
    scale = forms.ChoiceField(label="Scale", choices=SCALES, help_text="As small as will teach you something")
    owner = line("Owner", needed=False)
    begins = Day(label="First day planned", required=False)
    ends = Day(label="Last day planned", required=False)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, stage="plan", **options)
        self.fields["idea"] = forms.ChoiceField(
            label="Change idea", choices=[("", "None of the package"), *_ideas(project)], required=False
        )
        drivers = [(each, driver_name(project.package_id, each)) for each in project.drivers]
        self.fields["driver"] = forms.ChoiceField(
            label="Secondary driver", choices=[("", "None"), *drivers], required=False
        )
        self.fields["watched"] = MeasureField(
            project, none="None", label="Measure it watches", help_text="The test is marked on its chart"
        )
        self.fields["parameter"] = parameter_field()
        self.order_fields(
            ["title", "scale", "idea", "driver", "watched", "parameter", "owner", "begins", "ends"]
        )

    def clean(self) -> dict[str, Any]:
        """One measure, about one thing."""
        said = super().clean() or {}
        if fault := watched_fault(said):
            self.add_error("parameter", fault)
        return said

    @property
    def columns(self) -> Mapping[str, Any]:
        """The columns of the cycle."""
        return {name: self.cleaned_data[name] for name in COLUMNS} | watched_values(self.cleaned_data)


def _ideas(project: Project) -> list[tuple[str, list[tuple[str, str]]]]:
    package = shipped_packages()[project.package_id]
    chosen = set(project.ideas)
    ideas = [(idea, driver) for driver in package.drivers for idea in driver.change_ideas]
    ours = [(idea.id, idea.short_title) for idea, _ in ideas if idea.id in chosen]
    groups = [("Chosen by the project", ours)] if ours else []
    for driver in package.drivers:
        rest = [(idea.id, idea.short_title) for idea in driver.change_ideas if idea.id not in chosen]
        groups += [(driver.short_title, rest)] if rest else []
    return groups


def plan_values(cycle: Cycle) -> dict[str, Any]:
    """What the plan of a cycle holds, as the form begins."""
    return {name: getattr(cycle, name) for name in COLUMNS} | {
        **cycle.texts,
        **watched_initial(cycle),
        "expected": cycle.version,
    }


def watched_initial(of: Cycle | Question) -> dict[str, str]:
    """What the choice of a measure begins with: the planned line with that blank, or measure and text."""
    planned = of.project if isinstance(of, Cycle) else of.cycle.project
    rows = planned.planned_measures.filter(left_out=False, measure=of.measure, component=of.component)
    spelt = next((row.parameter for row in rows if same(row.parameter, of.parameter)), None)
    if spelt is None:
        return {"watched": watched_key(of.measure, of.component), "parameter": of.parameter}
    return {"watched": watched_key(of.measure, of.component, spelt), "parameter": ""}


def stage_form(cycle: Cycle, stage: str, data: Any = None) -> StageForm:
    """The form of one stage of a cycle as it stands."""
    initial = plan_values(cycle)
    if stage == "plan":
        return PlanForm(data, project=cycle.project, initial=initial)
    return StageForm(data, stage=stage, initial=initial)


class NextForm(forms.Form):
    """The next cycle of a ramp."""

    title = line("What is tested")
    scale = forms.ChoiceField(label="Scale", choices=SCALES)


class StepForm(forms.Form):
    """The day of a step; today where it is left empty."""

    on = Day(label="Day", required=False)
