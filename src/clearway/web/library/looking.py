"""What leaves a trust with a shared test, a case study or a tool, field by field, and who looked at it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from clearway.common.organisations import Organisation
from clearway.web.library.naming import looker_of
from clearway.web.library.vocabulary import vocabulary
from clearway.web.people.looking import Field, Seen, check, seen_in
from clearway.web.people.names import is_of_a_person
from clearway.web.people.recognised import Found, Rule, rules

TITLES: Mapping[str, str] = {
    "title": "What was tested",
    "who": "Who it was tested with",
    "circumstances": "Local circumstances",
    "lesson": "What others can learn",
    "questions": "Questions and predictions to share",
}
"""The words of a shared test that are no text of `vocabulary.yaml`."""
SUBJECT = "What fills the blank in the name of its measure"
ITEM_TITLES: Mapping[str, str] = {
    "title": "Title",
    "summary": "Summary",
    "words": "Words",
    "file": "Name of the file",
}
CONTACT_TITLES: Mapping[str, str] = {
    "contact_name": "Name of a contact",
    "contact_reached": "Work e-mail or role of the contact",
}
AGREED = Rule(
    id="contact",
    said="“{word}” is given as the contact",
    mend="Make sure that they agreed: everybody who is signed in reads it",
)


@dataclass(frozen=True)
class Contact:
    """Whom others may ask: a name, and the work e-mail or role by which they are reached."""

    name: str
    reached: str


def fields_of_test(
    words: Mapping[str, str],
    texts: Mapping[str, str],
    asked: Iterable[str],
    contact: Contact | None,
    subject: str = "",
) -> list[Field]:
    """The fields of a shared test; `asked` are the words of the questions that are shared, `subject` is what
    fills the blank in the name of its measure."""
    said = [Field(text.id, text.title, texts.get(text.id, "")) for text in vocabulary().texts]
    typed = [Field(name, title, words.get(name, "")) for name, title in TITLES.items() if name != "questions"]
    questions = [Field("questions", TITLES["questions"], each) for each in asked]
    about = [Field("subject", SUBJECT, subject)] if subject else []
    return [*typed, *said, *about, *questions, *_contact_fields(contact)]


def fields_of_item(words: Mapping[str, str], file_name: str, contact: Contact | None) -> list[Field]:
    """The fields of a case study or a tool. Of a file the name is looked at, and nothing else."""
    readable = PurePath(file_name).stem.replace("_", " ").replace("-", " ")
    typed = {**words, "file": readable}
    return [
        *(Field(name, title, typed.get(name, "")) for name, title in ITEM_TITLES.items()),
        *_contact_fields(contact),
    ]


def look(organisation: Organisation, fields: Iterable[Field], sharer: str) -> tuple[Seen, ...]:
    """What is found in them; a contact who is somebody else than the sharer was asked before, by whoever."""
    given = list(fields)
    return (*seen_in(given, looker_of(organisation)), *_somebody_else(given, sharer))


def check_words(
    organisation: Organisation, fields: Iterable[Field], *, sharer: str, looked: Collection[str]
) -> bool:
    """Whether there were words that somebody had to look at, and did.

    Raises RecognisedError where something is refused or was not looked at.
    """
    seen = look(organisation, fields, sharer)
    check(seen, looked)
    return bool(seen)


def _contact_fields(contact: Contact | None) -> Iterator[Field]:
    if contact is not None:
        texts = (contact.name, contact.reached)
        for (name, title), text in zip(CONTACT_TITLES.items(), texts, strict=True):
            yield Field(name, title, text, contact=True)


def _somebody_else(fields: Iterable[Field], sharer: str) -> Iterator[Seen]:
    for field in fields:
        name = " ".join(field.text.split())
        person = is_of_a_person(name, rules().no_names, rules().particles)
        if field.name == "contact_name" and person and name != sharer:
            yield Seen(field, Found(AGREED, name, 0, len(field.text), name))
