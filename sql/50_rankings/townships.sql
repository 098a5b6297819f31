-- grain: one row a township of the roster and year; those that did not submit have no rank
-- 说明: 乡镇排名及其构成；未报送或无整体得分的不排名，单列
with pieces as (
    select
        townships.*,
        cast(sum(case ranking.basis
            when '整体得分' then townships.machine_total
            when '项目平均分' then townships.mean_project_score
            when '执行率' then least(townships.execution_rate, 100)
            when '覆盖率' then least(townships.coverage, 100)
        end * ranking.weight / 100) as decimal(9, 2)) as ranking_score,
        bool_or(ranking.weight > 0 and case ranking.basis
            when '整体得分' then townships.machine_total
            when '项目平均分' then townships.mean_project_score
            when '执行率' then townships.execution_rate
            when '覆盖率' then townships.coverage
        end is null) as lacks_a_piece,
        -- The ends between which the ranking score lies whatever the indicators that cannot be judged are worth.
        cast(sum(case ranking.basis
            when '整体得分' then townships.lowest_total
            when '项目平均分' then townships.mean_project_score
            when '执行率' then least(townships.execution_rate, 100)
            when '覆盖率' then least(townships.coverage, 100)
        end * ranking.weight / 100) as decimal(9, 2)) as lowest_score,
        cast(sum(case ranking.basis
            when '整体得分' then townships.highest_total
            when '项目平均分' then townships.mean_project_score
            when '执行率' then least(townships.execution_rate, 100)
            when '覆盖率' then least(townships.coverage, 100)
        end * ranking.weight / 100) as decimal(9, 2)) as highest_score,
    from scores.townships
    inner join rules.ranking
        on in_force(ranking.from_year, ranking.to_year, townships.year)
    group by all
),

-- A rank is firm where no neighbour can pass: its score's ends, wider by the rounding of two scores.
firmness as (
    select
        own.year,
        own.township_code,
        1 + count(*) filter (where rival.lowest_score - 0.01 > own.highest_score) as best_rank,
        1 + count(*) filter (where rival.highest_score + 0.01 >= own.lowest_score and rival.township_code <> own.township_code) as worst_rank,
    from pieces as own
    inner join pieces as rival
        on own.year = rival.year and rival.is_submitted and not rival.lacks_a_piece
    where own.is_submitted and not own.lacks_a_piece
    group by own.year, own.township_code
),

ranked as (
    select
        pieces.*,
        case when pieces.is_submitted and not pieces.lacks_a_piece then
            rank() over (
                partition by pieces.year, pieces.is_submitted and not pieces.lacks_a_piece
                order by pieces.ranking_score desc, pieces.execution_rate desc nulls last
            )
        end as rank,
    from pieces
)

select
    pieces.year as year, -- 年度
    pieces.rank as rank, -- 名次（同分并列，下一名次顺延）
    pieces.township as township, -- 乡镇
    pieces.township_code as township_code, -- 单位代码
    pieces.county as county, -- 县
    case when not pieces.lacks_a_piece then pieces.ranking_score end as ranking_score, -- 排名得分（按规则的权重合成）
    pieces.machine_total as machine_total, -- 整体复算得分
    pieces.reported_total as reported_total, -- 整体自评得分
    pieces.gap as gap, -- 自评减复算
    pieces.grade as grade, -- 等级
    pieces.execution_rate as execution_rate, -- 执行率（%）
    pieces.mean_project_score as mean_project_score, -- 项目复算平均分
    pieces.coverage as coverage, -- 自评覆盖率（%）
    firmness.best_rank as best_rank, -- 名次区间：最好第几名（不可评的指标另有结果时）
    firmness.worst_rank as worst_rank, -- 名次区间：最差第几名
    last_year.rank as last_rank, -- 上年名次
    last_year.rank - pieces.rank as rank_change, -- 比上年上升几名（负数为下降）
    pieces.explanation as explanation, -- 整体复算得分怎么来的
    pieces.is_submitted as is_submitted, -- 是否报送
    case
        when not pieces.is_submitted then '未报送'
        when pieces.lacks_a_piece then '缺少排名所需的数据'
        else '已排名'
    end as status, -- 情况
from ranked as pieces
left join firmness
    on pieces.year = firmness.year and pieces.township_code = firmness.township_code
left join ranked as last_year
    on pieces.year = last_year.year + 1 and pieces.township_code = last_year.township_code
order by pieces.year, pieces.rank nulls last, pieces.township_code
