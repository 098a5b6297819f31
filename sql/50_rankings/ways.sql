-- grain: one way to correct a finding, of which every value is determined, and what it changes in the county
-- 说明: 改正一个问题的后果：全县数字、项目得分、乡镇得分和名次改正前后各是多少，一种改法一行
-- kept: no
-- The corrected forms (sql/45_corrected) are scored by the scripts that score what was sent: rescored.* are those of
-- sql/30_scores, made of corrected.* in place of staging.*.
with figures as (
    select
        county_parts.year,
        county_parts.figure,
        cast(sum(county_parts.amount) as decimal(24, 6)) as amount,
    from scores.county_parts
    group by county_parts.year, county_parts.figure
),

-- Of several figures that a correction moves the one that it moves most is told.
moved as (
    select
        forms.way,
        sent.figure,
        figures.amount as figure_before,
        cast(figures.amount
            + sum(coalesce(corrected_parts.amount, 0) - coalesce(sent.amount, 0)) as decimal(24, 6)) as figure_after,
        share(figure_after - figure_before, 100,
            coalesce(nullif(abs(figure_before), 0), nullif(abs(figure_after), 0))) as figure_share,
    from corrected.forms
    inner join scores.county_parts as sent
        on forms.form_id = sent.form_id
    inner join rescored.county_parts as corrected_parts
        on forms.copy_id = corrected_parts.form_id and sent.figure = corrected_parts.figure
    inner join figures
        on sent.year = figures.year and sent.figure = figures.figure
    group by forms.way, sent.figure, figures.amount
    having figure_after <> figure_before
    qualify row_number() over (
        partition by forms.way
        order by abs(figure_share) desc, abs(figure_after - figure_before) desc, sent.figure
    ) = 1
),

-- The projects of a way, as a change of what its township's mean is made of.
projects as (
    select
        forms.way,
        case when count(*) = 1 then any_value(sent.machine_total) end as project_score_before,
        case when count(*) = 1 then any_value(corrected_projects.machine_total) end as project_score_after,
        sum(coalesce(corrected_projects.machine_total, 0) - coalesce(sent.machine_total, 0)) as more,
        count(corrected_projects.machine_total) - count(sent.machine_total) as more_scored,
        sum(coalesce(corrected_projects.machine_total, corrected_projects.ceiling_total, 100)
            - coalesce(sent.machine_total, sent.ceiling_total, 100)) as more_at_most,
    from corrected.forms
    inner join scores.projects as sent
        on forms.form_id = sent.form_id and sent.counted
    inner join rescored.projects as corrected_projects
        on forms.copy_id = corrected_projects.form_id
    group by forms.way
),

means as (
    select
        projects.way,
        cast(mean_score(
            sum(sent.machine_total) + any_value(projects.more),
            count(sent.machine_total) + any_value(projects.more_scored),
            sum(coalesce(sent.machine_total, sent.ceiling_total, 100)) + any_value(projects.more_at_most),
            count(*),
            sent.year
        ) as decimal(9, 2)) as mean_project_score,
    from projects
    inner join corrected.ways
        on projects.way = ways.way
    inner join scores.projects as sent
        on ways.year = sent.year and ways.township = sent.township and sent.counted
    group by projects.way, sent.year
),

departments as (
    select
        forms.way,
        corrected_overalls.machine_total,
    from corrected.forms
    inner join rescored.overalls as corrected_overalls
        on forms.copy_id = corrected_overalls.form_id
),

spent as (
    select
        forms.way,
        case when budgets.adjusted_budget > 0 then share(budgets.executed, 100, budgets.adjusted_budget) end
            as execution_rate,
    from corrected.forms
    inner join corrected.budgets
        on forms.copy_id = budgets.form_id and budgets.item_field = 'total'
),

townships as (
    select
        ways.way,
        ways.finding_id,
        ways.of_ways,
        ways.is_guess,
        townships.* exclude (machine_total, mean_project_score, execution_rate),
        townships.execution_rate as rate_before,
        case when departments.way is null then townships.machine_total else departments.machine_total end
            as machine_total,
        case when means.way is null then townships.mean_project_score else means.mean_project_score end
            as mean_project_score,
        case when spent.way is null then townships.execution_rate else spent.execution_rate end as execution_rate,
    from corrected.ways
    inner join rankings.townships
        on ways.year = townships.year and ways.township = townships.township
    left join departments
        on ways.way = departments.way
    left join means
        on ways.way = means.way
    left join spent
        on ways.way = spent.way
),

weighed as (
    select
        townships.way,
        cast(share(sum(basis_of(ranking.basis, townships.machine_total, townships.mean_project_score,
            townships.execution_rate, townships.coverage) * ranking.weight), 1, 100) as decimal(9, 2)) as score_after,
        bool_or(ranking.weight > 0 and basis_of(ranking.basis, townships.machine_total, townships.mean_project_score,
            townships.execution_rate, townships.coverage) is null) as lacks_a_piece,
    from townships
    inner join rules.ranking
        on in_force(ranking.from_year, ranking.to_year, townships.year)
    group by townships.way
),

-- Of each other township: whether it stands before this one, and whether it would.
rivals as (
    select
        townships.way,
        rival.rank < townships.rank as is_before,
        (rival.ranking_score, coalesce(at_most(rival.execution_rate, 100), -1))
            > (weighed.score_after, coalesce(at_most(townships.execution_rate, 100), -1)) as is_after,
    from townships
    inner join weighed
        on townships.way = weighed.way and not weighed.lacks_a_piece
    inner join rankings.townships as rival
        on townships.year = rival.year and townships.township <> rival.township and rival.rank is not null
),

passed as (
    select
        rivals.way,
        1 + count(*) filter (where rivals.is_after) as rank_after,
        count(*) filter (where rivals.is_after is distinct from rivals.is_before) as rivals_passed,
    from rivals
    group by rivals.way
)

select
    townships.way as way, -- 改法的编号
    townships.finding_id as finding_id, -- 问题编号
    townships.of_ways as of_ways, -- 这个问题共有几种改法
    townships.is_guess as is_guess, -- 应改成的数是按疑似的单位推算的
    moved.figure as figure, -- 变动最大的全县合计数
    moved.figure_before as figure_before, -- 改正前（万元）
    moved.figure_after as figure_after, -- 改正后（万元）
    abs(moved.figure_share) as figure_share, -- 变动占改正前的百分比
    projects.project_score_before as project_score_before, -- 项目复算总分，改正前
    projects.project_score_after as project_score_after, -- 项目复算总分，改正后
    townships.ranking_score as score_before, -- 乡镇排名得分，改正前
    case when not weighed.lacks_a_piece then weighed.score_after end as score_after, -- 乡镇排名得分，改正后
    townships.rank as rank_before, -- 名次，改正前
    case
        when townships.is_submitted and not weighed.lacks_a_piece then coalesce(passed.rank_after, 1)
    end as rank_after, -- 名次，改正后
    case
        when townships.is_submitted and rank_after is not distinct from townships.rank then 0
        else 1
    end + coalesce(passed.rivals_passed, 0) as ranks_moved, -- 名次变动的乡镇数
from townships
inner join weighed
    on townships.way = weighed.way
left join moved
    on townships.way = moved.way
left join projects
    on townships.way = projects.way
left join passed
    on townships.way = passed.way
