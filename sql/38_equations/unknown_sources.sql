-- grain: one project form with a wording among its sources of funds that is not known
-- 说明: 资金来源中有不认识的栏目的项目表：其金额没有读入，各来源之和没法与总额核对，一张表一行
-- kept: no
-- Such a wording stands left of the amounts, at the rows of the sources or just below those that are filled.
with spans as (
    select
        funding.form_id,
        min(least(row_place(projects.adjusted_budget_cell), row_place(funding.adjusted_budget_cell))) as first_row,
        max(row_place(coalesce(funding.adjusted_budget_cell, funding.executed_cell, funding.initial_budget_cell)))
            as last_row,
        min(column_place(coalesce(
            funding.initial_budget_cell, funding.adjusted_budget_cell, funding.executed_cell))) as first_column,
    from staging.funding
    inner join staging.projects
        on funding.form_id = projects.form_id
    group by funding.form_id
)

select
    spans.form_id as form_id, -- 项目表的编号
    string_agg('“' || fields.text || '”', '、' order by fields.position) as wordings, -- 不认识的写法
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no
inner join spans
    on forms.form_id = spans.form_id
where fields.field = 'label_unknown' and fields.form = 'project'
    and row_place(fields.cell) between spans.first_row and spans.last_row + 3
    and column_place(fields.cell) < spans.first_column
group by spans.form_id
