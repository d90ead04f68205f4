-- From the standing rows of FHIR resources to the canonical tables, each row with its file and entry or line.
-- Nothing is derived here: codes stay text. `spans`, `visit_links` and `other_links` come from fhir_links.sql.

CREATE OR REPLACE MACRO site_code(x) AS coalesce(
    CASE WHEN x[1] = '=' THEN x[2:] END, (SELECT any_value(code) FROM place_codes p WHERE p.self = x));

INSERT INTO loaded_pregnancies BY NAME
SELECT s._file, s._row, s.provider,
    s.local AS pregnancy_id,
    coalesce(w.local, id_of(s.patient)) AS mother_local_id,
    CASE
        WHEN nhs_usable(w.nhs_number) THEN nhs_digits(w.nhs_number)
        WHEN s.patient IS NOT NULL THEN s.provider || ':' || coalesce(w.local, id_of(s.patient))
        ELSE s.provider || ':pregnancy:' || s.local -- no woman named: nobody else's mother
    END AS mother_key,
    s.booking_date, s.edd, s.lmp,
    site_code(s.booking_site) AS booking_site,
    coalesce(CAST(datesub('year', w.born, s.booking_date) AS INTEGER), s.age) AS age_at_booking,
    upper(w.ethnic_category) AS ethnic_category,
    s.decile AS imd_decile,
    s.discharge_date
FROM spans s
LEFT JOIN standing_woman w ON w.provider = s.provider AND w.self = s.patient;

INSERT INTO loaded_contacts BY NAME
SELECT c._file, c._row, c.provider, c.local AS contact_id, k.pregnancy_id, c.day AS contact_date, c.attended,
    site_code(c.site) AS site
FROM standing_contact c JOIN visit_links k USING (provider, self, part)
WHERE k.pregnancy_id IS NOT NULL;

-- An Encounter outside every pregnancy is no maternity contact.
INSERT INTO findings
SELECT 'fhir-outside', 'contact', c._file, c._row, 'episode', NULL
FROM standing_contact c JOIN visit_links k USING (provider, self, part) WHERE k.pregnancy_id IS NULL;

INSERT INTO loaded_labours BY NAME
SELECT l._file, l._row, l.provider, k.pregnancy_id, l.local AS labour_id, l.onset AS onset_date, c.day AS caesarean_date
FROM standing_labour l
JOIN visit_links k USING (provider, self, part)
LEFT JOIN (SELECT provider, encounter, min(day) AS day FROM standing_caesarean GROUP BY ALL) c
    ON c.provider = l.provider AND c.encounter = l.self;

-- A caesarean whose labour was not sent says when the labour was all the same.
INSERT INTO loaded_labours BY NAME
SELECT c._file, c._row, c.provider, k.pregnancy_id, c.local AS labour_id, CAST(NULL AS DATE) AS onset_date, c.day AS caesarean_date
FROM standing_caesarean c
JOIN other_links k USING (provider, self, part)
ANTI JOIN standing_labour l ON l.provider = c.provider AND l.self = c.encounter;

CREATE TEMP TABLE coded AS
SELECT a.*, k.pregnancy_id, l.local AS labour_id,
    a.encounter IS NOT NULL AND l.self IS NULL AND c.self IS NULL AS visit_missing,
    coalesce(CASE WHEN ck.pregnancy_id IS NOT NULL THEN c.local END,
        CASE WHEN c.self IS NULL AND l.self IS NULL THEN id_of(a.encounter) END) AS contact_id,
    coalesce(a.day, c.day) AS activity_date -- as in MSDS: a contact lends its day, a labour does not
FROM standing_coded a
JOIN other_links k USING (provider, self, part)
LEFT JOIN standing_labour l ON l.provider = a.provider AND l.self = a.encounter
LEFT JOIN standing_contact c ON c.provider = a.provider AND c.self = a.encounter
LEFT JOIN visit_links ck ON ck.provider = c.provider AND ck.self = c.self;

INSERT INTO loaded_activities BY NAME
SELECT _file, _row, provider, pregnancy_id,
    coalesce(labour_id, local) AS activity_id,
    CAST(row_number() OVER (PARTITION BY provider, labour_id IS NULL, coalesce(labour_id, local)
        ORDER BY _rank, _file, _row, part) AS INTEGER) AS line,
    CASE WHEN labour_id IS NULL THEN 'MSD202' ELSE 'MSD302' END AS source,
    activity_date, contact_id, finding_code,
    -- Asked and declined is no test: the finding says so.
    CASE WHEN observation_value IS NOT NULL OR finding_code IS NULL THEN observation_code END AS observation_code,
    observation_value, unit, procedure_code
FROM coded WHERE pregnancy_id IS NOT NULL OR visit_missing;

INSERT INTO findings
SELECT 'fhir-outside', 'coded', _file, _row, 'encounter', NULL
FROM coded WHERE pregnancy_id IS NULL AND NOT visit_missing;

INSERT INTO loaded_births BY NAME
SELECT b._file, b._row, b.provider, k.pregnancy_id,
    coalesce(l.local, id_of(b.encounter)) AS labour_id,
    coalesce(id_of(ref(b.baby, 'Patient')), b.local) AS baby_id,
    b.day AS birth_date, b.outcome, b.gestation_days,
    site_code(b.site) AS delivery_site
FROM standing_birth b
JOIN other_links k USING (provider, self, part)
LEFT JOIN standing_labour l ON l.provider = b.provider AND l.self = b.encounter;

INSERT INTO loaded_referrals BY NAME
SELECT r._file, r._row, r.provider, r.local AS referral_id, k.pregnancy_id, r.day AS referral_date, r.reason, r.opt_out,
    s.declined AS declined_date, s.accepted AS accepted_date, s.first_contact AS first_contact_date,
    s.assessment AS assessment_date, s.feedback AS feedback_date, s.closed AS closed_date
FROM standing_referral r
JOIN other_links k USING (provider, self, part)
LEFT JOIN (
    SELECT provider, ref(referral, 'ServiceRequest') AS self,
        min(day) FILTER (step = 'declined') AS declined, min(day) FILTER (step = 'accepted') AS accepted,
        min(day) FILTER (step = 'first-contact') AS first_contact, min(day) FILTER (step = 'assessment') AS assessment,
        min(day) FILTER (step = 'feedback') AS feedback, min(day) FILTER (step = 'closed') AS closed
    FROM standing_referral_step GROUP BY ALL
) s ON s.provider = r.provider AND s.self = r.self;

INSERT INTO findings
SELECT 'fhir-revoked', 'referral', r._file, r._row, 'status', NULL
FROM standing_referral r JOIN loaded_referrals l ON l.provider = r.provider AND l.referral_id = r.local
WHERE r.status = 'revoked' AND l.declined_date IS NULL AND l.closed_date IS NULL;

INSERT INTO loaded_quit_attempts BY NAME
SELECT q._file, q._row, q.provider, q.local AS quit_attempt_id, k.pregnancy_id,
    coalesce(r.local, id_of(ref(q.referral, 'ServiceRequest'))) AS referral_id,
    q.quit_date, n.given AS nrt,
    o.outcome_4 AS outcome_4_week, o.day_4 AS follow_up_4_week_date, o.co_4 AS co_4_week_ppm,
    o.outcome_12 AS outcome_12_week, o.outcome_delivery
FROM standing_quit q
JOIN other_links k USING (provider, self, part)
LEFT JOIN standing_referral r ON r.provider = q.provider AND r.self = ref(q.referral, 'ServiceRequest')
LEFT JOIN (
    SELECT provider, ref(quit, 'Observation') AS self, bool_or(given) AS given FROM standing_nrt GROUP BY ALL
) n ON n.provider = q.provider AND n.self = q.self
LEFT JOIN (
    SELECT provider, ref(quit, 'Observation') AS self,
        max_by(outcome, (_rank, _file, _row)) FILTER (time = '4') AS outcome_4,
        max_by(day, (_rank, _file, _row)) FILTER (time = '4') AS day_4,
        max_by(co_ppm, (_rank, _file, _row)) FILTER (time = '4') AS co_4,
        max_by(outcome, (_rank, _file, _row)) FILTER (time = '12') AS outcome_12,
        max_by(outcome, (_rank, _file, _row)) FILTER (time = 'delivery') AS outcome_delivery
    FROM standing_quit_outcome GROUP BY ALL
) o ON o.provider = q.provider AND o.self = q.self;

INSERT INTO findings
SELECT 'fhir-pregnancy-missing', f.name, f._file, f._row, 'episode', NULL FROM (
    SELECT 'birth' AS name, _file, _row FROM loaded_births WHERE pregnancy_id IS NULL
    UNION ALL SELECT 'referral', _file, _row FROM loaded_referrals WHERE pregnancy_id IS NULL
    UNION ALL SELECT 'quit', _file, _row FROM loaded_quit_attempts WHERE pregnancy_id IS NULL
) f;

-- What belongs to a referral or a quit attempt that nobody sent.
INSERT INTO findings
SELECT 'fhir-nothing-named', 'referral_step', s._file, s._row, 'referral', NULL FROM standing_referral_step s
ANTI JOIN standing_referral r ON r.provider = s.provider AND r.self = ref(s.referral, 'ServiceRequest');
INSERT INTO findings
SELECT 'fhir-nothing-named', 'quit_outcome', s._file, s._row, 'quit', NULL FROM standing_quit_outcome s
ANTI JOIN standing_quit q ON q.provider = s.provider AND q.self = ref(s.quit, 'Observation');
INSERT INTO findings
SELECT 'fhir-nothing-named', 'nrt', s._file, s._row, 'quit', NULL FROM standing_nrt s
ANTI JOIN standing_quit q ON q.provider = s.provider AND q.self = ref(s.quit, 'Observation');
