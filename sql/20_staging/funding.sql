-- grain: one row a project form and source of funds
-- 说明: 项目资金来源，一张项目表一个来源一行，金额单位万元；财政拨款一行之下的中央、省、市、县资金是其中数，不另列
-- A level of government is a source where no wider one is: 财政拨款 holds all of them, 地方资金 those below the centre.
with wider as (
    select
        entries.form_id,
        bool_or(entries.field like 'fiscal.%') as has_fiscal,
        bool_or(entries.field like 'local.%') as has_local,
    from staging.listed as entries
    where entries.form = 'project' and entries.number <> 0
        and (entries.field like 'fiscal.%' or entries.field like 'local.%')
    group by entries.form_id
)

select
    entries.form_id as form_id, -- 表的编号
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇，填写的单位不在名册中的为空
    labels.label as source, -- 资金来源
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
left join wider
    on entries.form_id = wider.form_id
where entries.form = 'project'
    and not (coalesce(wider.has_fiscal, false)
        and labels.field in ('central', 'local', 'provincial', 'municipal', 'county'))
    and not (coalesce(wider.has_local, false) and labels.field in ('provincial', 'municipal', 'county'))
group by entries.form_id, entries.year, entries.township, labels.label, labels.row_no
order by entries.form_id, labels.row_no
