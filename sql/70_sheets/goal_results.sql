-- grain: one row a goal of a township
-- 说明: 目标完成
-- sheet: 目标完成
-- order: 7
select
    goals.township as 乡镇, -- 单位名称
    goals.goal_no as 序号, -- 乡镇内的次序
    goals.expected as 年度绩效目标, -- 表内填报
    goals.actual as 完成情况, -- 表内填报
    goals.done as 是否完成, -- 表内填报
    place_of(goals.file, goals.sheet, goals.cell) as 出处, -- 文件、工作表、单元格
    place_of(goals.file, goals.sheet, goals.actual_cell) as 完成情况的出处, -- 文件、工作表、单元格
from staging.goals
inner join staging.townships
    on goals.year = townships.year and goals.township = townships.township
where goals.year = getvariable('year')
order by townships.township_code, goals.goal_no
