"""Actions, barriers, involvement, messages, files, ideas and needs as forms."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clearway.package.loader import shipped_packages
from clearway.web.people.models import User
from clearway.web.projects.forms.fields import Day, PersonField, VersionedForm, choice, line, words
from clearway.web.projects.models import Need, Phase, Project
from clearway.web.projects.vocabulary import vocabulary


class ActionForm(VersionedForm):
    """What is to be done, by whom and when."""

    title = line("What is to be done", longest=300)
    words = words("More about it", needed=False)
    owner = line("Owner without an account", needed=False)
    due = Day(label="Due", required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        projects: Iterable[Project] = (),
        needs_project: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["owner_user"] = PersonField(people, none="Nobody with an account", label="Owner")
        order = ["title", "words", "owner_user", "owner", "due"]
        by_number = {str(one.number): one for one in projects}
        if by_number:
            titles = [(number, one.title) for number, one in by_number.items()]
            self.fields["project"] = forms.TypedChoiceField(
                label="Project",
                choices=titles if needs_project else [("", "None yet"), *titles],
                required=needs_project,
                coerce=by_number.__getitem__,
                empty_value=None,
            )
            order.append("project")
        self.order_fields(order)


class BarrierForm(forms.Form):
    """What stands in the way."""

    title = line("What stands in the way", longest=300)
    words = words("What you have tried, and what would remove it", needed=False)


class EscalationForm(forms.Form):
    """To which leader, until when."""

    due = Day(label="Answer by")
    reason = words("What you ask for", needed=False)

    def __init__(self, *args: Any, leaders: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leader"] = PersonField(
            leaders, label="Leader", error_messages={"required": "Choose a leader"}
        )
        self.order_fields(["leader", "due", "reason"])


class DiscussionForm(forms.Form):
    """That a group was listened to."""

    group = choice("Group", vocabulary().groups)
    phase = forms.ChoiceField(label="Phase", choices=Phase.choices)
    on = Day(label="Day")
    people = forms.IntegerField(label="How many people", required=False, min_value=1, max_value=100000)
    how = line("How they were involved", hint="For example a listening event, a talk in clinic, a meeting")
    said_by_them = words("What they said", hint="Name nobody, and nothing that tells who it was")


class ChangeForm(forms.Form):
    """What a discussion changed."""

    words = words("What it changed")
    charter = forms.TypedChoiceField(
        label="Version of the charter that it changed", required=False, coerce=int, empty_value=None
    )
    action = forms.TypedChoiceField(
        label="Action that it led to, and by it the tests of change", required=False, empty_value=None
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        versions = project.charters.values_list("number", flat=True)
        actions = {str(one.number): one for one in project.actions.filter(left_out=False)}
        self.fields["charter"].choices = [("", "None"), *((n, f"Version {n}") for n in versions)]  # type: ignore[attr-defined]
        titles = [(number, one.title) for number, one in actions.items()]
        self.fields["action"].choices = [("", "None"), *titles]  # type: ignore[attr-defined]
        self.fields["action"].coerce = actions.__getitem__  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """A message to the team."""

    words = words(
        "Message",
        hint="Everybody who may see the project reads it. Name no woman.",
        missing="Write the message",
    )


class FileForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(
        label="File",
        max_length=200,
        help_text="PDF, PNG, JPEG, Word, Excel, PowerPoint without macros, CSV or text; at most 5 MB. "
        "Nothing that identifies a woman.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
        widget=forms.FileInput,
    )
    words = line("What it is", longest=300, needed=False)


class SuggestionForm(forms.Form):
    """An idea in one step: only its name is needed."""

    title = line("Your idea", hint="One sentence will do", missing="Write your idea")
    words = words("More about it", needed=False)
    driver = forms.ChoiceField(label="Driver it would act on", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        package = next(iter(shipped_packages().values()))
        drivers = [(each.id, each.short_title) for each in package.drivers]
        self.fields["driver"].choices = [("", "I do not know"), *drivers]  # type: ignore[attr-defined]


class NeedForm(forms.Form):
    """What is needed, and for what."""

    kind = forms.ChoiceField(label="Kind", choices=Need.KINDS)
    title = line("What is needed")
    words = words("What for", needed=False)

    def __init__(self, *args: Any, projects: Iterable[Project] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        by_number = {str(one.number): one for one in projects}
        titles = [(number, one.title) for number, one in by_number.items()]
        self.fields["project"] = forms.TypedChoiceField(
            label="Project",
            choices=[("", "For all"), *titles],
            required=False,
            coerce=by_number.__getitem__,
            empty_value=None,
        )
