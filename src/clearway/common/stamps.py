"""The stamp of computed figures: by which definitions and code, from which records, as known on which day.

It stands beside the file of figures, as `FIGURES.csv.stamp.json`, and names that file by its digest, so
that a file that was changed by hand is no longer taken for computed.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from clearway.common.errors import ClearwayError

SUFFIX = ".stamp.json"
Signs = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SubmissionsRead(_Data):
    """How many submissions of how many providers were read, and the newest month of each provider.

    Where one organisation moved to another site, `newest` holds its own month alone and `others` says of how
    many more providers submissions were read.
    """

    number: int = Field(ge=1)
    newest: Mapping[str, MonthText]
    others: int = Field(default=0, ge=0)

    @property
    def providers(self) -> int:
        """Of how many providers submissions were read."""
        return len(self.newest) + self.others

    @model_serializer(mode="wrap")
    def _without_nobody(self, told: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """`others` is told only where there are some: a stamp as it was computed stays what it was."""
        return {name: value for name, value in told(self).items() if name != "others" or value}


class Stamp(_Data):
    """How figures were computed.

    `form` is exact, or published or suppressed where the disclosure step was applied. `code` is the
    version of Clearway and 16 signs that stand for its rules, `engine` what computed by them; `data`
    stands for the records and `submissions` says which; `definitions` gives the version of each
    measure's definition. `sha256` is the digest of the file.
    """

    stamp: Literal[1] = 1
    sha256: str = ""
    form: Literal["exact", "published", "suppressed"]
    as_of: date
    code: str
    engine: str
    data: Signs
    submissions: SubmissionsRead
    definitions: Mapping[str, int]

    def for_file(self, content: bytes) -> Self:
        """The stamp of a file with this content."""
        return self.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()})

    def provisional(self, provider: str) -> str:
        """The newest month that was read of a provider, else of any: later submissions may change it."""
        return self.submissions.newest.get(provider, max(self.submissions.newest.values(), default=""))

    def text(self) -> str:
        """As it is written."""
        return json.dumps(self.model_dump(mode="json"), indent=2, sort_keys=True) + "\n"


def stamp_path(file: Path) -> Path:
    """Where the stamp of a file stands."""
    return file.with_name(file.name + SUFFIX)


def stamp_beside(file: Path) -> Stamp | None:
    """The stamp of a file, or None where none stands beside it. Raises ClearwayError for a damaged one."""
    path = stamp_path(file)
    try:
        return Stamp.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise ClearwayError(
            f"The stamp cannot be read: {reason}", where=path.name, mend="Compute the figures again"
        ) from None
