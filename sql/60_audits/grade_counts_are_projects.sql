-- grain: one township whose projects by grade do not add up to its projects
-- message: 各等级项目数与不可评项目数之和不等于项目数
select
    townships.year || ' ' || townships.township || ': ' || sum(grades.projects) || ' + ' || townships.ungraded || ' <> '
        || townships.project_forms as detail,
from scores.townships
inner join scores.grades
    on townships.year = grades.year and townships.township_code = grades.township_code
group by townships.year, townships.township, townships.ungraded, townships.project_forms
having sum(grades.projects) + townships.ungraded <> townships.project_forms
