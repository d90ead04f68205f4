"""The measures about improvement work, computed from `clearway.records.team_logs`."""

from clearway.measures.teamwork.computation import (
    Line,
    TeamComputation,
    TeamMember,
    begin_team,
    lines_behind,
    professions_of,
    team_members,
)

__all__ = [
    "Line",
    "TeamComputation",
    "TeamMember",
    "begin_team",
    "lines_behind",
    "professions_of",
    "team_members",
]
