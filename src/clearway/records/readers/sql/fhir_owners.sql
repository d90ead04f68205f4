-- Whose each staged resource is, in this order: the reporter of the submission in its file; the organisation it names;
-- the provider of its pregnancy, its Encounter, its woman, or of what it is about; the only provider there is.
-- `{table}` stands for every staged table in turn, in the steps below an `each:`.

CREATE OR REPLACE MACRO ref(x, kind) AS nullif(regexp_extract(x, kind || '/[^ ]+'), '');

CREATE TEMP TABLE place_owner AS
SELECT self, any_value(code) AS code FROM place_codes GROUP BY self HAVING count(DISTINCT code) = 1;
CREATE TEMP TABLE owners (self VARCHAR, provider VARCHAR);

-- each: reporter, own organisation
UPDATE {table} t SET provider = coalesce(f.reporter, CASE WHEN t.organisation[1] = '=' THEN t.organisation[2:] END,
    (SELECT any_value(code) FROM place_codes p WHERE p.self = t.organisation AND p._file = t._file),
    (SELECT code FROM place_owner p WHERE p.self = t.organisation))
FROM fhir_files f WHERE f.file = t._file;

-- each: what others may inherit
INSERT INTO owners SELECT DISTINCT self, provider FROM {table} WHERE provider IS NOT NULL AND self IS NOT NULL
AND '{table}' IN ('staged_woman', 'staged_episode', 'staged_contact', 'staged_labour', 'staged_referral', 'staged_quit');

-- each: of the pregnancy
UPDATE {table} t SET provider = o.provider FROM (
    SELECT self, any_value(provider) AS provider FROM owners GROUP BY self HAVING count(DISTINCT provider) = 1) o
WHERE t.provider IS NULL AND o.self = split_part(t.episode, ' ', 1);

-- each: Encounters whose provider is known by now
INSERT INTO owners SELECT DISTINCT self, provider FROM {table}
WHERE provider IS NOT NULL AND self IS NOT NULL AND '{table}' IN ('staged_contact', 'staged_labour');

-- each: of the Encounter
UPDATE {table} t SET provider = o.provider FROM (
    SELECT self, any_value(provider) AS provider FROM owners GROUP BY self HAVING count(DISTINCT provider) = 1) o
WHERE t.provider IS NULL AND o.self = t.encounter;

-- each: women whom an episode of one provider names
INSERT INTO owners SELECT DISTINCT patient, provider FROM {table}
WHERE provider IS NOT NULL AND patient IS NOT NULL AND '{table}' = 'staged_episode';

-- each: of the woman
UPDATE {table} t SET provider = o.provider FROM (
    SELECT self, any_value(provider) AS provider FROM owners GROUP BY self HAVING count(DISTINCT provider) = 1) o
WHERE t.provider IS NULL AND o.self = coalesce(t.patient, t.self);

-- each: a woman is known wherever she has a pregnancy
INSERT INTO {table} SELECT t.* REPLACE (o.provider AS provider) FROM {table} t
JOIN (SELECT patient, provider FROM staged_episode UNION SELECT patient, provider FROM staged_pregnant) o ON o.patient = t.self
WHERE '{table}' = 'staged_woman' AND o.provider IS NOT NULL AND t.provider IS DISTINCT FROM o.provider
AND NOT EXISTS (FROM fhir_files f WHERE f.file = t._file AND f.reporter IS NOT NULL);

-- each: the only one
UPDATE {table} t SET provider = (SELECT provider FROM only_provider) WHERE t.provider IS NULL;

-- each: referrals and quit attempts whose provider is known by now
INSERT INTO owners SELECT DISTINCT self, provider FROM {table}
WHERE provider IS NOT NULL AND '{table}' IN ('staged_referral', 'staged_quit');

-- each: submissions that a later one restates
DELETE FROM {table} t USING superseded s WHERE s.file = t._file AND s.provider = t.provider;

-- each: order of copies, first step: when the file was made, then when the resource was last changed
CREATE TEMP TABLE IF NOT EXISTS moments (made TIMESTAMP, updated VARCHAR);
INSERT INTO moments SELECT DISTINCT f.made, t.updated FROM {table} t JOIN fhir_files f ON f.file = t._file;

-- each: order of copies, second step
UPDATE {table} t SET _rank = m.rank FROM fhir_files f, (
    SELECT made, updated, CAST(dense_rank() OVER (ORDER BY made NULLS FIRST, updated NULLS FIRST) AS INTEGER) AS rank
    FROM (SELECT DISTINCT made, updated FROM moments)) m
WHERE f.file = t._file AND m.made IS NOT DISTINCT FROM f.made AND m.updated IS NOT DISTINCT FROM t.updated;

-- each: withdrawn resources, and parts of a resource that its later copy has no more
DELETE FROM {table} t USING staged_withdrawn w
WHERE w.self = t.self AND (w.provider IS NULL OR w.provider = t.provider) AND '{table}' <> 'staged_withdrawn'
AND (w._rank, w._file, w._row) > (t._rank, t._file, t._row);

-- each: stale parts
DELETE FROM {table} t USING (SELECT provider, self, max(_rank) AS newest FROM {table} GROUP BY ALL) n
WHERE n.provider = t.provider AND n.self = t.self AND t._rank < n.newest AND t.part <> '0';

-- each: places and women of nobody's pregnancy are no record of their own
DELETE FROM {table} WHERE provider IS NULL AND '{table}' IN ('staged_woman', 'staged_place', 'staged_withdrawn');
