-- grain: one row a township and grade: the report's table of projects by grade
-- 说明: 自评报告的项目等级分布表
-- part: 项目等级
select
    projects.township as 乡镇, -- 单位名称
    coalesce(projects.reported_grade, '未评级') || case when count(*) filter (where amounts.is_left_out) > 0
        then '（其中' || count(*) filter (where amounts.is_left_out) || '个项目金额有误，未计入）' else '' end
        as 自评等级, -- 按自评总分
    count(*) as "项目数（个）", -- 个数
    cast(sum(amounts.counted_adjusted_budget) as decimal(24, 6)) as "全年预算数（万元）", -- 有错误未改正的不计入
    cast(sum(amounts.counted_executed) as decimal(24, 6)) as "全年执行数（万元）", -- 有错误未改正的不计入
from scores.projects
left join marked.projects as amounts
    on projects.form_id = amounts.form_id
where projects.counted and projects.year = getvariable('year')
group by projects.township, projects.reported_grade
order by projects.township, max(projects.reported_grade_no) nulls last
