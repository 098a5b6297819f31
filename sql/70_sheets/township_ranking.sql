-- grain: one row a township; those without a rank stand below, apart
-- 说明: 乡镇排名
-- sheet: 乡镇排名
-- order: 1
-- prints: 情况
select
    townships.rank as 名次, -- 按排名得分，同分并列
    townships.township as 乡镇, -- 单位名称
    case
        when min(townships.county) over () <> max(townships.county) over () then townships.county
    end as 县, -- 所在的县；只有一个县时没有这一列
    townships.machine_total as "复算得分（分）", -- 按规则复算的整体得分
    townships.reported_total as "自评得分（分）", -- 整体自评得分
    townships.gap as "自评减复算（分）", -- 两者之差
    scored.reported_grade as 自评等级, -- 按自评得分
    townships.grade as 复算等级, -- 按复算得分
    townships.ranking_score as "排名得分（分）", -- 按规则的权重合成
    amounts.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数，有错误未改正的为空
    townships.mean_project_score as "项目平均分（分）", -- 项目复算得分的平均数
    townships.coverage as "自评覆盖率（%）", -- 已自评÷应自评
    case
        when townships.rank is null then null
        when townships.is_firm and coalesce(rule_sets.other_rank, townships.rank) = townships.rank then '稳定'
        when least(townships.best_rank, rule_sets.other_rank) < greatest(townships.worst_rank, rule_sets.other_rank)
            then '第' || least(townships.best_rank, rule_sets.other_rank)
                || '～' || greatest(townships.worst_rank, rule_sets.other_rank)
                || '名'
        when townships.has_open_errors then '有错误未改正'
        else '定性评分放宽时第' || townships.widest_best_rank || '～' || townships.widest_worst_rank || '名'
    end as 名次区间, -- 不可评的指标另有结果时，或按对比规则，名次可能的范围
    scored.lowest_total as "复算至少（分）", -- 不可评的指标都得零分时
    scored.highest_total as "复算至多（分）", -- 不可评的指标都得满分时
    townships.last_rank as 上年名次, -- 上年名次
    cast(compared.last as decimal(7, 2)) as "上年复算得分（分）", -- 上年没有的为空
    cast(compared.change as decimal(7, 2)) as "比上年增减（分）", -- 复算得分减上年复算得分
    townships.status as 情况, -- 未报送的不排名
    townships.explanation as 复算说明, -- 整体复算得分怎么来的
    place_of(overalls.file, overalls.sheet, overalls.total_cell) as "自评得分（分）的出处", -- 文件、工作表、单元格
from rankings.townships
inner join scores.townships as scored
    on townships.year = scored.year and townships.township_code = scored.township_code
left join rankings.same_period as compared
    on townships.year = compared.year and townships.township_code = compared.township_code
        and compared.figure = 'machine_total'
left join staging.overalls
    on townships.year = overalls.year and townships.township = overalls.township
left join marked.budgets as amounts
    on townships.year = amounts.year and townships.township = amounts.township and amounts.item_field = 'total'
left join rankings.rule_sets
    on townships.year = rule_sets.year and townships.township_code = rule_sets.township_code
where townships.year = getvariable('year')
order by townships.rank nulls last, townships.township_code
