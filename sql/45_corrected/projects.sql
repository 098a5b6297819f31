-- grain: one project form as one way to correct a finding would leave it
-- 说明: 改正后的项目表：一种改法的一张项目表一行
-- kept: no
select
    -- A form of its own, in a township of its own: what scores a form scores it apart from all others.
    projects.* replace (
        forms.copy_id as form_id,
        projects.township || '@' || ways.way as township,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, projects.initial_budget_cell)],
            projects.initial_budget) as initial_budget,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, projects.adjusted_budget_cell)],
            projects.adjusted_budget) as adjusted_budget,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, projects.executed_cell)],
            projects.executed) as executed,
        coalesce(forms.would_be[place_of(projects.file, projects.sheet, projects.execution_weight_cell)],
            projects.execution_weight) as execution_weight
    ),
from corrected.ways
inner join corrected.forms
    on ways.way = forms.way
inner join staging.projects
    on forms.form_id = projects.form_id
