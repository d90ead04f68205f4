"""The pages of single charts, below the address of their organisation."""

from django.urls import path

from clearway.web.charts import views_decisions as views

CHART = "<str:code>/charts/<slug:measure_id>/"

urlpatterns = [
    path(CHART, views.chart, name="chart"),
    path(f"{CHART}decide/<slug:decision>/", views.decision, name="chart-decide"),
    path(f"{CHART}decisions/<str:event>/", views.event, name="chart-event"),
    path(f"{CHART}decisions/<str:event>/withdraw/", views.withdraw, name="chart-withdraw"),
]
