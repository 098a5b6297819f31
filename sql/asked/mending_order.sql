-- grain: one finding, in the order in which a clerk goes through the files: what must be mended first, then sheet by
-- sheet in the order of the tabs, from the top; last what is to be explained of all files together
with tabs as (
    select
        fields.file,
        fields.sheet,
        min(fields.position) as place,
    from sources.fields
    group by fields.file, fields.sheet
)

select
    findings.finding_id,
    findings.township,
    findings.project,
    findings.severity,
    findings.code,
    findings.message,
    findings.file,
    findings.sheet,
    findings.cell,
    findings.value,
    findings.expected,
    findings.fix,
from checks.findings
left join tabs
    on findings.file = tabs.file and findings.sheet = tabs.sheet
order by
    findings.file is null and findings.severity <> 'error',
    findings.file nulls first,
    severity_place(findings.severity),
    tabs.place nulls first,
    cast(nullif(regexp_extract(findings.cell, '[0-9]+'), '') as integer) nulls first,
    length(findings.cell),
    findings.cell,
    findings.finding_id
