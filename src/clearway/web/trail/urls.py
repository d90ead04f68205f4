"""Addresses of the logs of an organisation; `instance` stands for what belongs to none."""

from django.urls import path

from clearway.web.trail import views

urlpatterns = [
    path("<str:code>/audit/", views.changes, name="trail"),
    path("<str:code>/audit/changes.csv", views.changes_csv, name="trail-csv"),
    path("<str:code>/audit/changes.jsonl", views.changes_jsonl, name="trail-jsonl"),
    path("<str:code>/audit/accesses/", views.accesses, name="trail-accesses"),
    path("<str:code>/audit/accesses.csv", views.accesses_csv, name="trail-accesses-csv"),
    path("<str:code>/audit/erase/", views.erase, name="trail-erase"),
]
