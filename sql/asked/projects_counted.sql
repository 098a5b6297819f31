-- grain: one row: how many projects count
select
    count(*) as projects,
from staging.projects
where projects.counted
