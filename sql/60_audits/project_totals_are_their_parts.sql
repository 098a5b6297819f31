-- grain: one project whose machine total is not the sum of its parts although all of it can be judged
-- message: 项目复算总分不等于各项复算得分之和
with parts as (
    select
        indicators.form_id,
        sum(indicators.exact_score) as score,
        -- Weights of 33.3333 are 100 together only as they are shown: then the total is brought to 100.
        sum(indicators.exact_weight) filter (where indicators.exact_score is not null) as weight,
    from scores.indicators
    where indicators.scope = 'project'
    group by indicators.form_id
)

select
    projects.file || ' ' || projects.sheet || coalesce('!' || projects.cell, '') || ': ' || projects.machine_total
        || ' <> ' || (coalesce(executions.exact_score, 0) + parts.score) as detail,
from scores.projects
inner join scores.project_executions as executions
    on projects.form_id = executions.form_id
inner join parts
    on projects.form_id = parts.form_id
left join rules.caps
    on in_force(caps.from_year, caps.to_year, projects.year)
        and executions.exact_rate >= caps.low
        and executions.exact_rate < caps.high
group by all
having projects.total_weight = 100
    and round(parts.weight + case when executions.exact_score is null then 0 else executions.weight end, 4) = 100
    and projects.machine_total <> greatest(
        least(round(coalesce(executions.exact_score, 0) + parts.score, 2), coalesce(min(caps.most), 100))
            - projects.deduction,
        0
    )
