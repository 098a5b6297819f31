-- grain: one error or doubt, the weightiest first
-- 说明: 整改次序：按对全县金额和得分的影响排列
-- sheet: 整改次序
-- order: 23
select
    corrections.place as 次序, -- 次序
    severity_word(corrections.severity) as 级别, -- 级别
    corrections.township as 乡镇, -- 乡镇
    corrections.project as 项目名称, -- 项目名称
    corrections.message as 问题, -- 问题
    corrections.amount as "涉及金额（万元）", -- 涉及金额
    case when corrections.amount_share <= 100 then corrections.amount_share end
        as "占全县预算（%）", -- 占全县预算的百分比，金额本身有误、超过全县的不算
    corrections.points as "影响得分（分）", -- 对乡镇得分的影响
    corrections.file as 文件, -- 文件
    corrections.sheet as 工作表, -- 工作表
    corrections.cell as 单元格, -- 单元格
from rankings.corrections
where corrections.year = getvariable('year')
order by corrections.place
