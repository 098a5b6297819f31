-- grain: one township with red lights: indicators scored well above what was spent
-- 说明: 自评预警红灯：指标得分率比预算执行率高出 5% 以上
-- severity: warn
-- message: 项目的指标得分率比预算执行率高出 5% 以上（自评预警红灯）
-- fix: 请核对这些项目：钱没花完而指标全部完成的说明原因，没有完成的如实评分。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    count(*) filter (where projects.warning_light = '红') || ' 个，共 ' || count(*) || ' 个项目' as value, -- 红灯个数
from scores.projects
where projects.counted
group by projects.year, projects.township
having count(*) filter (where projects.warning_light = '红') > 0
