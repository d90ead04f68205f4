"""Addresses of improvement work: of an organisation, of one of its projects, and of whoever is here."""

from django.urls import URLPattern, path

from clearway.web.projects.views import (
    actions,
    barriers,
    charter,
    measures,
    offering,
    overview,
    plans,
    starting,
    talk,
    team,
    where,
)

ORGANISATION = "organisations/<str:code>"
PROJECT = f"{ORGANISATION}/projects/<int:number>"

of_projects: list[URLPattern] = [
    path(f"{PROJECT}/", overview.project, name="project"),
    path(f"{PROJECT}/focus/", starting.focus, name="project-focus"),
    path(f"{PROJECT}/where/", where.where, name="project-where"),
    path(f"{PROJECT}/charter/", charter.charter, name="project-charter"),
    path(f"{PROJECT}/charter/<int:version>/", charter.charter, name="project-charter-version"),
    path(f"{PROJECT}/charter/edit/", charter.edit, name="project-charter-edit"),
    path(f"{PROJECT}/charter/merges/", charter.merges, name="project-charter-merges"),
    path(f"{PROJECT}/charter/merge/<int:collision>/", charter.merge, name="project-charter-merge"),
    path(f"{PROJECT}/step/", charter.team_step, name="project-step"),
    path(f"{PROJECT}/approval/", charter.approval, name="project-approval"),
    path(f"{PROJECT}/team/", team.team, name="project-team"),
    path(f"{PROJECT}/team/add/", team.team_add, name="project-team-add"),
    path(f"{PROJECT}/team/end/", team.team_end, name="project-team-end"),
    path(f"{PROJECT}/team/join/", team.join, name="project-join"),
    path(f"{PROJECT}/measures/", measures.measures, name="project-measures"),
    path(f"{PROJECT}/measures/take/", measures.measures_take, name="project-measures-take"),
    path(f"{PROJECT}/measures/new/", measures.measure_new, name="project-measure-new"),
    path(f"{PROJECT}/measures/<int:row>/", measures.measure, name="project-measure"),
    path(f"{PROJECT}/communication/", plans.communication, name="project-communication"),
    path(f"{PROJECT}/communication/add/", plans.communication_add, name="project-communication-add"),
    path(f"{PROJECT}/communication/<int:row>/", plans.communication_edit, name="project-communication-edit"),
    path(f"{PROJECT}/tasks/", plans.tasks, name="project-work"),
    path(f"{PROJECT}/tasks/add/", plans.tasks_add, name="project-work-add"),
    path(f"{PROJECT}/milestones/<int:row>/", plans.milestone_edit, name="project-milestone"),
    path(f"{PROJECT}/barriers/", barriers.barriers, name="project-barriers"),
    path(f"{PROJECT}/barriers/step/", barriers.barrier_step, name="project-barrier-step"),
    path(f"{PROJECT}/barriers/answer/", barriers.barrier_answer, name="project-barrier-answer"),
    path(f"{PROJECT}/involvement/", talk.involved, name="project-involvement"),
    path(f"{PROJECT}/involvement/add/", talk.involved_add, name="project-involvement-add"),
    path(f"{PROJECT}/discussion/", talk.discussion, name="project-discussion"),
    path(f"{PROJECT}/discussion/say/", talk.say, name="project-say"),
    path(f"{PROJECT}/discussion/feedback/", talk.coach, name="project-feedback"),
    path(f"{PROJECT}/files/", talk.files, name="project-files"),
    path(f"{PROJECT}/files/add/", talk.file_add, name="project-file-add"),
    path(f"{PROJECT}/files/<int:row>/", talk.file, name="project-file"),
    path(f"{PROJECT}/activity/", overview.activity, name="project-activity"),
]

urlpatterns: list[URLPattern] = [
    path("improve/start/", starting.start, name="start-project"),
    path("improve/barriers/", barriers.my_barriers, name="my-barriers"),
    path(f"{ORGANISATION}/projects/", starting.projects, name="projects"),
    path(f"{ORGANISATION}/projects/new/", starting.project_start, name="project-start"),
    *of_projects,
    path(f"{ORGANISATION}/actions/", actions.actions, name="actions"),
    path(f"{ORGANISATION}/actions/new/", actions.action_start, name="action-start"),
    path(f"{ORGANISATION}/actions/<int:number>/", actions.action, name="action"),
    path(f"{ORGANISATION}/actions/<int:number>/edit/", actions.action_edit, name="action-edit"),
    path(f"{ORGANISATION}/ideas/", offering.idea_box, name="idea-box"),
    path(f"{ORGANISATION}/ideas/offer/", offering.idea_offer, name="idea-offer"),
    path(f"{ORGANISATION}/ideas/answer/", offering.idea_answer, name="idea-answer"),
    path(f"{ORGANISATION}/needs/", offering.needs_register, name="needs"),
    path(f"{ORGANISATION}/needs/ask/", offering.need_ask, name="need-ask"),
    path(f"{ORGANISATION}/needs/answer/", offering.need_answer, name="need-answer"),
]
