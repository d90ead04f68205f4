"""Sharing a test, copying one, offering a case study or a tool, and the filter of the library, as forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from clearway.package.model import Package
from clearway.web.cycles.forms.cycles import SCALES
from clearway.web.cycles.models import Cycle, Decision, Question
from clearway.web.library.actions.items import File
from clearway.web.library.actions.sharing import Setting
from clearway.web.library.look_forms import LookForm
from clearway.web.library.looking import (
    CONTACT_TITLES,
    ITEM_TITLES,
    TITLES,
    Contact,
    fields_of_item,
    fields_of_test,
)
from clearway.web.library.models import LibraryItem, SharedVersion
from clearway.web.library.vocabulary import CONSENT, vocabulary
from clearway.web.people.looking import Field
from clearway.web.projects.file_check import LARGEST
from clearway.web.projects.forms.fields import choice, line, words
from clearway.web.projects.models import Project

CONTACT = "Leave both empty to give no contact. It is shown to people of other trusts who are signed in."
HALF_A_CONTACT = "Enter both the name and how to reach them, or neither"


class ContactForm(LookForm):
    """Whom others may ask; empty unless somebody wants to be asked."""

    contact_name = line(CONTACT_TITLES["contact_name"], needed=False, hint=CONTACT)
    contact_reached = line(CONTACT_TITLES["contact_reached"], longest=254, needed=False)

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        cleaned = super().clean() or {}
        given = [bool(cleaned.get(name, "").strip()) for name in ("contact_name", "contact_reached")]
        if any(given) and not all(given):
            self.add_error("contact_reached" if given[0] else "contact_name", HALF_A_CONTACT)
        return cleaned

    @property
    def contact(self) -> Contact | None:
        """The contact, where one is given."""
        name, reached = self.cleaned_data["contact_name"], self.cleaned_data["contact_reached"]
        return Contact(name, reached) if name else None

    def contact_said(self) -> Contact | None:
        """The contact as it stands in the form, whole or half."""
        name, reached = (self.said(each) for each in CONTACT_TITLES)
        return Contact(name, reached) if name or reached else None


@dataclass(frozen=True)
class Section:
    """Some fields of a form under a heading."""

    id: str
    title: str
    hint: str
    fields: Sequence[forms.BoundField]


class ShareForm(ContactForm):
    """The words of a decided cycle as others will read them; it begins with what was written."""

    title = line(TITLES["title"])
    unit = choice("Kind of unit", vocabulary().units)
    births = choice("Births", vocabulary().births)
    who = line(TITLES["who"], longest=300, hint="For example, women booking in two clinics")
    circumstances = words(TITLES["circumstances"], needed=False, hint="What others have to know to judge it")
    lesson = words(TITLES["lesson"], hint="What you would tell a team that wants to try it")
    questions = forms.TypedMultipleChoiceField(
        label=TITLES["questions"],
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each is shown with whether its prediction came true",
    )
    own_figures = forms.BooleanField(
        label="Others may see our figures of this test, rounded",
        required=False,
        help_text="The months before and since, added up, and what came of questions in numbers: counts to "
        "the nearest 5, small ones hidden, as they are today. Published figures are shown in any case.",
    )
    consent = forms.BooleanField(label=CONSENT, error_messages={"required": "Read the words and confirm"})

    def __init__(self, *args: Any, cycle: Cycle, before: SharedVersion | None = None, **options: Any) -> None:
        options["initial"] = _begins_with(cycle, before)
        super().__init__(*args, **options)
        self.subject = cycle.parameter
        for text in vocabulary().texts:
            hint = "Roles, no names" if text.id == "who-does" else ""
            self.fields[text.id] = words(text.title, needed=text.asked, hint=hint)
        asked = Question.objects.filter(cycle=cycle, left_out=False).order_by("number")
        self.fields["questions"].choices = [(str(each.number), each.words) for each in asked]  # type: ignore[attr-defined]
        if not asked:
            del self.fields["questions"]

    @property
    def sections(self) -> Sequence[Section]:
        """The fields in the order in which they are filled in."""
        texts = [text.id for text in vocabulary().texts]
        plan, after = texts[:-2], texts[-2:]
        asked = ["questions"] if "questions" in self.fields else []
        where = ["unit", "births", "who", "circumstances"]
        of = [
            ("what", "What was tested", "Whoever copies it plans with these words.", ["title", *plan]),
            ("where", "Where", "A change that works in one place may not in another.", where),
            ("came", "What came of it", "A change that failed is worth as much.", [*asked, *after, "lesson"]),
            ("may", "What others may see and whom they may ask", "", ["own_figures", *_CONTACT_FIELDS]),
            ("confirm", "Before you share", "Every trust reads this. It can be withdrawn.", ["consent"]),
        ]
        return [Section(id, title, hint, [self[name] for name in names]) for id, title, hint, names in of]

    @property
    def values(self) -> dict[str, Any]:
        """What `share_test` takes."""
        typed = self.cleaned_data
        return {
            "setting": Setting(typed["unit"], typed["births"], typed["who"], typed["circumstances"]),
            "texts": {text.id: typed[text.id] for text in vocabulary().texts},
            "questions": typed.get("questions", []),
            "contact": self.contact,
            "looked": self.words_looked_at,
            **{name: typed[name] for name in ("title", "lesson", "own_figures", "consent")},
        }

    def leaving(self) -> Iterable[Field]:
        """All that others would read."""
        words = {name: self.said(name) for name in TITLES if name != "questions"}
        texts = {text.id: self.said(text.id) for text in vocabulary().texts}
        return fields_of_test(words, texts, self._asked(), self.contact_said(), self.subject)

    def _asked(self) -> Iterable[str]:
        if "questions" not in self.fields:
            return ()
        chosen = {str(number) for number in self["questions"].value() or ()}
        choices: Iterable[tuple[str, str]] = self.fields["questions"].choices  # type: ignore[attr-defined]
        return [words for number, words in choices if number in chosen]


_CONTACT_FIELDS = ("contact_name", "contact_reached")


def _begins_with(cycle: Cycle, before: SharedVersion | None) -> Mapping[str, Any]:
    """The words shared before, else those of the cycle; the confirmation is asked for every time."""
    if before is None:
        filled = {text.id: cycle.texts.get(text.id, "") for text in vocabulary().texts if text.filled}
        numbers = [str(each.number) for each in cycle.questions.filter(left_out=False)]
        lesson = cycle.texts.get("learned", "")
        return {"title": cycle.title, "lesson": lesson, "questions": numbers, **filled}
    told = {each["words"] for each in before.questions}
    asked = cycle.questions.filter(left_out=False)
    contact = getattr(before, "contact", None)
    names = ("title", "unit", "births", "who", "circumstances", "lesson")
    return {
        **{name: getattr(before, name) for name in names},
        **before.texts,
        "questions": [str(each.number) for each in asked if each.words in told],
        "own_figures": before.effect is not None,
        "contact_name": contact.name if contact else "",
        "contact_reached": contact.reached if contact else "",
    }


class CopyForm(forms.Form):
    """Into which project, under which title, on which scale."""

    title = line("What you test")
    scale = forms.ChoiceField(
        label="Scale", choices=SCALES, help_text="Begin small again: your unit is another one"
    )

    def __init__(self, *args: Any, projects: Iterable[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        by_key = {str(one.pk): one for one in projects}
        titles = [(key, f"{one.title} ({one.organisation.name})") for key, one in by_key.items()]
        self.fields["project"] = forms.TypedChoiceField(
            label="Project",
            choices=[("", "Choose"), *titles],
            coerce=by_key.__getitem__,
            empty_value=None,
            error_messages={"required": "Choose one of your projects"},
        )
        self.order_fields(["project", "title", "scale"])


class ItemForm(ContactForm):
    """A case study or a tool."""

    kind = forms.ChoiceField(label="Kind", choices=LibraryItem.KINDS)
    title = line(ITEM_TITLES["title"])
    summary = line(ITEM_TITLES["summary"], longest=300, hint="One or two sentences for the list")
    words = words(ITEM_TITLES["words"], needed=False, hint="Name no woman and no colleague")
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address that begins with https://"},
    )
    file = forms.FileField(
        label="File",
        required=False,
        max_length=200,
        help_text="PDF, PNG, JPEG, Word, Excel, PowerPoint without macros, CSV or text; at most 5 MB. "
        "Nothing that identifies a woman or a colleague: only its name is looked at here, not what is in it.",
        error_messages={"empty": "The file is empty"},
        widget=forms.FileInput,
    )
    field_order = ("kind", "title", "summary", "about", "words", "link", "file", *_CONTACT_FIELDS)

    def __init__(self, *args: Any, package: Package, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [
            (
                driver.short_title,
                [
                    (f"{driver.id}/", "The whole driver"),
                    *((f"{driver.id}/{idea.id}", idea.short_title) for idea in driver.change_ideas),
                ],
            )
            for driver in package.drivers
        ]
        self.fields["about"] = forms.ChoiceField(
            label="Driver or change idea", choices=[("", "The whole package"), *groups], required=False
        )
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        """What `add_item` takes."""
        typed = self.cleaned_data
        driver, _, idea = typed["about"].partition("/")
        upload = typed["file"]
        # One byte more than allowed is enough to refuse it.
        file = File(upload.name, upload.read(LARGEST + 1)) if upload else None
        names = ("kind", "title", "summary", "words", "link")
        given = {name: typed[name] for name in names}
        about = {"driver": driver, "idea": idea, "file": file, "contact": self.contact}
        return {**given, **about, "looked": self.words_looked_at}

    def leaving(self) -> Iterable[Field]:
        """All that others would read; of a file its name."""
        words = {name: self.said(name) for name in ITEM_TITLES if name != "file"}
        upload = self.files.get("file")
        return fields_of_item(words, str(upload.name) if upload else "", self.contact_said())


@dataclass(frozen=True)
class Choice:
    """What is looked for; empty is everything."""

    text: str = ""
    driver: str = ""
    decision: str = ""
    unit: str = ""
    effect: bool = False

    def __bool__(self) -> bool:
        return self != Choice()


class LibraryFilter(forms.Form):
    """Which tests to show."""

    text = forms.CharField(label="Words", required=False, max_length=200)
    driver = forms.ChoiceField(label="Driver", required=False)
    decision = forms.ChoiceField(label="Decision", required=False, choices=[("", "Any"), *Decision.choices])
    unit = forms.ChoiceField(
        label="Kind of unit",
        required=False,
        choices=[("", "Any"), *((unit.id, unit.title) for unit in vocabulary().units)],
    )
    effect = forms.BooleanField(label="Only with an effect in figures", required=False)

    def __init__(self, *args: Any, package: Package, **options: Any) -> None:
        super().__init__(*args, **options)
        drivers = [(each.id, each.short_title) for each in package.drivers]
        self.fields["driver"].choices = [("", "Any"), *drivers]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        """What is looked for; everything where the form makes no sense."""
        return Choice(**self.cleaned_data) if self.is_valid() else Choice()
