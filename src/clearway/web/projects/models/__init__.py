"""The tables of projects, under the names that others import."""

from clearway.web.projects.models.base import Counter
from clearway.web.projects.models.charter import CharterCollision, CharterVersion
from clearway.web.projects.models.files import FileBody, ProjectFile
from clearway.web.projects.models.involving import Discussion, DiscussionChange, Message
from clearway.web.projects.models.offering import Need, NeedStep, Suggestion, SuggestionStep, WayToHelp
from clearway.web.projects.models.own_values import OwnValue
from clearway.web.projects.models.planning import (
    Communication,
    CommunicationDone,
    Milestone,
    MilestoneStep,
    PlannedMeasure,
)
from clearway.web.projects.models.project import Focus, Phase, Project, ProjectStep, Status
from clearway.web.projects.models.team import Member
from clearway.web.projects.models.where import AtUnit
from clearway.web.projects.models.work import Action, ActionStep, Barrier, BarrierStep

__all__ = [
    "Action",
    "ActionStep",
    "AtUnit",
    "Barrier",
    "BarrierStep",
    "CharterCollision",
    "CharterVersion",
    "Communication",
    "CommunicationDone",
    "Counter",
    "Discussion",
    "DiscussionChange",
    "FileBody",
    "Focus",
    "Member",
    "Message",
    "Milestone",
    "MilestoneStep",
    "Need",
    "NeedStep",
    "OwnValue",
    "Phase",
    "PlannedMeasure",
    "Project",
    "ProjectFile",
    "ProjectStep",
    "Status",
    "Suggestion",
    "SuggestionStep",
    "WayToHelp",
]
