-- grain: one township that gives all its projects full marks
-- 说明: 全部项目自评满分
-- severity: warn
-- message: 全部项目自评均为满分
-- fix: 请逐项核对完成值和佐证材料，如实评分。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    count(*) || ' 个项目全部自评 100 分' as value, -- 现状
from scores.projects
where projects.counted
group by projects.year, projects.township
having count(*) >= 3 and count(*) = count(*) filter (where projects.reported_total >= projects.total_weight)
