"""Addresses of learning boards: on pages, on paper, on walls, and open to everybody."""

from django.urls import URLPattern, path

from clearway.web.boards import views, views_links, views_shared, views_wall, views_walls

ORGANISATION = "organisations/<str:code>"
PROJECT = f"{ORGANISATION}/projects/<int:number>"
UNIT = f"{ORGANISATION}/units/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{ORGANISATION}/board/", views.organisation_board, name="organisation-board"),
    path(f"{ORGANISATION}/board/<str:paper>.pdf", views.organisation_paper, name="organisation-board-paper"),
    path(f"{PROJECT}/board/", views.project_board, name="project-board"),
    path(f"{PROJECT}/board/<str:paper>.pdf", views.project_paper, name="project-board-paper"),
    path(f"{UNIT}/board/", views.unit_board, name="unit-board"),
    path(f"{UNIT}/board/<str:paper>.pdf", views.unit_paper, name="unit-board-paper"),
    path(f"{ORGANISATION}/board/public/", views_links.links, name="public-links"),
    path(f"{ORGANISATION}/board/public/<int:number>/", views_links.link, name="public-link"),
    path(f"{ORGANISATION}/board/public/<int:number>/renew/", views_links.renew, name="public-link-renew"),
    path(
        f"{ORGANISATION}/board/public/<int:number>/poster-<str:paper>.pdf",
        views_links.poster,
        name="public-link-poster",
    ),
    path(f"{ORGANISATION}/board/publish/<str:board>/", views_links.publish, name="publish-board"),
    path(f"{ORGANISATION}/board/walls/", views_walls.walls, name="board-walls"),
    path(f"{ORGANISATION}/board/walls/new/", views_walls.new_wall, name="board-wall-new"),
    path(
        f"{ORGANISATION}/board/walls/<int:token>/revoke/", views_walls.revoke_wall, name="board-wall-revoke"
    ),
    path("shared/<str:secret>/", views_shared.shared, name="shared-board"),
    path("wall/", views_wall.wall_open, name="wall-open"),
    path("wall/<str:code>/<str:board>/", views_wall.wall, name="wall"),
]
