-- grain: one row a township and item, then the county's sums over those without open errors
-- 说明: 预算执行
-- sheet: 预算执行
-- order: 2
-- prints: 说明
-- sums: 年初预算数（万元）, 全年预算数（万元）, 全年执行数（万元） by 支出类别 where 计入合计
with lines as (
    select
        1 as part,
        budgets.township,
        townships.township_code,
        budgets.item,
        budgets.item_field,
        budgets.item_no,
        budgets.initial_budget,
        budgets.adjusted_budget,
        budgets.executed,
        staged.reported_rate,
        budgets.execution_rate,
        case when budgets.is_left_out then '否' else '是' end as is_counted,
        '※ ' || budgets.words || case when budgets.is_marked then '有错误未改正' else '' end
            || '，照填报列示，未计入合计' as note,
        place_of(budgets.file, budgets.sheet, budgets.adjusted_budget_cell) as place,
        place_of(budgets.file, budgets.sheet, budgets.initial_budget_cell) as initial_budget_place,
        place_of(budgets.file, budgets.sheet, budgets.executed_cell) as executed_place,
        place_of(budgets.file, budgets.sheet, staged.rate_cell) as rate_place,
    from marked.budgets
    inner join staging.budgets as staged
        on budgets.form_id = staged.form_id and budgets.item_field = staged.item_field
    inner join staging.townships
        on budgets.year = townships.year and budgets.township = townships.township
    where budgets.year = getvariable('year')

    union all by name

    select
        2 as part,
        whole() || '合计' as township,
        county.item,
        county.item_field,
        county.item_no,
        county.initial_budget,
        county.adjusted_budget,
        county.executed,
        county.execution_rate,
        county.left_out_words || '：' || county.left_out_list
            || '。未计入的照填报为年初' || coalesce(shown(county.left_out_initial_budget), '空')
            || '万元、全年' || coalesce(shown(county.left_out_adjusted_budget), '空')
            || '万元、执行' || coalesce(shown(county.left_out_executed), '空') || '万元' as note,
        '已报送 ' || (county.townships + county.left_out) || ' 个，共 ' || (
            select count(*)
            from staging.townships
            where townships.year = getvariable('year')
        ) || ' 个乡镇' as place,
    from marked.county
    where county.year = getvariable('year')
)

select
    lines.township as 乡镇, -- 单位名称
    lines.item as 支出类别, -- 基本支出、项目支出、合计
    lines.initial_budget as "年初预算数（万元）", -- 表内填报
    lines.adjusted_budget as "全年预算数（万元）", -- 表内填报
    lines.executed as "全年执行数（万元）", -- 表内填报
    lines.reported_rate as "填报执行率（%）", -- 表内填报
    lines.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数，有错误未改正的不算
    case when lines.part = 2 or lines.is_counted = '是' then
        share(lines.adjusted_budget - lines.initial_budget, 100, nullif(lines.initial_budget, 0))
    end as "预算调整率（%）", -- （全年－年初）÷年初，有错误未改正的不算
    cast(last_budget.last as decimal(18, 6)) as "上年全年预算数（万元）", -- 合计一行，上年没有的为空
    last_budget.change_rate as "预算比上年增减（%）", -- （本年－上年）÷上年
    cast(last_executed.last as decimal(18, 6)) as "上年全年执行数（万元）", -- 合计一行，上年没有的为空
    last_executed.change_rate as "执行比上年增减（%）", -- （本年－上年）÷上年
    lines.is_counted as 计入合计, -- 有错误未改正的不计入
    tidied(nullif(lines.note, '')) as 说明, -- 哪个数有误，合计中没有计入哪些
    lines.place as 出处, -- 文件、工作表、单元格（全年预算数）
    lines.initial_budget_place as "年初预算数（万元）的出处", -- 文件、工作表、单元格
    case when lines.part = 1 then lines.place end as "全年预算数（万元）的出处", -- 文件、工作表、单元格
    lines.executed_place as "全年执行数（万元）的出处", -- 文件、工作表、单元格
    lines.rate_place as "填报执行率（%）的出处", -- 文件、工作表、单元格
from lines
left join rankings.same_period as last_budget
    on lines.item_field = 'total' and last_budget.year = getvariable('year') and last_budget.figure = 'adjusted_budget'
        and lines.township_code is not distinct from last_budget.township_code
left join rankings.same_period as last_executed
    on lines.item_field = 'total' and last_executed.year = getvariable('year') and last_executed.figure = 'executed'
        and lines.township_code is not distinct from last_executed.township_code
order by lines.part, lines.township_code, lines.item_no
