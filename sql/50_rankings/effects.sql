-- grain: one error or doubt whose correction may change a figure of the county, a score or a rank
-- 说明: 改正每个问题的后果：能重算的重算，不能的给出估计的范围，一个问题一行
-- kept: no
with recomputed as (
    select
        ways.finding_id,
        -- Ways that end in the same are one.
        case
            when not bool_or(ways.is_guess)
                and count(distinct coalesce(ways.figure_after, ways.figure_before)) <= 1
                and count(distinct ways.project_score_after) <= 1
                and count(distinct ways.score_after) <= 1
                and count(distinct ways.rank_after) <= 1
                then '重算'
            else '估计'
        end as effect_basis,
        any_value(ways.figure) as figure,
        any_value(ways.figure_before) as figure_before,
        min(coalesce(ways.figure_after, ways.figure_before)) as figure_lowest,
        max(coalesce(ways.figure_after, ways.figure_before)) as figure_highest,
        any_value(ways.project_score_before) as project_score_before,
        min(ways.project_score_after) as project_score_lowest,
        max(ways.project_score_after) as project_score_highest,
        any_value(ways.score_before) as score_before,
        min(ways.score_after) as score_lowest,
        max(ways.score_after) as score_highest,
        any_value(ways.rank_before) as rank_before,
        min(ways.rank_after) as rank_best,
        max(ways.rank_after) as rank_worst,
        max(ways.ranks_moved) as ranks_moved,
    from rankings.ways
    group by ways.finding_id
    -- A way that leaves something open, or that moves another figure, leaves the whole open.
    having count(*) = any_value(ways.of_ways) and count(distinct ways.figure) <= 1
),

open as (
    select
        findings.finding_id,
        findings.year,
        findings.code,
        coalesce(findings.equation, findings.form_id || '|total') as equation,
    from checks.findings
    where findings.severity in ('error', 'warn') and findings.code in (
        'sources_not_total', 'department_total_mismatch', 'projects_not_department', 'executed_over_budget'
    )
),

-- equations.terms but for the points, which would be worked out in vain.
terms as (
    from equations.amounts

    union all by name

    from equations.rates
),

-- An equation between amounts that does not hold is as far from holding as one of its cells may be wrong.
rests as (
    select
        terms.code,
        terms.equation,
        any_value(terms.form_id) as form_id,
        abs(sum(cast(terms.coefficient as decimal(24, 6)) * cast(terms.value as decimal(18, 6)))) as rest,
        case terms.code when 'department_total_mismatch' then '各部门合计' else '各项目' end
            || case
                when terms.code = 'executed_over_budget' then '全年执行数'
                else split_part(terms.equation, '|', 2)
            end as figure,
    from terms
    where (terms.code, terms.equation) in (select (open.code, open.equation) from open)
        and (terms.code <> 'executed_over_budget' or terms.equation like '%|total')
    group by terms.code, terms.equation
    having count(*) = count(terms.value) and rest > 0
),

sums as (
    select
        county_parts.year,
        county_parts.figure,
        cast(sum(county_parts.amount) as decimal(24, 6)) as amount,
    from scores.county_parts
    group by county_parts.year, county_parts.figure
),

of_amounts as (
    select
        open.finding_id,
        sums.figure,
        sums.amount as figure_before,
        cast(sums.amount - rests.rest as decimal(24, 6)) as figure_lowest,
        cast(sums.amount + rests.rest as decimal(24, 6)) as figure_highest,
    from open
    inner join rests
        on open.code = rests.code and open.equation = rests.equation
    inner join sums
        on open.year = sums.year and rests.figure = sums.figure
),

-- What cannot be judged may be worth all or nothing.
of_indicators as (
    select distinct
        findings.finding_id,
        findings.year,
        findings.township,
        findings.form_id,
    from checks.findings
    inner join scores.indicators
        on findings.file = indicators.file and findings.sheet = indicators.sheet
            and findings.cell in (
                indicators.level3_cell,
                indicators.target_cell,
                indicators.actual_cell,
                indicators.weight_cell,
                indicators.cell
            )
    where findings.severity in ('error', 'warn') and indicators.machine_score is null
),

of_scores as (
    select
        of_indicators.finding_id,
        projects.machine_total as project_score_before,
        projects.lowest_total as project_score_lowest,
        projects.highest_total as project_score_highest,
        townships.ranking_score as score_before,
        townships.lowest_score as score_lowest,
        townships.highest_score as score_highest,
        townships.rank as rank_before,
        townships.best_rank as rank_best,
        townships.worst_rank as rank_worst,
    from of_indicators
    left join scores.projects
        on of_indicators.form_id = projects.form_id
    -- A project's indicator moves the township's score only by its mean, which few counties rank by.
    left join rankings.townships
        on of_indicators.year = townships.year and of_indicators.township = townships.township
            and projects.form_id is null
),

estimated as (
    select
        coalesce(of_amounts.finding_id, of_scores.finding_id) as finding_id,
        '估计' as effect_basis,
        of_amounts.* exclude (finding_id),
        of_scores.* exclude (finding_id),
        0 as ranks_moved,
    from of_amounts
    full join of_scores
        on of_amounts.finding_id = of_scores.finding_id
)

select
    effects.finding_id as finding_id, -- 问题编号
    effects.effect_basis as effect_basis, -- 重算或估计
    effects.figure as figure, -- 变动最大的全县合计数
    effects.figure_before as figure_before, -- 改正前（万元）
    effects.figure_lowest as figure_lowest, -- 改正后至少（万元）
    effects.figure_highest as figure_highest, -- 改正后至多（万元）
    effects.project_score_before as project_score_before, -- 项目复算总分，改正前
    effects.project_score_lowest as project_score_lowest, -- 改正后至少
    effects.project_score_highest as project_score_highest, -- 改正后至多
    effects.score_before as score_before, -- 乡镇排名得分，改正前
    effects.score_lowest as score_lowest, -- 改正后至少
    effects.score_highest as score_highest, -- 改正后至多
    effects.rank_before as rank_before, -- 名次，改正前
    effects.rank_best as rank_best, -- 改正后最好
    effects.rank_worst as rank_worst, -- 改正后最差
    effects.ranks_moved as ranks_moved, -- 名次变动的乡镇数
from (
    from recomputed
    union all by name
    from estimated
    where not exists (from recomputed where recomputed.finding_id = estimated.finding_id)
) as effects
