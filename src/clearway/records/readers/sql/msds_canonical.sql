-- From the standing rows of MSDS-shaped files to the canonical tables, each row with its file and row number.
-- Every join is by provider and the provider's own identifier. Nothing is derived here: codes stay text.

INSERT INTO loaded_pregnancies BY NAME
SELECT p._file, p._row, p.provider,
    p.PregnancyID AS pregnancy_id,
    p.LPIDMother AS mother_local_id,
    CASE
        WHEN nhs_usable(m.NHSNumberMother) THEN nhs_digits(m.NHSNumberMother)
        WHEN p.LPIDMother IS NOT NULL THEN p.provider || ':' || p.LPIDMother
        ELSE p.provider || ':pregnancy:' || p.PregnancyID -- no identifier at all: nobody else's mother
    END AS mother_key,
    p.AntenatalAppDate AS booking_date,
    p.EDDAgreed AS edd,
    p.LastMenstrualPeriodDate AS lmp,
    p.OrgSiteIDBooking AS booking_site,
    CAST(datesub('year', m.PersonBirthDateMother, p.AntenatalAppDate) AS INTEGER) AS age_at_booking,
    upper(m.EthnicCategoryMother) AS ethnic_category,
    m.IMDDecile AS imd_decile,
    p.DischargeDateMatService AS discharge_date
FROM standing_MSD101 p
LEFT JOIN standing_MSD001 m ON m.provider = p.provider AND m.LPIDMother = p.LPIDMother;

INSERT INTO loaded_contacts BY NAME
SELECT _file, _row, provider,
    CareConID AS contact_id,
    PregnancyID AS pregnancy_id,
    CContactDate AS contact_date,
    coalesce(ltrim(AttendCode, '0') NOT IN ('2', '3', '4', '7'), true) AS attended,
    OrgSiteIDOfTreat AS site
FROM standing_MSD201;

INSERT INTO loaded_activities BY NAME
SELECT a._file, a._row, a.provider,
    c.PregnancyID AS pregnancy_id,
    a.CareActIDMother AS activity_id,
    a.line, 'MSD202' AS source,
    c.CContactDate AS activity_date,
    a.CareConID AS contact_id,
    a.FindingCode AS finding_code,
    a.ObsCode AS observation_code,
    a.ObsValue AS observation_value,
    a.UCUMUnit AS unit,
    a.ProcedureCode AS procedure_code
FROM standing_MSD202 a
LEFT JOIN standing_MSD201 c ON c.provider = a.provider AND c.CareConID = a.CareConID;

INSERT INTO loaded_activities BY NAME
SELECT a._file, a._row, a.provider,
    l.PregnancyID AS pregnancy_id,
    a.LabourDeliveryID AS activity_id,
    a.line, 'MSD302' AS source,
    a.ClinInterDateMother AS activity_date,
    CAST(NULL AS VARCHAR) AS contact_id,
    a.FindingCode AS finding_code,
    a.ObsCode AS observation_code,
    a.ObsValue AS observation_value,
    a.UCUMUnit AS unit,
    a.ProcedureCode AS procedure_code
FROM standing_MSD302 a
LEFT JOIN standing_MSD301 l ON l.provider = a.provider AND l.LabourDeliveryID = a.LabourDeliveryID;

INSERT INTO loaded_labours BY NAME
SELECT _file, _row, provider,
    PregnancyID AS pregnancy_id,
    LabourDeliveryID AS labour_id,
    LabourOnsetDate AS onset_date,
    CaesareanDate AS caesarean_date
FROM standing_MSD301;

INSERT INTO loaded_births BY NAME
SELECT b._file, b._row, b.provider,
    l.PregnancyID AS pregnancy_id,
    b.LabourDeliveryID AS labour_id,
    b.LPIDBaby AS baby_id,
    b.PersonBirthDateBaby AS birth_date,
    -- A spreadsheet takes the leading zero away: 1 can only be 01.
    CASE WHEN length(b.PregOutcome) = 1 THEN '0' || b.PregOutcome ELSE b.PregOutcome END AS outcome,
    b.GestationLengthBirth AS gestation_days,
    b.OrgSiteIDActualDelivery AS delivery_site
FROM standing_MSD401 b
LEFT JOIN standing_MSD301 l ON l.provider = b.provider AND l.LabourDeliveryID = b.LabourDeliveryID;

INSERT INTO loaded_referrals BY NAME
SELECT _file, _row, provider,
    ReferralID AS referral_id,
    PregnancyID AS pregnancy_id,
    ReferralDate AS referral_date,
    lower(Reason) AS reason,
    OptOut AS opt_out,
    DeclinedDate AS declined_date,
    AcceptedDate AS accepted_date,
    FirstContactDate AS first_contact_date,
    AssessmentDate AS assessment_date,
    FeedbackDate AS feedback_date,
    ClosedDate AS closed_date
FROM standing_referrals;

INSERT INTO loaded_quit_attempts BY NAME
SELECT _file, _row, provider,
    QuitAttemptID AS quit_attempt_id,
    PregnancyID AS pregnancy_id,
    ReferralID AS referral_id,
    QuitDate AS quit_date,
    NRT AS nrt,
    lower(Outcome4Week) AS outcome_4_week,
    FollowUp4WeekDate AS follow_up_4_week_date,
    CO4WeekPpm AS co_4_week_ppm,
    lower(Outcome12Week) AS outcome_12_week,
    lower(OutcomeDelivery) AS outcome_delivery
FROM standing_quit_attempts;
