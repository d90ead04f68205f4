-- Which pregnancy each resource belongs to. Said by the resource itself, else by its Encounter, else by the day: when
-- exactly one pregnancy of the same woman was going on. Every join is by provider and reference (`Type/id`).

CREATE OR REPLACE MACRO ref(x, kind) AS nullif(regexp_extract(x, kind || '/[^ ]+'), '');
CREATE OR REPLACE MACRO id_of(x) AS nullif(regexp_replace(x, '^[A-Za-z]+/', ''), '');

CREATE TEMP TABLE diagnosed AS
SELECT e.provider, e.self, c.self AS condition, c.began, c.ended
FROM (SELECT provider, self, unnest(string_split(condition, ' ')) AS named FROM standing_episode) e
JOIN standing_pregnant c ON c.provider = e.provider AND c.self = e.named;

CREATE TEMP TABLE held AS
SELECT e._file, e._row, e.provider, e.self, e.local, e.patient, e.booking_date, e.discharge_date, e.booking_site,
    d.began, d.ended
FROM standing_episode e
LEFT JOIN (SELECT provider, self, min(began) AS began, max(ended) AS ended FROM diagnosed GROUP BY ALL) d
    USING (provider, self)
WHERE e.kind IS NOT NULL OR d.self IS NOT NULL;

INSERT INTO findings
SELECT 'fhir-episode-other', 'episode', e._file, e._row, 'kind', NULL
FROM standing_episode e ANTI JOIN held h ON h.provider = e.provider AND h.self = e.self;

-- A Condition stands for a pregnancy only where no EpisodeOfCare of the woman holds one at that time.
INSERT INTO held
SELECT c._file, c._row, c.provider, c.self, c.local, c.patient, NULL, NULL, NULL, c.began, c.ended
FROM standing_pregnant c
WHERE NOT EXISTS (FROM diagnosed d WHERE d.provider = c.provider AND d.condition = c.self)
AND NOT EXISTS (FROM held e WHERE e.provider = c.provider AND e.patient = c.patient
    AND (e.booking_date IS NULL OR c.began IS NULL OR abs(e.booking_date - c.began) <= 280));

-- Dates of the pregnancy: a fact names its pregnancy, or fits by what it says or by when it was said.
CREATE TEMP TABLE facts AS
SELECT 'edd' AS fact, _rank, _file, _row, provider, patient, episode, encounter, said, value AS day, NULL AS number,
    value - 150 AS middle FROM standing_edd
UNION ALL SELECT 'lmp', _rank, _file, _row, provider, patient, episode, encounter, said, value, NULL, value + 130 FROM standing_lmp
UNION ALL SELECT 'age', _rank, _file, _row, provider, patient, episode, encounter, said, NULL, value, CAST(said AS DATE) FROM standing_age
UNION ALL SELECT 'decile', _rank, _file, _row, provider, patient, episode, encounter, said, NULL, value, CAST(said AS DATE) FROM standing_decile;

CREATE TEMP TABLE visits AS
SELECT provider, self, episode FROM standing_contact UNION ALL SELECT provider, self, episode FROM standing_labour;

CREATE TEMP TABLE placed_facts AS
WITH asked AS (
    SELECT f.*, coalesce(f.episode, v.episode) AS named
    FROM facts f LEFT JOIN visits v ON v.provider = f.provider AND v.self = f.encounter
), named AS (
    SELECT a.* EXCLUDE (named), h.self AS pregnancy
    FROM (SELECT * REPLACE (unnest(string_split(named, ' ')) AS named) FROM asked WHERE named IS NOT NULL) a
    JOIN held h ON h.provider = a.provider AND h.self = a.named
), fitting AS (
    SELECT a.* EXCLUDE (named), h.self AS pregnancy
    FROM asked a JOIN held h ON h.provider = a.provider AND h.patient = a.patient
    WHERE a.named IS NULL AND (coalesce(h.booking_date, h.began) IS NULL OR a.middle IS NULL
        OR abs(a.middle - coalesce(h.booking_date, h.began)) <= 280)
), placed AS (
    SELECT *, count(*) OVER (PARTITION BY fact, _file, _row) AS several FROM (FROM named UNION ALL FROM fitting)
)
SELECT * EXCLUDE (several) FROM placed WHERE several = 1;

INSERT INTO findings
SELECT 'fhir-fact-unplaced', f.fact, f._file, f._row, 'value', NULL
FROM facts f ANTI JOIN placed_facts p USING (fact, _file, _row);

-- The newest stands, also when its value cannot be read: then the date is missing.
CREATE TEMP TABLE newest AS
SELECT * FROM placed_facts
QUALIFY row_number() OVER (PARTITION BY provider, pregnancy, fact ORDER BY said DESC NULLS LAST, _rank DESC, _file DESC, _row DESC) = 1;

CREATE TEMP TABLE spans AS
WITH dated AS (
    SELECT h.*, e.day AS edd, l.day AS lmp, a.number AS age, d.number AS decile
    FROM held h
    LEFT JOIN newest e ON e.fact = 'edd' AND e.provider = h.provider AND e.pregnancy = h.self
    LEFT JOIN newest l ON l.fact = 'lmp' AND l.provider = h.provider AND l.pregnancy = h.self
    LEFT JOIN newest a ON a.fact = 'age' AND a.provider = h.provider AND a.pregnancy = h.self
    LEFT JOIN newest d ON d.fact = 'decile' AND d.provider = h.provider AND d.pregnancy = h.self
)
SELECT *, coalesce(edd - 280, lmp, began, booking_date - 84) AS from_day,
    coalesce(discharge_date, ended + 56, coalesce(edd - 280, lmp, began, booking_date - 84) + getvariable('window_days')) AS to_day
FROM dated;

-- asks: provider, self, part, patient, episode, encounter, day. inherited: what the Encounter belongs to.
CREATE OR REPLACE MACRO linked(asks, inherited) AS TABLE
WITH asked AS (FROM query_table(asks)),
named AS (
    SELECT a.provider, a.self, a.part, a.place, n.target
    FROM (SELECT provider, self, part, unnest(string_split(episode, ' ')) AS target,
            generate_subscripts(string_split(episode, ' '), 1) AS place FROM asked WHERE episode IS NOT NULL) a
    CROSS JOIN LATERAL (SELECT a.target) n
),
said AS (
    SELECT n.provider, n.self, n.part, min_by(s.local, n.place) AS local
    FROM named n JOIN spans s ON s.provider = n.provider AND s.self = n.target GROUP BY ALL
),
dangling AS (
    SELECT n.provider, n.self, n.part, min_by(id_of(n.target), n.place) AS local
    FROM named n ANTI JOIN standing_episode e ON e.provider = n.provider AND e.self = n.target GROUP BY ALL
),
fitting AS (
    SELECT a.provider, a.self, a.part, min(s.local) AS local
    FROM asked a JOIN spans s ON s.provider = a.provider AND s.patient = a.patient AND a.day BETWEEN s.from_day AND s.to_day
    GROUP BY ALL HAVING count(*) = 1
)
SELECT a.provider, a.self, a.part, coalesce(s.local, i.pregnancy_id, d.local, f.local) AS pregnancy_id
FROM asked a
LEFT JOIN said s USING (provider, self, part)
LEFT JOIN query_table(inherited) i ON i.provider = a.provider AND i.self = a.encounter
LEFT JOIN dangling d ON d.provider = a.provider AND d.self = a.self AND d.part = a.part
LEFT JOIN fitting f ON f.provider = a.provider AND f.self = a.self AND f.part = a.part;

CREATE TEMP TABLE no_visits (provider VARCHAR, self VARCHAR, pregnancy_id VARCHAR);
CREATE TEMP TABLE visit_asks AS
SELECT provider, self, part, patient, episode, encounter, day FROM standing_contact
UNION ALL SELECT provider, self, part, patient, episode, encounter, onset FROM standing_labour;
CREATE TEMP TABLE visit_links AS FROM linked('visit_asks', 'no_visits');

CREATE TEMP TABLE other_asks AS
SELECT provider, self, part, patient, episode, encounter, day FROM standing_coded
UNION ALL SELECT provider, self, part, patient, episode, encounter, day FROM standing_birth
UNION ALL SELECT provider, self, part, patient, episode, encounter, day FROM standing_caesarean
UNION ALL SELECT provider, self, part, patient, episode, encounter, day FROM standing_referral
UNION ALL SELECT provider, self, part, patient, episode, encounter, quit_date FROM standing_quit;
CREATE TEMP TABLE other_links AS FROM linked('other_asks', 'visit_links');
