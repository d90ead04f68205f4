"""One address: a page that inserts a row."""

from benchmarks.served.plain_pages import insert, one
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

urlpatterns = [path("insert/", csrf_exempt(insert)), path("one/", one)]
