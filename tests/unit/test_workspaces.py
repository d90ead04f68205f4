"""The line of links at the head of every page: what somebody's roles open where they hold them."""

import pytest

from clearway.web.people.access import Access, Held
from clearway.web.people.roles import Administrator, NetworkLead, Reader, TrustLead
from clearway.web.people.workspace import workspaces


def titles(*held: Held) -> dict[str, list[str]]:
    return {place.name: [link.title for link in place.links] for place in workspaces(Access(held=held))}


def test_a_trust_lead_sees_all_pages_of_the_trust() -> None:
    assert titles(Held(TrustLead, "DEMO1")) == {
        "Alderbrook Hospitals (made up)": [
            "Months",
            "Import",
            "Projects",
            "Units",
            "Department",
            "Reports",
            "Ideas",
            "Library",
            "People",
            "Tokens",
            "Audit",
            "Export",
            "Jobs",
        ]
    }


def test_a_reader_sees_what_a_reader_may_open() -> None:
    (links,) = titles(Held(Reader, "DEMO1")).values()
    assert links == ["Months", "Projects", "Units", "Department", "Reports", "Ideas", "Library"]


def test_a_network_lead_sees_the_grid_and_no_page_that_only_trusts_have() -> None:
    (links,) = titles(Held(NetworkLead, "DEMO-N")).values()
    assert links == [
        "Trusts and months", "Health", "Measures of the work", "Library", "People", "Audit", "Jobs",
    ]  # fmt: skip


def test_an_administrator_sees_no_figures() -> None:
    (links,) = titles(Held(Administrator, "DEMO1")).values()
    assert links == ["People", "Tokens", "Audit", "Jobs"]


def test_two_organisations_stand_by_name_and_more_stand_on_a_page_of_their_own() -> None:
    two = (Held(Reader, "DEMO2"), Held(Reader, "DEMO1"))
    assert list(titles(*two)) == ["Alderbrook Hospitals (made up)", "Birchwater Hospitals (made up)"]
    assert titles(*two, Held(Reader, "DEMO3")) == {}


@pytest.mark.parametrize("held", [(), (Held(Reader, "NO-SUCH"),)])
def test_without_an_organisation_there_is_no_line(held: tuple[Held, ...]) -> None:
    assert titles(*held) == {}
