-- grain: one project that counts of the township and year that are asked for
select
    projects.project,
from staging.projects
where projects.year = getvariable('year') and projects.township = getvariable('township') and projects.counted
order by projects.file, projects.form_no, projects.row_no
