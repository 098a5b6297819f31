-- grain: one error or doubt, the weightiest first
-- 说明: 整改次序：按改正后全县数字、乡镇得分和名次变动的大小排列；改正前、改正后并列
-- sheet: 整改次序
-- order: 23
-- prints: 影响依据
select
    corrections.place as 次序, -- 次序
    severity_word(corrections.severity) as 级别, -- 级别
    corrections.township as 乡镇, -- 乡镇
    corrections.project as 项目名称, -- 项目名称
    tidied(corrections.message) as 问题, -- 问题
    corrections.effect as "影响程度（%）", -- 全县数字变动、名次变动的乡镇、全县平均分变动的百分比，取最大的
    before_and_after(
        corrections.score_before, corrections.score_after, corrections.score_lowest, corrections.score_highest
    ) as "乡镇得分（分）", -- 乡镇的排名得分：改正前和改正后；估计的给出范围，不变的为空
    before_and_after(
        corrections.rank_before, corrections.rank_after, corrections.rank_best, corrections.rank_worst
    ) as 名次, -- 乡镇的名次：改正前和改正后
    before_and_after(
        corrections.project_score_before, corrections.project_score_after, corrections.project_score_lowest,
        corrections.project_score_highest
    ) as "项目得分（分）", -- 项目的复算总分：改正前和改正后
    corrections.figure || before_and_after(
        corrections.figure_before, corrections.figure_after, corrections.figure_lowest, corrections.figure_highest
    ) as "全县数字（万元）", -- 变动最大的全县合计数：改正前和改正后
    corrections.effect_basis as 影响依据, -- 重算：应改成的数已经确定，照此重算；估计：只能估计范围；不能推算：改成多少不能从表内推出
    corrections.amount as "涉及金额（万元）", -- 涉及金额
    case when corrections.amount_share <= 100 then corrections.amount_share end
        as "占全县预算（%）", -- 占全县预算的百分比，金额本身有误、超过全县的不算
    corrections.file as 文件, -- 文件
    corrections.sheet as 工作表, -- 工作表
    corrections.cell as 单元格, -- 单元格
from rankings.corrections
where corrections.year = getvariable('year')
order by corrections.place
