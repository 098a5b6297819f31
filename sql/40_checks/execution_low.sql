-- grain: one township with projects that spent well below their budgets
-- 说明: 预算执行率偏低：低于 80%（自评预警黄灯）
-- severity: note
-- message: 项目的预算执行率低于 80%
-- fix: 请在报告中单独说明这些项目执行率低的原因和改进措施（财预〔2020〕10号）。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    count(*) filter (where projects.exact_rate < 80) || ' 个，共 ' || count(*) || ' 个项目' as value, -- 个数
from scores.projects
where projects.counted
group by projects.year, projects.township
having count(*) filter (where projects.exact_rate < 80) > 0
