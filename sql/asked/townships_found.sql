-- grain: one township that a file belongs to
select distinct
    files.township,
from sources.files
where files.township is not null
order by files.township
