"""Files of a project: what they are, and their bytes in a table of their own so that lists stay light."""

from django.db import models

from clearway.web.projects.models.base import Written
from clearway.web.projects.models.project import Project


class ProjectFile(Written):
    """A file that was checked and kept. A removed one keeps its line, who removed it and why."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    words = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_person = models.CharField(max_length=200, blank=True)
    removed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("project", "-pk")

    def __str__(self) -> str:
        return self.name


class FileBody(models.Model):
    """The bytes of a file, in the database: outside every folder that a web server answers from."""

    file = models.OneToOneField(ProjectFile, primary_key=True, on_delete=models.PROTECT, related_name="body")
    content = models.BinaryField()

    class Meta:
        ordering = ("file",)

    def __str__(self) -> str:
        return f"bytes of {self.file_id}"
