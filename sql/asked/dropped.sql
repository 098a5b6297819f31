-- grain: one row: how many forms count, and how often something of what was handed in was not taken in
with dropping as (
    select distinct found.code
    from checks.found
    where found.drops
)

select
    (select count(*) from staging.forms where forms.is_counted) as forms,
    count(*) as dropped,
from checks.findings
inner join dropping
    on findings.code = dropping.code
