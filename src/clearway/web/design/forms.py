"""Renders Django forms as NHS design system components: `{{ form }}` is enough."""

from typing import Any

from django.forms.renderers import BaseRenderer
from django.template import TemplateDoesNotExist, engines


class NhsRenderer(BaseRenderer):
    """Looks for a Jinja2 template of ours first, then for Django's own."""

    form_template_name = "forms/form.jinja"
    field_template_name = "forms/field.jinja"

    def get_template(self, template_name: str) -> Any:
        """The template of that name; raises TemplateDoesNotExist when neither engine has it."""
        try:
            return engines["jinja2"].get_template(template_name)
        except TemplateDoesNotExist:
            return engines["django"].get_template(template_name)
