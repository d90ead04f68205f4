"""Share a decided test of change, take it back, and copy one that another trust shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.package.loader import shipped_packages
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import plan_cycle
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, CycleStep, Stage
from clearway.web.cycles.selectors import began_on, ramp_began
from clearway.web.library.figures import own_effect
from clearway.web.library.looking import Contact, check_words, fields_of_test
from clearway.web.library.models import Copy, SharedContact, SharedTest, SharedVersion, Withdrawal
from clearway.web.library.questions import shared_questions
from clearway.web.library.vocabulary import CONSENT, LOOKED, vocabulary
from clearway.web.projects.actions.common import held, log, open_project, said, written
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import check_word


@dataclass(frozen=True)
class Setting:
    """Where a change was tested: ids of `vocabulary.yaml`, with whom, and what is particular there."""

    unit: str
    births: str
    who: str
    circumstances: str = ""


@transaction.atomic
def share_test(
    *,
    cycle: Cycle,
    setting: Setting,
    lesson: str,
    texts: Mapping[str, str],
    consent: bool,
    by: Person,
    title: str = "",
    questions: Collection[int] | None = None,
    contact: Contact | None = None,
    own_figures: bool = False,
    looked: Collection[str] = (),
) -> SharedTest:
    """Share the words of a decided cycle with all trusts; sharing it again makes a new version of them.

    `texts` goes by the ids of `vocabulary.yaml`; `questions` are the numbers of those that are shared, all
    where it is None. With `own_figures` the effect in the trust's figures of the measure, and the
    results of its questions, are shared as well, rounded. `looked` are the words that somebody looked at,
    because they may name somebody.

    Raises ClearwayError for a cycle that is not decided, without consent, for words that are missing, and
    RecognisedError where they name somebody, or may and nobody looked at them.
    """
    project = held(cycle.project)
    decided = _decided(cycle)
    if not consent:
        raise ClearwayError("Nobody has confirmed the words", mend=f"Read them, then tick “{CONSENT}”")
    words = _words(title or cycle.title, setting, lesson, texts)
    began, first = began_on(cycle) or decided.on, ramp_began(cycle)
    of_ramp = first if first != began else None
    days = {"began": began, "decided": decided.on, "ramp_began": of_ramp}
    asked = shared_questions(cycle, questions, own_figures=own_figures)
    fields = fields_of_test(
        words, words["texts"], [each["words"] for each in asked], contact, cycle.parameter
    )
    seen = check_words(project.organisation, fields, sharer=by.name, looked=looked)
    shared = _shared(cycle, project, by)
    _forget_contact(shared)
    effect = own_effect(cycle, days) if own_figures and cycle.measure else None
    version = SharedVersion.objects.create(
        shared=shared,
        number=shared.versions.count() + 1,  # the project's row is held, and no version is ever deleted
        **words,
        **_what_it_is(cycle),
        began=began,
        ramp_began=of_ramp,
        decided_on=decided.on,
        decision=decided.decision,
        questions=asked,
        effect=effect.as_json() if effect else None,
        consent=f"{CONSENT} {LOOKED}" if seen else CONSENT,
        **written(by),
    )
    _keep_contact(version, contact)
    log(project, "share test", by, cycle=cycle.number, version=version.number, own_figures=own_figures)
    return shared


@transaction.atomic
def withdraw_test(*, shared: SharedTest, reason: str, by: Person) -> Withdrawal:
    """Take the shared words back; the contact is forgotten. Copies that others made stay theirs.

    Raises ClearwayError when it is withdrawn already or no reason is given.
    """
    project = held(shared.cycle.project)
    version = shared.versions.order_by("-number")[0]
    if Withdrawal.objects.filter(version=version).exists():
        raise ClearwayError("The test is withdrawn already", mend="Load the page again")
    _forget_contact(shared)
    row = Withdrawal.objects.create(version=version, reason=said(reason, "Reason"), **written(by))
    log(project, "withdraw shared test", by, cycle=shared.cycle.number, version=version.number)
    return row


@transaction.atomic
def copy_test(*, shared: SharedTest, project: Project, by: Person, title: str = "", scale: str = "") -> Cycle:
    """Plan a cycle in a project from what another trust shared: its shared words, and nothing else of it.

    The new cycle keeps where it comes from (`copied_from`, and the version whose words it took). It begins on
    the smallest scale unless another one is named: another unit is another test. An idea or driver that the
    project's package does not have is left away.

    Raises ClearwayError when the test is withdrawn or the project is closed.
    """
    mine = open_project(project)
    version = SharedVersion.objects.standing().filter(shared=shared).first()
    if version is None:
        raise ClearwayError("This test was withdrawn", mend="Choose another one")
    plan = {field.id for field in form().plan}
    same = mine.package_id == shared.package_id
    cycle = plan_cycle(
        project=mine,
        title=title or version.title,
        scale=scale or form().scales[0].id,
        idea=version.idea if same else "",
        driver=version.driver if same and version.driver in mine.drivers else "",
        measure=version.measure,
        component=version.component,
        parameter=version.parameter,
        texts={name: text for name, text in version.texts.items() if name in plan},
        copied_from=shared.cycle,
        by=by,
    )
    Copy.objects.create(cycle=cycle, version=version, **written(by))
    origin = {"project": shared.cycle.project.number, "cycle": shared.cycle.number}
    log(mine, "copy test", by, cycle=cycle.number, origin=shared.org_code, copied_from=origin)
    return cycle


def _decided(cycle: Cycle) -> CycleStep:
    last = cycle.steps.order_by("-pk").first()
    if last is None or last.step != Stage.DECIDED:
        raise ClearwayError("Only a decided test is shared", mend="Adopt, adapt or abandon the change first")
    return last


def _shared(cycle: Cycle, project: Project, by: Person) -> SharedTest:
    found = SharedTest.objects.filter(cycle=cycle).first()
    if found is not None:
        return found
    where = {"org_code": project.org_code, "package_id": project.package_id}
    return SharedTest.objects.create(cycle=cycle, **where, **written(by))


def _words(title: str, setting: Setting, lesson: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The columns that somebody typed. Raises ClearwayError where something is missing or unknown."""
    offered = {text.id: text for text in vocabulary().texts}
    strange = sorted(set(texts) - set(offered))
    if strange:
        raise ClearwayError(f"'{strange[0]}' is not shared", mend=f"Use one of {', '.join(offered)}")
    typed = {
        text.id: said(texts.get(text.id, "").replace("\r\n", "\n"), text.title, needed=text.asked)
        for text in offered.values()
    }
    return {
        "title": said(title, "Title", longest=200),
        "unit": check_word(vocabulary().units, setting.unit, "kind of unit"),
        "births": check_word(vocabulary().births, setting.births, "number of births"),
        "who": said(setting.who, "Who it was tested with", longest=300),
        "circumstances": said(setting.circumstances, "Local circumstances", needed=False),
        "lesson": said(lesson, "What others can learn"),
        "texts": {name: text for name, text in typed.items() if text},
    }


def _what_it_is(cycle: Cycle) -> dict[str, str]:
    """Idea, driver, scale and measure; an idea brings its driver."""
    driver = cycle.driver
    if cycle.idea:
        driver = shipped_packages()[cycle.project.package_id].driver_of_idea(cycle.idea).id
    names = ("idea", "scale", "measure", "component", "parameter")
    return {"driver": driver, **{name: getattr(cycle, name) for name in names}}


def _keep_contact(version: SharedVersion, contact: Contact | None) -> None:
    if contact is None:
        return
    SharedContact.objects.create(
        version=version,
        name=said(contact.name, "Name of the contact", longest=200),
        reached=said(contact.reached, "Work e-mail or role of the contact", longest=254),
    )


def _forget_contact(shared: SharedTest) -> None:
    SharedContact.objects.filter(version__shared=shared).delete()
