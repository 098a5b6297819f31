-- grain: one row a project form and source of funds
-- 说明: 项目资金来源，一张项目表一个来源一行，金额单位万元；财政拨款一行之下的中央、省、市、县资金是其中数，不另列
-- A level of government is a source where no wider one is: 财政拨款 holds all of them, 地方资金 those below the centre.
-- 一般公共预算 beside 财政拨款 is a part of it, as the other budgets are then; without it, it is the appropriation.
with wider as (
    select
        entries.form_id,
        bool_or(entries.field like 'fiscal.%') as has_fiscal,
        bool_or(entries.field like 'local.%') as has_local,
        bool_or(entries.field like 'general.%') as has_general,
    from staging.listed as entries
    where entries.form = 'project' and entries.number <> 0
        and regexp_matches(entries.field, '^(fiscal|local|general)\.')
    group by entries.form_id
),

appropriation as (
    select first(fields.label order by fields.row_no) as label,
    from rules.fields
    where fields.form = 'project' and fields.role = '行' and fields.field = 'fiscal'
)

select
    entries.form_id as form_id, -- 表的编号
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇，填写的单位不在名册中的为空
    case when labels.field = 'general' then appropriation.label else labels.label end as source, -- 资金来源
    max(in_wan(entries.number, entries.unit))
        filter (where entries.field like '%.initial_budget') as initial_budget, -- 年初预算数（万元）
    max(in_wan(entries.number, entries.unit))
        filter (where entries.field like '%.adjusted_budget') as adjusted_budget, -- 全年预算数（万元）
    max(in_wan(entries.number, entries.unit))
        filter (where entries.field like '%.executed') as executed, -- 全年执行数（万元）
    max(entries.cell) filter (where entries.field like '%.initial_budget') as initial_budget_cell, -- 年初预算数所在单元格
    max(entries.cell) filter (where entries.field like '%.adjusted_budget') as adjusted_budget_cell, -- 全年预算数所在单元格
    max(entries.cell) filter (where entries.field like '%.executed') as executed_cell, -- 全年执行数所在单元格
    bool_or(entries.issue is not null and entries.number is null) as has_issue, -- 有不能读成数值的单元格
from staging.listed as entries
inner join rules.fields as labels
    on labels.form = 'project' and labels.role = '行' and labels.field <> 'total'
        and entries.field like labels.field || '.%'
cross join appropriation
left join wider
    on entries.form_id = wider.form_id
where entries.form = 'project'
    and not (coalesce(wider.has_fiscal, false)
        and labels.field in ('central', 'local', 'provincial', 'municipal', 'county'))
    and not (coalesce(wider.has_local, false) and labels.field in ('provincial', 'municipal', 'county'))
    and not (coalesce(wider.has_fiscal and wider.has_general, false)
        and labels.field in ('general', 'government_fund', 'state_capital'))
    and not (coalesce(wider.has_general and not wider.has_fiscal, false) and labels.field = 'fiscal')
group by entries.form_id, entries.year, entries.township, labels.label, labels.field, labels.row_no, appropriation.label
order by entries.form_id, labels.row_no
