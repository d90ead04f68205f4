"""The target that a chart is judged against, where one was ever set."""

from clearway.common.organisations import Level, Organisation
from clearway.measures.definitions import Definition
from clearway.package.loader import shipped_packages


def target_of(sheet: Definition, organisation: Organisation) -> float | None:
    """The target of a package's aim, as a fraction: for its own series and the nation, for nothing else."""
    if organisation.level is not Level.NATIONAL:
        return None
    targets = (package.aim.target for package in shipped_packages().values() if not package.example)
    return next((one.value for one in targets if one is not None and one.series == sheet.id), None)
