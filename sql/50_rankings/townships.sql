-- grain: one row a township of the roster and year; those that did not submit have no rank
-- 说明: 乡镇排名及其构成；未报送或无整体得分的不排名，单列
with errors as (
    select
        findings.year,
        findings.township,
        count(*) as open_errors,
        count(*) filter (where forms.form in ('department', 'budget')) as errors_of_overall,
    from checks.findings
    inner join staging.forms
        on findings.form_id = forms.form_id
    left join checks.settled
        on findings.finding_id = settled.finding_id
    where findings.severity = 'error' and settled.finding_id is null
    group by findings.year, findings.township
),

opened as (
    select
        townships.*,
        coalesce(errors.open_errors, 0) as open_errors,
        coalesce(errors.errors_of_overall, 0) > 0 as has_open_overall,
        coalesce(errors.open_errors, 0) > coalesce(errors.errors_of_overall, 0) as has_open_projects,
    from scores.townships
    left join errors
        on townships.year = errors.year and townships.township = errors.township
),

-- What the ranking weighs, one row a township and basis: the score, the ends between which it lies whatever the
-- indicators that cannot be judged are worth, and the ends at which the qualitative ones lie at those of their bands.
bases as (
    select
        opened.year,
        opened.township_code,
        ranking.weight,
        basis_of(ranking.basis, machine_total, mean_project_score, execution_rate, coverage) as score,
        basis_of(ranking.basis, lowest_total, lowest_mean, execution_rate, coverage) as lowest,
        basis_of(ranking.basis, highest_total, highest_mean, execution_rate, coverage) as highest,
        basis_of(ranking.basis, band_lowest_total, band_lowest_mean, execution_rate, coverage) as band_lowest,
        basis_of(ranking.basis, band_highest_total, band_highest_mean, execution_rate, coverage) as band_highest,
        case ranking.basis
            when '项目平均分' then opened.has_open_projects
            when '覆盖率' then false
            else opened.has_open_overall
        end as is_open,
        -- A form with open errors may be worth what it states itself.
        case when ranking.basis = '整体得分' and is_open then opened.reported_total end as stated,
    from opened
    inner join rules.ranking
        on in_force(ranking.from_year, ranking.to_year, opened.year)
),

weighed as (
    select
        bases.year,
        bases.township_code,
        cast(share(sum(bases.score * bases.weight), 1, 100) as decimal(9, 2)) as ranking_score,
        cast(share(sum(bases.lowest * bases.weight), 1, 100) as decimal(9, 2)) as lowest_score,
        cast(share(sum(bases.highest * bases.weight), 1, 100) as decimal(9, 2)) as highest_score,
        cast(share(sum(least(bases.band_lowest, bases.stated) * bases.weight), 1, 100) as decimal(9, 2))
            as widest_lowest_score,
        cast(share(sum(greatest(bases.band_highest, bases.stated) * bases.weight), 1, 100) as decimal(9, 2))
            as widest_highest_score,
        bool_or(bases.weight > 0 and bases.score is null) as lacks_a_piece,
        bool_or(bases.weight > 0 and bases.lowest is null) as lacks_an_end,
        bool_or(bases.weight > 0 and bases.is_open) as has_open_errors,
    from bases
    group by bases.year, bases.township_code
),

pieces as (
    select
        townships.*,
        weighed.* exclude (year, township_code, lowest_score, highest_score),
        -- Of what is not there no end is known either: it is not 0.
        case when not weighed.lacks_an_end then weighed.lowest_score end as lowest_score,
        case when not weighed.lacks_an_end then weighed.highest_score end as highest_score,
        townships.is_submitted and not weighed.lacks_a_piece as is_ranked,
    from scores.townships
    inner join weighed
        on townships.year = weighed.year and townships.township_code = weighed.township_code
),

-- A rank is firm where no neighbour can pass: its score's ends, wider by the rounding of two scores. One of which too
-- little can be judged for a rank may come before others once it is; behind them it may stay without one.
firmness as (
    select
        own.year,
        own.township_code,
        1 + count(*) filter (where rival.is_ranked and rival.lowest_score - 0.01 > own.highest_score) as best_rank,
        1 + count(*) filter (
            where rival.highest_score + 0.01 >= own.lowest_score and rival.township_code <> own.township_code
        ) as worst_rank,
        1 + count(*) filter (where rival.is_ranked and rival.widest_lowest_score - 0.01 > own.widest_highest_score)
            as widest_best_rank,
        1 + count(*) filter (
            where rival.widest_highest_score + 0.01 >= own.widest_lowest_score
                and rival.township_code <> own.township_code
        ) as widest_worst_rank,
    from pieces as own
    inner join pieces as rival
        on own.year = rival.year and rival.is_submitted and rival.lowest_score is not null
    where own.is_ranked
    group by own.year, own.township_code
),

ranked as (
    select
        pieces.*,
        case when pieces.is_ranked then
            rank() over (
                partition by pieces.year, pieces.is_ranked
                order by pieces.ranking_score desc, at_most(pieces.execution_rate, 100) desc nulls last
            )
        end as rank,
    from pieces
)

select
    ranked.year as year, -- 年度
    ranked.rank as rank, -- 名次（同分并列，下一名次顺延）
    ranked.township as township, -- 乡镇
    ranked.township_code as township_code, -- 单位代码
    ranked.county as county, -- 县
    case when not ranked.lacks_a_piece then ranked.ranking_score end as ranking_score, -- 排名得分（按规则的权重合成）
    ranked.machine_total as machine_total, -- 整体复算得分
    ranked.reported_total as reported_total, -- 整体自评得分
    ranked.gap as gap, -- 自评减复算
    ranked.grade as grade, -- 等级
    ranked.execution_rate as execution_rate, -- 执行率（%）
    ranked.mean_project_score as mean_project_score, -- 项目复算平均分
    ranked.coverage as coverage, -- 自评覆盖率（%）
    firmness.best_rank as best_rank, -- 名次区间：最好第几名（不可评的指标另有结果时）
    firmness.worst_rank as worst_rank, -- 名次区间：最差第几名
    last_year.rank as last_rank, -- 上年名次
    last_year.rank - ranked.rank as rank_change, -- 比上年上升几名（负数为下降）
    ranked.explanation as explanation, -- 整体复算得分怎么来的
    ranked.is_submitted as is_submitted, -- 是否报送
    case
        when not ranked.is_submitted then '未报送'
        when ranked.lacks_a_piece then '缺少排名所需的数据'
        else '已排名'
    end as status, -- 情况
    ranked.lowest_score as lowest_score, -- 排名得分至少是多少
    ranked.highest_score as highest_score, -- 排名得分至多是多少
    coalesce(ranked.has_open_errors, false) as has_open_errors, -- 排名所依据的表还有没改正的错误
    firmness.widest_best_rank as widest_best_rank, -- 最好第几名（定性的也另取上下限、未改正的错误另有结果时）
    firmness.widest_worst_rank as widest_worst_rank, -- 最差第几名（同上）
    firmness.widest_best_rank = firmness.widest_worst_rank
        and not coalesce(ranked.has_open_errors, false)
        as is_firm, -- 名次是否稳定
    ranked.lowest_grade as lowest_grade, -- 最低可能的等级（不可评的指标都得零分时）
    ranked.highest_grade as highest_grade, -- 最高可能的等级（不可评的指标都得满分时）
from ranked
left join firmness
    on ranked.year = firmness.year and ranked.township_code = firmness.township_code
left join ranked as last_year
    on ranked.year = last_year.year + 1 and ranked.township_code = last_year.township_code
order by ranked.year, ranked.rank nulls last, ranked.township_code
