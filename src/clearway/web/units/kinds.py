"""What a unit can be: the list of `kinds.yaml`, read once and checked by its form."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.common.errors import ClearwayError

FILE = Path(__file__).parent / "kinds.yaml"


class Kind(BaseModel):
    """One kind of unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which lists show them."""
    return tuple(Kind.model_validate(each) for each in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def kind_title(kind_id: str) -> str:
    """The title of a stored id; the id itself where the list no longer has it."""
    return next((kind.title for kind in kinds() if kind.id == kind_id), kind_id)


def check_kind(kind_id: str) -> str:
    """The id. Raises ClearwayError when the list does not have it."""
    if kind_id not in {kind.id for kind in kinds()}:
        raise ClearwayError(
            f"there is no kind of unit '{kind_id}'",
            mend=f"Use one of {', '.join(kind.id for kind in kinds())}",
        )
    return kind_id
