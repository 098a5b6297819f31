-- grain: one scored project without a grade
-- message: 有得分的项目没有对应的等级
select
    projects.form_id || ': ' || projects.machine_total as detail,
from scores.projects
where projects.machine_total between 0 and 100 and projects.grade is null
