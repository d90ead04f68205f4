"""Addresses of tests of change and progress below a project, and of an organisation's predictions."""

from django.urls import URLPattern, path

from clearway.web.cycles.views import cycles, participants, predictions, progress, questions, steps

PROJECT = "organisations/<str:code>/projects/<int:number>"
CYCLE = f"{PROJECT}/cycles/<int:cycle>"

urlpatterns: list[URLPattern] = [
    path(f"{PROJECT}/cycles/", cycles.cycles, name="cycles"),
    path(f"{PROJECT}/cycles/new/", cycles.cycle_new, name="cycle-new"),
    path(f"{CYCLE}/", cycles.cycle, name="cycle"),
    path(f"{CYCLE}/edit/<str:stage>/", cycles.cycle_edit, name="cycle-edit"),
    path(f"{CYCLE}/step/", steps.cycle_step, name="cycle-step"),
    path(f"{CYCLE}/participants/add/", participants.participant_add, name="cycle-participant-add"),
    path(f"{CYCLE}/participants/out/", participants.participant_out, name="cycle-participant-out"),
    path(f"{CYCLE}/next/", steps.cycle_next, name="cycle-next"),
    path(f"{CYCLE}/questions/new/", questions.question_new, name="cycle-question"),
    path(f"{CYCLE}/questions/<int:question>/edit/", questions.question_edit, name="cycle-question-edit"),
    path(f"{CYCLE}/questions/<int:question>/predict/", questions.question_predict, name="cycle-predict"),
    path(f"{CYCLE}/questions/<int:question>/answer/", questions.question_answer, name="cycle-answer"),
    path(f"{PROJECT}/progress/", progress.progress, name="project-progress"),
    path(f"{PROJECT}/progress/score/", progress.score, name="project-progress-score"),
    path(f"{PROJECT}/progress/<int:score>/answer/", progress.answer, name="project-progress-answer"),
    path("organisations/<str:code>/predictions/", predictions.predictions, name="predictions"),
    path("organisations/<str:code>/predictions/score/", predictions.score_now, name="predictions-score"),
]
