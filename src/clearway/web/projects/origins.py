"""Where an action comes from: the link "finding > action > test of change", startable from anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from clearway.web.projects.vocabulary import check_word, title_of, vocabulary


@dataclass(frozen=True)
class Origin:
    """A finding.

    `kind` is an id of the origins in `vocabulary.yaml`; `reference` names the finding where it is kept (the
    id of a change idea, "3" for barrier 3 of the project, the id of a measure for a signal on its chart, "12"
    for suggestion 12 of the organisation); `words` say it to people. Raises ClearwayError for an unknown
    kind.
    """

    kind: str
    reference: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        check_word(vocabulary().origins, self.kind, "kind of finding")

    @property
    def title(self) -> str:
        """The kind for people."""
        return title_of(vocabulary().origins, self.kind)

    @property
    def query(self) -> Mapping[str, str]:
        """What a link to the page "new action" carries, so that it starts from this finding."""
        return {"kind": self.kind, "reference": self.reference, "words": self.words}


PLAN = Origin("plan")
