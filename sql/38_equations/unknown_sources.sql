-- grain: one project form of which a source of funds was not read: its label is not known, or its row is hidden
-- 说明: 资金来源没有全部读入的项目表：有不认识的栏目，或者有隐藏的行，各来源之和没法与总额核对，一张表一行
-- kept: no
-- An unknown wording stands left of the amounts, at the rows of the sources or just below those that are filled.
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
    array_to_string(list_sort(list_distinct(list(
        case when fields.hidden then '隐藏的第' || row_place(fields.cell) || '行' else '不认识的“' || fields.text || '”' end
    ))), '、') as sources, -- 没有读入的来源
from sources.fields
inner join staging.forms
    on fields.file = forms.file and fields.form_no = forms.form_no
inner join spans
    on forms.form_id = spans.form_id
where fields.form = 'project'
    and (
        fields.field = 'label_unknown'
        and row_place(fields.cell) between spans.first_row and spans.last_row + 3
        and column_place(fields.cell) < spans.first_column
        or fields.hidden and not forms.counts_hidden and fields.number <> 0 and fields.field not like 'total.%'
        and split_part(fields.field, '.', 2) in ('initial_budget', 'adjusted_budget', 'executed')
    )
group by spans.form_id
