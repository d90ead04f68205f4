"""Merge what two people typed over the same version of texts that go by section. Pure."""

from collections.abc import Iterable, Mapping

Texts = Mapping[str, str]


def changed(old: Texts, new: Texts) -> dict[str, str]:
    """The sections of `new` that say something else than in `old`; one that is missing there was empty."""
    return {each: text for each, text in new.items() if text != old.get(each, "")}


def fights(order: Iterable[str], old: Texts, newest: Texts, typed: Texts) -> list[str]:
    """The sections, in order, that both changed since `old`, each in another way."""
    mine, theirs = changed(old, typed), changed(old, newest)
    return [each for each in order if each in mine and each in theirs and mine[each] != theirs[each]]


def together(old: Texts, newest: Texts, typed: Texts) -> dict[str, str]:
    """The newest texts with what was typed; ask for `fights` before."""
    return {**newest, **changed(old, typed)}
