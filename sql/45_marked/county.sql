-- grain: one row a year and item of the townships' budgets: the county's sums, the one place that adds them up
-- 说明: 全县各类支出的合计：有错误未改正的不计入，另列；一个年度一个支出类别一行，金额单位万元
select
    budgets.year as year, -- 年度
    budgets.item_field as item_field, -- 支出类别的字段：basic 基本支出、project 项目支出、total 合计
    max(budgets.item) as item, -- 支出类别
    min(budgets.item_no) as item_no, -- 支出类别的次序
    count(*) filter (where not budgets.is_left_out) as townships, -- 计入的乡镇（个）
    cast(sum(budgets.counted_initial_budget) as decimal(24, 6)) as initial_budget, -- 年初预算数合计（万元）
    cast(sum(budgets.counted_adjusted_budget) as decimal(24, 6)) as adjusted_budget, -- 全年预算数合计（万元）
    cast(sum(budgets.counted_executed) as decimal(24, 6)) as executed, -- 全年执行数合计（万元）
    share(sum(budgets.counted_executed), 100, nullif(sum(budgets.counted_adjusted_budget), 0))
        as execution_rate, -- 执行率（%）：两项合计相除
    count(*) filter (where budgets.is_left_out) as left_out, -- 没有计入的项数，一个乡镇的一个支出类别为一项
    cast(sum(budgets.initial_budget) filter (where budgets.is_left_out) as decimal(24, 6))
        as left_out_initial_budget, -- 没有计入的年初预算数（万元），照填报
    cast(sum(budgets.adjusted_budget) filter (where budgets.is_left_out) as decimal(24, 6))
        as left_out_adjusted_budget, -- 没有计入的全年预算数（万元），照填报
    cast(sum(budgets.executed) filter (where budgets.is_left_out) as decimal(24, 6))
        as left_out_executed, -- 没有计入的全年执行数（万元），照填报
    string_agg(budgets.township || budgets.item || '的' || budgets.words, '；' order by townships.township_code)
        filter (where budgets.is_left_out) as left_out_list, -- 没有计入的各项：乡镇、支出类别和有误的数
    case when left_out > 0 then '另有' || left_out || '项有误，未计入' end as left_out_words, -- 一句话，各项见上一列
from marked.budgets
inner join staging.townships
    on budgets.year = townships.year and budgets.township = townships.township
group by budgets.year, budgets.item_field
order by budgets.year, item_no
