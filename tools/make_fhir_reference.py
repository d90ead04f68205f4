"""Writes docs/reference/fhir.md from the FHIR mapping and its codes.

Run: PYTHONPATH=src .venv/bin/python tools/make_fhir_reference.py
"""

from pathlib import Path

from clearway.records.fhir import mapping
from clearway.records.fhir.mapping import FieldRule, Kind, ResourceRule, code_rows

TARGET = Path(__file__).parents[1] / "docs" / "reference" / "fhir.md"
_CODES = (
    "Sets beside the code lists of [the records](records.md). `checked`: code and meaning were read in a "
    "published source."
)
PROSE = Path(__file__).with_name("fhir_reference.md")


def reference() -> str:
    """The whole page: the prose, then the tables that the mapping makes."""
    given = mapping()
    parts = [PROSE.read_text(encoding="utf-8").rstrip(), "", "## Resources and elements", ""]
    for type_, rule in given.resources.items():
        parts += _resource(type_, rule)
    parts += ["## Codes", "", _CODES, ""]
    parts += ["| set | system | code | term | counts as | checked |", "|---|---|---|---|---|---|"]
    for row in code_rows():
        cells = (row["set"], row["system"], f"`{row['code']}`", row["term"], row["counts_as"], row["checked"])
        parts.append("| " + " | ".join(cells) + " |")
    parts += ["", "## Systems", "", "| name | address | checked |", "|---|---|---|"]
    for name, system in given.systems.items():
        addresses = ", ".join(f"`{uri}`" for uri in (system.uri, *system.also))
        parts.append(f"| {name} | {addresses} | {'yes' if system.checked else 'no'} |")
    parts += ["", "## Columns", "", "Which element fills each column of [the tables](records.md).", ""]
    parts += ["| column | element |", "|---|---|"]
    for table, columns in given.columns.items():
        parts += [
            f"| `{table}.{name}` | {element.replace(' | ', ' or ')} |" for name, element in columns.items()
        ]
    return "\n".join([*parts, ""])


def _resource(type_: str, rule: ResourceRule) -> list[str]:
    checked = "seen in UK Core" if rule.profile_checked else "not checked"
    lines = [f"### {type_}", "", f"Profile: {rule.profile} ({checked})."]
    if rule.left_out:
        lines[-1] += f" Left out and told: {rule.status} {', '.join(rule.left_out)}."
    if rule.common:
        lines[-1] += (
            " Says " + ", ".join(f"its {name} in `{path}`" for name, path in rule.common.items()) + "."
        )
    lines += ["", "| record | when | column | element |", "|---|---|---|---|"]
    for kind in rule.kinds:
        lines += [
            f"| {kind.into} | {_when(kind)} | {name} | {_element(field)} |"
            for name, field in kind.fields.items()
        ]
    return [*lines, ""]


def _when(kind: Kind) -> str:
    said = [f"`{when.path}` in {when.set}" for when in kind.when]
    text = " or ".join(said) or "always"
    if kind.needs and kind.needs.is_:
        return f"`{kind.needs.path}` is {kind.needs.is_}"
    return text + (f", and `{kind.needs.path}` is not {kind.needs.is_not}" if kind.needs else "")


def _element(field: FieldRule) -> str:
    text = ", else ".join(f"`{path}`" for path in field.paths)
    return text + (f" by the codes {field.codes}" if field.codes else f" ({field.type})")


def main() -> None:
    """Write the page."""
    TARGET.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
