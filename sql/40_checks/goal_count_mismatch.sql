-- grain: one township whose list of goals is not as long as it says
-- 说明: 绩效目标数量不符
-- severity: error
-- message: 填报的绩效目标数量与目标清单不符
-- link: ；实际
-- fix: 请核对绩效目标数量和目标完成情况表，改正错误的一处。
select
    declarations.year as year, -- 年度
    declarations.township as township, -- 乡镇
    declarations.file as file, -- 文件
    declarations.sheet as sheet, -- 工作表
    declarations.goal_count_cell as cell, -- 单元格
    '填报 ' || declarations.goal_count || ' 个' as value, -- 填报的目标数量
    '列出 ' || count(goals.goal_no) || ' 个' as expected, -- 清单中的目标
from staging.declarations
left join staging.goals
    on declarations.year = goals.year and declarations.township = goals.township
group by all
having declarations.goal_count <> count(goals.goal_no)
