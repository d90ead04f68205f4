"""The page that explains charts."""

from django.urls import path

from clearway.web.charts import views

urlpatterns = [path("", views.how_to_read, name="how-to-read")]
