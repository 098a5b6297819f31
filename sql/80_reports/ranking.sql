-- grain: one township of the roster: the notice's table of ranks
-- 说明: 通报的乡镇排名表
-- part: 乡镇名次
select
    coalesce(cast(townships.rank as varchar), townships.status) as 名次, -- 同分并列；未报送的不排名
    townships.township as 乡镇, -- 单位名称
    marked_where(scored.initial_budget, amounts.is_initial_budget_marked) as "年初预算数（万元）", -- 表内填报，有错误未改正的注※
    marked_where(scored.adjusted_budget, amounts.is_adjusted_budget_marked) as "全年预算数（万元）", -- 同上
    marked_where(scored.executed, amounts.is_executed_marked) as "全年执行数（万元）", -- 同上
    amounts.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数，有错误未改正的为空
    townships.reported_total as "自评得分（分）", -- 整体自评得分
    townships.machine_total as "复算得分（分）", -- 按规则复算
    townships.gap as "自评减复算（分）", -- 自评减复算
    townships.ranking_score as "排名得分（分）", -- 按规则的权重合成
    townships.grade as 复算等级, -- 按复算得分
    townships.mean_project_score as "项目平均分（分）", -- 各项目复算得分的平均数
    townships.coverage as "覆盖率（%）", -- 已自评项目÷应自评项目
    case
        when min(townships.county) over () <> max(townships.county) over () then townships.county
    end as 县, -- 所在的县；只有一个县时为空
from rankings.townships
inner join scores.townships as scored
    on townships.year = scored.year and townships.township_code = scored.township_code
left join marked.budgets as amounts
    on townships.year = amounts.year and townships.township = amounts.township and amounts.item_field = 'total'
where townships.year = getvariable('year')
order by townships.rank nulls last, townships.township_code
