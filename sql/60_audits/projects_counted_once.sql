-- grain: one project of a township that counts more than once
-- message: 同一项目重复计入
select
    projects.year || ' ' || projects.township || ' ' || min(projects.project) || ': ' || count(*) as detail,
from staging.projects
where projects.counted and projects.project is not null
group by projects.year, projects.township, name_key(projects.project)
having count(*) > 1
