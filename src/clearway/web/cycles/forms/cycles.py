"""A cycle as forms: its plan, the words of a later stage, the next in its ramp, the day of a step."""

from collections.abc import Mapping
from typing import Any

from django import forms

from clearway.measures.definitions import definitions
from clearway.package.loader import shipped_packages
from clearway.web.cycles.form import form as shape
from clearway.web.cycles.models import Cycle
from clearway.web.projects.forms.fields import Day, VersionedForm, line, words
from clearway.web.projects.models import Project
from clearway.web.projects.names import driver_name

COLUMNS = ("title", "scale", "idea", "driver", "owner", "begins", "ends")
SCALES = [(scale.id, scale.title) for scale in shape().scales]


class MeasureField(forms.TypedChoiceField):
    """A measure of the register, or a part of one: those in the project's plan first. Empty: none."""

    def __init__(self, project: Project, *, none: str, **options: Any) -> None:
        titles = dict(_measures())
        planned = project.planned_measures.filter(left_out=False).exclude(measure="")
        keys = dict.fromkeys(f"{row.measure}/{row.component}" for row in planned)
        ours = [(key, titles[key]) for key in keys if key in titles]
        groups = [("In the measurement plan", ours)] if ours else []
        rest = [(key, title) for key, title in titles.items() if key not in keys]
        super().__init__(
            choices=[("", none), *groups, ("Other measures", rest)],
            required=False,
            coerce=lambda key: tuple(key.split("/", 1)),
            empty_value=("", ""),  # type: ignore[arg-type]  # any value does; the types know only text
            **options,
        )


def _measures() -> list[tuple[str, str]]:
    found = []
    for sheet in definitions().values():
        found.append((f"{sheet.id}/", sheet.short_title))
        found += [
            (f"{sheet.id}/{part.id}", f"{sheet.short_title}: {part.title}") for part in sheet.components
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
        self.order_fields(["title", "scale", "idea", "driver", "watched", "owner", "begins", "ends"])

    @property
    def columns(self) -> Mapping[str, Any]:
        """The columns of the cycle."""
        measure, component = self.cleaned_data["watched"]
        return {name: self.cleaned_data[name] for name in COLUMNS} | {
            "measure": measure,
            "component": component,
        }


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
    watched = f"{cycle.measure}/{cycle.component}" if cycle.measure else ""
    return {name: getattr(cycle, name) for name in COLUMNS} | {
        **cycle.texts,
        "watched": watched,
        "expected": cycle.version,
    }


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
