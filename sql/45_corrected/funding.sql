-- grain: one source of funds of a project form as one way to correct a finding would leave it
-- 说明: 改正后的资金来源：一种改法的一张项目表一个来源一行
-- kept: no
select
    funding.* replace (
        forms.copy_id as form_id,
        funding.township || '@' || ways.way as township,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, funding.initial_budget_cell)],
            funding.initial_budget) as initial_budget,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, funding.adjusted_budget_cell)],
            funding.adjusted_budget) as adjusted_budget,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, funding.executed_cell)],
            funding.executed) as executed
    ),
from corrected.ways
inner join corrected.forms
    on ways.way = forms.way
inner join staging.projects
    on forms.form_id = projects.form_id
inner join staging.funding
    on forms.form_id = funding.form_id
