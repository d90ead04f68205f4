"""Reads a published change package, in the form of the maternal and neonatal collaborative, into a package.

The form is text with rows (change package, primary driver, secondary driver, change ideas, mandatory and
supporting data), a title page, instructions, references and resources. Nothing here knows the clinical
area; the document's own words are kept.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from clearway.common.errors import ClearwayError
from clearway.package.importer.blocks import blocks
from clearway.package.importer.build import build_package
from clearway.package.importer.conservation import report_lost_words
from clearway.package.importer.draft import Draft
from clearway.package.importer.reading import read_draft
from clearway.package.importer.report import ImportReport, Ledger
from clearway.package.importer.source import read_source
from clearway.package.loader import save_package
from clearway.package.model import Package
from clearway.package.parts import ID_PATTERN

__all__ = ["ImportReport", "import_document"]

_FORM = "It needs rows such as 'Change package<tab>Title' and 'Secondary driver<tab>Title'."


def import_document(
    document: Path, out: Path | None = None, *, package_id: str | None = None
) -> ImportReport:
    """Read a published change package and, where `out` is given, write it into that folder.

    The ids are made from the titles, and the package's own from its title unless `package_id` gives it.
    The report says what could not be placed; every visible word of the document is in the package or
    in the report. Raises ClearwayError where the file is no text, is not of this form, or `out` holds
    something already.
    """
    if package_id is not None and not re.fullmatch(ID_PATTERN, package_id):
        mend = "Use small letters, digits and single hyphens, such as my-package."
        raise ClearwayError(f"'{package_id}' cannot be the id of a package", mend=mend)
    source = read_source(document)
    ledger = Ledger(source.name)
    ledger.findings += source.findings
    draft = read_draft(blocks(source.lines), ledger)
    _check_form(draft, document)
    try:
        package = build_package(draft, package_id, source.name, ledger)
    except ValidationError as fault:
        what = f"the document does not make a whole package: {fault.errors()[0]['msg']}"
        raise ClearwayError(what, where=str(document), mend="Correct the document there.") from fault
    report_lost_words(source.lines, package, ledger)
    if out is not None:
        save_package(package, out)
    return ImportReport(package, ledger.sorted(), _placed(package))


def _check_form(draft: Draft, document: Path) -> None:
    if not draft.titles:
        what = "this is no change package: it has no row 'Change package' with a title"
        raise ClearwayError(what, where=str(document), mend=_FORM)
    if not draft.pages:
        what = "this change package has no page with a row 'Secondary driver'"
        raise ClearwayError(what, where=str(document), mend=_FORM)


def _placed(package: Package) -> Mapping[str, int]:
    front = {
        "values": len(package.values),
        "definitions": len(package.definitions),
        "instructions": len(package.instructions),
    }
    return MappingProxyType({**asdict(package.counts), **front})
