-- grain: one township of the roster in the published year
select
    townships.township,
    townships.is_submitted,
    townships.project_forms,
from scores.townships
where townships.year = getvariable('year')
order by townships.township_code
