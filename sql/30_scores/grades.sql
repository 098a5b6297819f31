-- grain: one township of the roster, year and grade of that year
-- 说明: 各乡镇的项目等级分布，一个乡镇一个等级一行，没有项目的为零
with counted as (
    select
        projects.year,
        projects.township,
        projects.grade_no,
        count(*) as projects,
    from scores.projects
    where projects.counted
    group by projects.year, projects.township, projects.grade_no
)

select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    townships.township_code as township_code, -- 单位代码
    grades.grade_no as grade_no, -- 等级的次序，1 为最高一等
    grades.ordinal as ordinal, -- 等级：一等
    grades.grade as grade, -- 等级和名称：一等优良
    coalesce(counted.projects, 0) as projects, -- 复算总分在这一等的项目数
from staging.townships
inner join staging.grades
    on townships.year = grades.year
left join counted
    on townships.year = counted.year and townships.township = counted.township and grades.grade_no = counted.grade_no
order by townships.year, townships.township_code, grades.grade_no
