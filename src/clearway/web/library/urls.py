"""Addresses of the library, of what an organisation shares, and of sharing a cycle."""

from django.urls import URLPattern, path

from clearway.web.library.views import items, library, own, sharing

ORGANISATION = "organisations/<str:code>"
PROJECT = f"{ORGANISATION}/projects/<int:number>"
SHARE = f"{PROJECT}/cycles/<int:cycle>/share"

urlpatterns: list[URLPattern] = [
    path("library/", library.index, name="library"),
    path("library/ideas/<slug:idea>/", library.idea, name="library-idea"),
    path("library/tests/<int:shared>/", library.test, name="library-test"),
    path("library/tests/<int:shared>/copy/", sharing.copy, name="library-copy"),
    path("library/items/<int:item>/", items.item, name="library-item"),
    path("library/items/<int:item>/file/", items.item_file, name="library-item-file"),
    path(f"{ORGANISATION}/library/", own.organisation_library, name="organisation-library"),
    path(f"{ORGANISATION}/library/items/new/", items.item_new, name="library-item-new"),
    path(
        f"{ORGANISATION}/library/items/<int:item>/withdraw/",
        items.item_withdraw,
        name="library-item-withdraw",
    ),
    path(f"{PROJECT}/shared/", own.project_library, name="project-library"),
    path(f"{SHARE}/", sharing.share, name="library-share"),
    path(f"{SHARE}/withdraw/", sharing.withdraw, name="library-withdraw"),
]
