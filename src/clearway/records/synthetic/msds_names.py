"""Names and scheme codes of the files, by canonical column."""

# SNOMED CT has a code of its own in each kind of scheme (NHS Data Model and Dictionary).
PROCEDURE_SCHEME, FINDING_SCHEME, OBSERVATION_SCHEME = "06", "04", "03"

SERVICES = {
    "referrals": {
        "referral_id": "ReferralID",
        "provider": "OrgIDProvider",
        "pregnancy_id": "PregnancyID",
        "referral_date": "ReferralDate",
        "reason": "Reason",
        "opt_out": "OptOut",
        "declined_date": "DeclinedDate",
        "accepted_date": "AcceptedDate",
        "first_contact_date": "FirstContactDate",
        "assessment_date": "AssessmentDate",
        "feedback_date": "FeedbackDate",
        "closed_date": "ClosedDate",
    },
    "quit_attempts": {
        "quit_attempt_id": "QuitAttemptID",
        "provider": "OrgIDProvider",
        "pregnancy_id": "PregnancyID",
        "referral_id": "ReferralID",
        "quit_date": "QuitDate",
        "nrt": "NRT",
        "outcome_4_week": "Outcome4Week",
        "follow_up_4_week_date": "FollowUp4WeekDate",
        "co_4_week_ppm": "CO4WeekPpm",
        "outcome_12_week": "Outcome12Week",
        "outcome_delivery": "OutcomeDelivery",
    },
}
