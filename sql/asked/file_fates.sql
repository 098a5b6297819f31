-- grain: one file of the published year
select
    files.file,
    files.fate,
    files.reason,
    files.step,
from sources.files
where files.year = getvariable('year')
order by files.file
