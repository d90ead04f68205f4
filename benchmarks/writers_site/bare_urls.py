"""One address: a page that inserts a row."""

from benchmarks.writers_site.inserting import insert
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

urlpatterns = [path("insert/", csrf_exempt(insert))]
