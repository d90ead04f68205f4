-- Every cell is read as text; these turn text into what a contract asks for, or null when it is not that.

-- Text without outer spaces; nothing left is null. chr(160) is the space that web pages and spreadsheets keep.
-- Most cells begin and end with a visible sign of ASCII and need no more than a look.
CREATE OR REPLACE MACRO tidy(x) AS CASE
    WHEN ascii(x) BETWEEN 33 AND 126 AND ascii(x[-1]) BETWEEN 33 AND 126 THEN x
    ELSE nullif(trim(x, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')
END;

-- ISO, or day/month/year as England writes it; a time after it is dropped. Never month first, never two-digit years.
CREATE OR REPLACE MACRO as_date(x) AS CASE
    WHEN x LIKE '____-__-__' THEN TRY_CAST(x AS DATE)
    WHEN regexp_full_match(x, '\d{1,2}/\d{1,2}/\d{4}([ T][\d:.]+)?')
        THEN TRY_CAST(try_strptime(regexp_extract(x, '^[\d/]+'), '%d/%m/%Y') AS DATE)
    WHEN regexp_full_match(x, '\d{4}-\d{2}-\d{2}[ T][\d:.]+Z?') THEN TRY_CAST(left(x, 10) AS DATE)
END;

-- Digits with at most one sign and one decimal point; no exponent, no thousands separator.
CREATE OR REPLACE MACRO is_number(x) AS regexp_full_match(x, '[+-]?(\d+\.?\d*|\.\d+)');
CREATE OR REPLACE MACRO as_number(x) AS CASE WHEN is_number(x) THEN TRY_CAST(x AS DOUBLE) END;
CREATE OR REPLACE MACRO as_integer(x) AS
    CASE WHEN is_number(x) AND TRY_CAST(x AS DOUBLE) = floor(TRY_CAST(x AS DOUBLE))
        THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS INTEGER) END;
CREATE OR REPLACE MACRO as_boolean(x) AS CASE
    WHEN upper(x) IN ('Y', 'YES', 'TRUE', '1') THEN true
    WHEN upper(x) IN ('N', 'NO', 'FALSE', '0') THEN false
END;
CREATE OR REPLACE MACRO as_timestamp(x) AS coalesce(
    TRY_CAST(regexp_extract(x, '^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?') AS TIMESTAMP),
    try_strptime(x, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y'])
);

-- What a value looks like, without the value: findings and logs must not repeat an identifier.
CREATE OR REPLACE MACRO value_kind(x) AS CASE
    WHEN x IS NULL THEN 'nothing'
    WHEN regexp_full_match(x, '\d+') THEN 'a number of ' || length(x) || CASE WHEN length(x) = 1 THEN ' digit' ELSE ' digits' END
    WHEN regexp_full_match(x, '-\d+(\.\d*)?') THEN 'a negative number'
    WHEN is_number(x) THEN 'a number with a decimal point'
    WHEN regexp_full_match(x, '\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?') THEN 'what looks like a date'
    ELSE 'text of ' || length(x) || CASE WHEN length(x) = 1 THEN ' character' ELSE ' characters' END
END;

-- NHS number: ten digits; weights 10 to 2 on the first nine, 11 less the remainder by 11 is the tenth, 11 written 0.
CREATE OR REPLACE MACRO nhs_digits(x) AS regexp_replace(x, '[\s-]', '', 'g');
CREATE OR REPLACE MACRO nhs_remainder(d) AS (
    10 * CAST(d[1] AS INTEGER) + 9 * CAST(d[2] AS INTEGER) + 8 * CAST(d[3] AS INTEGER)
    + 7 * CAST(d[4] AS INTEGER) + 6 * CAST(d[5] AS INTEGER) + 5 * CAST(d[6] AS INTEGER)
    + 4 * CAST(d[7] AS INTEGER) + 3 * CAST(d[8] AS INTEGER) + 2 * CAST(d[9] AS INTEGER)) % 11;
CREATE OR REPLACE MACRO nhs_checks(x) AS CASE
    WHEN regexp_full_match(nhs_digits(x), '\d{10}')
        THEN (11 - nhs_remainder(nhs_digits(x))) % 11 = CAST(nhs_digits(x)[10] AS INTEGER)
    ELSE false
END;
-- Numbers that pass the check and stand for nobody: one digit ten times, N00000000N, 0123456789.
CREATE OR REPLACE MACRO nhs_dummy(x) AS coalesce(
    replace(nhs_digits(x), nhs_digits(x)[1], '') = ''
    OR (nhs_digits(x)[2:9] = '00000000' AND nhs_digits(x)[1] = nhs_digits(x)[10])
    OR nhs_digits(x) = '0123456789', false);
CREATE OR REPLACE MACRO nhs_usable(x) AS coalesce(nhs_checks(x) AND NOT nhs_dummy(x), false);
