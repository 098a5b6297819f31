-- grain: one township of the roster in the year that is asked for
select
    townships.township,
from staging.townships
where townships.year = getvariable('year')
order by townships.township_code
