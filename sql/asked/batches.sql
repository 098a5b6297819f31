-- grain: one row a township that sent anything: the batch of its materials
select
    files.township,
    batch_of(list(files.file_sha)) as batch,
from sources.files
where files.year = getvariable('year') and files.fate = 'read' and files.township is not null
group by files.township
order by files.township
