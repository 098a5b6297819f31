-- grain: one goal that the township itself says is not done
-- 说明: 绩效目标没有完成
-- severity: note
-- message: 有绩效目标没有完成
-- fix: 请在报告中说明没有完成的原因和改进措施，并核对整体自评得分是否已经扣减。
select
    goals.year as year, -- 年度
    goals.township as township, -- 乡镇
    goals.file as file, -- 文件
    goals.sheet as sheet, -- 工作表
    coalesce(goals.done_cell, goals.cell) as cell, -- 单元格
    '“' || left(goals.expected, 30) || '”' || goals.done || coalesce('；整体自评 ' || shown(overalls.reported_total) || ' 分', '') as value, -- 没有完成的目标
from staging.goals
left join staging.overalls
    on goals.year = overalls.year and goals.township = overalls.township
where regexp_full_match(name_key(goals.done), '否|未|没有|×|✗|未完成|没有完成|未达成|未实现|部分完成|部分')
