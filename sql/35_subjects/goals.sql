-- grain: one goal of a township's year, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“目标”：一个年度绩效目标一行
-- view: 目标
select
    goals.year as year, -- 年度
    goals.township as township, -- 乡镇
    goals.file as file, -- 文件
    goals.sheet as sheet, -- 工作表
    goals.cell as cell, -- 单元格
    goals.township as 乡镇, -- 乡镇
    goals.goal_no as 序号, -- 序号
    goals.expected as 年度绩效目标, -- 年度绩效目标
    goals.actual as 完成情况, -- 完成情况
    goals.done as 是否完成, -- 是否完成
from staging.goals
order by goals.year, goals.township, goals.goal_no
