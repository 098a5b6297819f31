-- grain: one line of a department's budget as one way to correct a finding would leave it
-- 说明: 改正后的部门预算执行情况：一种改法的一个支出类别一行
-- kept: no
select
    budgets.* replace (
        forms.copy_id as form_id,
        budgets.township || '@' || ways.way as township,
        coalesce(forms.would_be[place_of(budgets.file, budgets.sheet, budgets.initial_budget_cell)],
            budgets.initial_budget) as initial_budget,
        coalesce(forms.would_be[place_of(budgets.file, budgets.sheet, budgets.cell)],
            budgets.adjusted_budget) as adjusted_budget,
        coalesce(forms.would_be[place_of(budgets.file, budgets.sheet, budgets.executed_cell)],
            budgets.executed) as executed
    ),
from corrected.ways
inner join corrected.forms
    on ways.way = forms.way
inner join staging.budgets
    on forms.form_id = budgets.form_id
