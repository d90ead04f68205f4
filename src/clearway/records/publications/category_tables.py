"""Values of dimensions published as one count a category (smoking status, CO bands), or as a bare count."""

from clearway.records.publications.gather import Group, Key
from clearway.records.publications.layouts import CategoryTable, Sign
from clearway.records.publications.model import PublishedValue, State
from clearway.records.publications.proportions import Subject, counted, stated


def table_values(key: Key, group: Group, table: CategoryTable) -> list[PublishedValue]:
    """One value a category that the file has for this organisation and period.

    The denominator of each is the total of all of them, as published. A category without a row
    gets no value. It is not 0: monthly files print no zeros, so the category may be empty or may
    not have been asked for, and the file does not tell. The total is right either way, and so are
    the shares of the categories that are there. Where a sign stands for one of the counts the
    total is not known, and the other categories keep their count without a share.
    """
    if not table.components:
        return [_value(key, group, "", group.entries[""].row, None)]
    contents = [entry.content for entry in group.entries.values()]
    numbers = [content for content in contents if isinstance(content, float)]
    total = sum(numbers) if len(numbers) == len(contents) else None
    values = []
    for component, entry in group.entries.items():
        if total is None and isinstance(entry.content, float):
            subject = Subject(key, group.org_name, entry.row, component)
            note = "The total of all categories is not known"
            values.append(stated(subject, State.WITHHELD, note, entry.content))
        else:
            values.append(_value(key, group, component, entry.row, total))
    return values


def _value(key: Key, group: Group, component: str, row: int, total: float | None) -> PublishedValue:
    subject = Subject(key, group.org_name, row, component)
    content = group.entries[component].content
    if isinstance(content, Sign):
        return stated(subject, content.state, content.note)
    return counted(subject, group.number(component), total, note=group.note)
