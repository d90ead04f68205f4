"""Addresses of uploads, below the organisation they belong to."""

from django.urls import path

from clearway.web.uploads import views, views_doing

urlpatterns = [
    path("<code>/uploads/", views.uploads, name="uploads"),
    path("<code>/uploads/template.<form>", views.template, name="upload-template"),
    path("<code>/uploads/<uuid:upload>/", views.upload, name="upload"),
    path("<code>/uploads/<uuid:upload>/columns/", views.confirm_columns, name="upload-columns"),
    path("<code>/uploads/<uuid:upload>/mend/", views.mend, name="upload-mend"),
    path("<code>/uploads/<uuid:upload>/rejects.csv", views.rejects, name="upload-rejects"),
    path("<code>/uploads/<uuid:upload>/approve/", views_doing.approve, name="upload-approve"),
    path("<code>/uploads/<uuid:upload>/cancel/", views_doing.cancel, name="upload-cancel"),
    path("<code>/uploads/<uuid:upload>/stop/", views_doing.stop, name="upload-stop"),
    path("<code>/uploads/<uuid:upload>/again/", views_doing.again, name="upload-again"),
    path("<code>/uploads/<uuid:upload>/undo/", views.undo, name="upload-undo"),
]
