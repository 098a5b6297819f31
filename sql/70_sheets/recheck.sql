-- grain: one project proposed for re-check
-- 说明: 建议抽查复核的项目及原因
-- sheet: 抽查建议
-- order: 20
select
    recheck.place as 序号, -- 次序
    recheck.stratum as 抽取方式, -- 风险、金额、随机
    recheck.township as 乡镇, -- 乡镇
    recheck.project as 项目名称, -- 项目名称
    recheck.adjusted_budget as "全年预算数（万元）", -- 全年预算数
    recheck.reported_total as "自评得分（分）", -- 自评总分
    recheck.machine_total as "复算得分（分）", -- 复算总分
    recheck.risk as 风险分, -- 风险分
    recheck.reason as 抽取原因, -- 抽取原因
from rankings.recheck
where recheck.year = getvariable('year')
order by recheck.place
