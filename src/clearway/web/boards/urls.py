"""Addresses of learning boards, on pages, on paper and on walls."""

from django.urls import URLPattern, path

from clearway.web.boards import views, views_wall

ORGANISATION = "organisations/<str:code>"
PROJECT = f"{ORGANISATION}/projects/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{ORGANISATION}/board/", views.organisation_board, name="organisation-board"),
    path(f"{ORGANISATION}/board/<str:paper>.pdf", views.organisation_paper, name="organisation-board-paper"),
    path(f"{PROJECT}/board/", views.project_board, name="project-board"),
    path(f"{PROJECT}/board/<str:paper>.pdf", views.project_paper, name="project-board-paper"),
    path("wall/", views_wall.wall_open, name="wall-open"),
    path("wall/<str:code>/<str:board>/", views_wall.wall, name="wall"),
]
