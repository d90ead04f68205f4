"""What pages ask of the library: what stands in it for all, and what one trust has shared or not yet."""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from clearway.common.organisations import Organisation, directory
from clearway.web.cycles.models import Cycle
from clearway.web.library.models import Copy, LibraryItem, SharedTest, SharedVersion
from clearway.web.projects.models import Project, Status


def standing(package_id: str) -> QuerySet[SharedVersion]:
    """All shared tests of a package that nobody withdrew, newest first, with `copies` and contact."""
    return all_standing().filter(shared__package_id=package_id)


def all_standing() -> QuerySet[SharedVersion]:
    """The same of all packages."""
    rows: QuerySet[SharedVersion] = SharedVersion.objects.standing().with_copies()
    return rows.select_related("shared", "contact").order_by("-decided_on", "-pk")


def standing_test(key: int) -> SharedVersion | None:
    """The standing version of one shared test, or None where it was withdrawn or never shared."""
    # By `shared__pk`: a number from an address that is larger than any key is no key, and no fault either.
    return all_standing().filter(shared__pk=key).first()


def reference_of(shared: SharedTest) -> str:
    """What an action calls the shared test that it began from: the same on every site."""
    return f"{shared.org_code}/{shared.cycle.project.number}/{shared.cycle.number}"


def test_called(reference: str) -> SharedVersion | None:
    """The standing version of the shared test of that reference, or None."""
    code, *numbers = reference.split("/")
    if len(numbers) != 2 or not all(each.isascii() and each.isdigit() and len(each) < 10 for each in numbers):
        return None
    project, cycle = map(int, numbers)
    of = {"shared__cycle__project__number": project, "shared__cycle__number": cycle}
    return all_standing().filter(shared__org_code=code, **of).first()


def items(package_id: str) -> QuerySet[LibraryItem]:
    """Case studies and tools that nobody withdrew, newest first."""
    return all_items().filter(package_id=package_id)


def all_items() -> QuerySet[LibraryItem]:
    """The same of all packages."""
    return LibraryItem.objects.filter(withdrawn_at=None)


def item(key: int) -> LibraryItem | None:
    """One of them."""
    return all_items().filter(pk=key).first()


def items_of(organisation: Organisation) -> QuerySet[LibraryItem]:
    """All that the organisation, or the trusts below it, offered; withdrawn ones too."""
    return LibraryItem.objects.filter(org_code__in=codes_of(organisation))


def item_of(organisation: Organisation, key: int) -> LibraryItem | None:
    """One that the organisation itself offered."""
    return LibraryItem.objects.filter(org_code=organisation.code, pk=key).first()


def codes_of(organisation: Organisation) -> Collection[str]:
    """The organisation and the trusts below it."""
    return {organisation.code, *(trust.code for trust in directory().providers(organisation.code))}


def shared_by(organisation: Organisation) -> QuerySet[SharedVersion]:
    """The last version of each test that the organisation, or the trusts below it, shared or withdrew."""
    rows: QuerySet[SharedVersion] = SharedVersion.objects.newest().with_copies()
    return (
        rows.filter(shared__org_code__in=codes_of(organisation))
        .select_related("shared__cycle__project", "withdrawal", "contact")
        .order_by("-pk")
    )


def with_own_effect(codes: Collection[str]) -> QuerySet[SharedVersion]:
    """The standing versions of these trusts that show an effect in the trust's own figures."""
    rows: QuerySet[SharedVersion] = SharedVersion.objects.standing().filter(shared__org_code__in=codes)
    return rows.exclude(effect=None).select_related("shared__cycle__project")


def newest_of(cycle: Cycle) -> SharedVersion | None:
    """The last version of the words of a cycle, withdrawn or not."""
    rows: QuerySet[SharedVersion] = SharedVersion.objects.newest().with_copies()
    return rows.filter(shared__cycle=cycle).select_related("shared", "withdrawal", "contact").first()


def decided(project: Project) -> list[Cycle]:
    """The decided cycles of a project, the last decided first, with `decision` and `decided_on`."""
    return list(_decided(Q(project=project)))


def not_shared(organisation: Organisation) -> list[Cycle]:
    """The decided cycles of the organisation's projects that were never shared, the last decided first."""
    return list(_decided(Q(project__org_code__in=codes_of(organisation), shared=None)))


def _decided(which: Q) -> QuerySet[Cycle]:
    rows: QuerySet[Cycle] = Cycle.objects.with_decision().filter(which, left_out=False)
    # In a Q the types do not look for the annotations `decision` and `decided_on`.
    return (
        rows.filter(Q(decision__isnull=False))
        .select_related("project")
        .order_by(F("decided_on").desc(), "-pk")
    )


def versions_of_project(project: Project) -> dict[int, SharedVersion]:
    """By key of the cycle: the last version of each shared test of the project."""
    rows: QuerySet[SharedVersion] = SharedVersion.objects.newest().with_copies()
    found = rows.filter(shared__cycle__project=project).select_related("shared", "withdrawal", "contact")
    return {each.shared.cycle_id: each for each in found}


def copy_behind(cycle: Cycle) -> Copy | None:
    """What the cycle was copied from."""
    return Copy.objects.filter(cycle=cycle).select_related("version__shared").first()


def tested(package_id: str, idea: str) -> QuerySet[SharedVersion]:
    """The standing tests of one change idea."""
    return standing(package_id).filter(idea=idea)


def of_driver(package_id: str, driver: str) -> QuerySet[SharedVersion]:
    """The standing tests of a driver and its ideas; sharing writes the driver of an idea down."""
    return standing(package_id).filter(driver=driver)


def open_projects_of(codes: Collection[str]) -> list[Project]:
    """The projects of these trusts into which a test can be copied."""
    rows = Project.objects.filter(org_code__in=codes).exclude(status=Status.CLOSED)
    return list(rows.order_by("org_code", "-number"))
