-- grain: one township of the roster, those without material last, then the county
-- 说明: 通报的总体情况表：项目、预算和执行，合计行是上面各行之和，有错误未改正的数注※，不计入
-- part: 总体情况
with lines as (
    select
        1 as part,
        townships.is_submitted,
        coalesce(punctuality.is_complete, true) as is_complete,
        case when not punctuality.is_unsure then punctuality.days_late end as days_late,
        townships.township_code,
        townships.township,
        townships.project_count,
        case when townships.is_submitted then townships.project_forms end as project_forms,
        budgets.initial_budget,
        budgets.adjusted_budget,
        budgets.executed,
        budgets.execution_rate,
        coalesce(budgets.is_left_out, false) as is_left_out,
    from scores.townships
    left join changes.punctuality
        on townships.year = punctuality.year and townships.township = punctuality.township
    left join marked.budgets
        on townships.year = budgets.year and townships.township = budgets.township and budgets.item_field = 'total'
    where townships.year = getvariable('year')

    union all by name

    select
        2 as part,
        '合计' as township,
        cast(sum(townships.project_count) as bigint) as project_count,
        cast(sum(townships.project_forms) as bigint) as project_forms,
        any_value(county.initial_budget) as initial_budget,
        any_value(county.adjusted_budget) as adjusted_budget,
        any_value(county.executed) as executed,
        any_value(county.execution_rate) as execution_rate,
        false as is_left_out,
    from scores.townships
    left join marked.county
        on townships.year = county.year and county.item_field = 'total'
    where townships.year = getvariable('year')
)

select
    lines.township as 乡镇, -- 单位名称
    case
        when lines.part = 2 then ''
        when not lines.is_submitted then '未报'
        when lines.days_late > 0 then '逾期' || lines.days_late || '天'
        when not lines.is_complete then '未报齐'
        else '已报'
    end as 报送, -- 是否报送，逾期几天；没有报齐的算到今天
    lines.project_count as "应自评项目（个）", -- 填报的项目支出数量
    lines.project_forms as "已自评项目（个）", -- 收到并计入的
    shown(cast(lines.initial_budget as decimal(18, 2))) || case when lines.is_left_out then '※' else '' end
        as "年初预算数（万元）", -- ※为有错误未改正，不计入合计
    shown(cast(lines.adjusted_budget as decimal(18, 2))) || case when lines.is_left_out then '※' else '' end
        as "全年预算数（万元）", -- 同上
    shown(cast(lines.executed as decimal(18, 2))) || case when lines.is_left_out then '※' else '' end
        as "全年执行数（万元）", -- 同上
    lines.execution_rate as "计算执行率（%）" -- 全年执行数÷全年预算数，有错误未改正的为空
from lines
order by lines.part, lines.is_submitted desc, lines.township_code
