-- grain: one error or doubt, by how much its correction moves the county's figures and ranks (selective editing)
-- 说明: 整改次序：按改正后全县数字和名次变动的大小排列，一个问题一行
-- What 改正前 and 改正后 say anywhere stands in these columns:
--   figure, figure_before, figure_after     the sum of the county that moves most (各部门合计全年执行数, 各项目…), 万元
--   project_score_before, …_after           the machine's total of the project
--   score_before, score_after               the township's score in the ranking
--   rank_before, rank_after                 its rank
--   …_lowest, …_highest, rank_best, …_worst the same where a value is not determined: an estimate
--   effect_basis                            重算, 估计 or 不能推算
-- …_after are null but with 重算, the ends but with 估计; a group is null where the correction does not move it.
with stakes as (
    select
        findings.*,
        -- What the finding is about: one project's amount, or the whole township's.
        coalesce(
            projects.adjusted_budget,
            case when findings.project is null then townships.adjusted_budget end
        ) as amount,
        effects.* exclude (finding_id),
        effects.effect_basis = '重算' as is_sure,
        effects.figure_lowest <> effects.figure_before or effects.figure_highest <> effects.figure_before
            as moves_figure,
        effects.project_score_lowest is distinct from effects.project_score_before
            or effects.project_score_highest is distinct from effects.project_score_before as moves_project,
        effects.score_lowest is distinct from effects.score_before
            or effects.score_highest is distinct from effects.score_before as moves_score,
        effects.rank_best is distinct from effects.rank_before
            or effects.rank_worst is distinct from effects.rank_before as moves_rank,
    from checks.findings
    left join scores.projects
        on findings.form_id = projects.form_id
    left join scores.townships
        on findings.year = townships.year and findings.township = townships.township
    left join rankings.effects
        on findings.finding_id = effects.finding_id
    where findings.severity in ('error', 'warn')
),

totals as (
    select
        townships.year,
        sum(townships.adjusted_budget) as adjusted_budget,
    from scores.townships
    group by townships.year
),

ranked as (
    select
        townships.year,
        count(townships.rank) as townships,
    from rankings.townships
    group by townships.year
),

-- Percent of a sum of the county, of its townships' ranks, of the points of its mean: the largest of the three.
weighed as (
    select
        stakes.*,
        share(stakes.amount, 100, nullif(totals.adjusted_budget, 0)) as amount_share,
        case when stakes.moves_score then greatest(
            abs(stakes.score_lowest - coalesce(stakes.score_before, 0)),
            abs(stakes.score_highest - coalesce(stakes.score_before, 0))
        ) end as points,
        case when stakes.moves_figure then share(greatest(
            abs(stakes.figure_lowest - stakes.figure_before), abs(stakes.figure_highest - stakes.figure_before)
        ), 100, nullif(abs(stakes.figure_before), 0)) end as figure_share,
        greatest(
            coalesce(figure_share, 0),
            coalesce(share(case
                when stakes.is_sure then stakes.ranks_moved
                when stakes.moves_rank then stakes.rank_worst - stakes.rank_best
            end, 100, nullif(ranked.townships, 0)), 0),
            coalesce(share(points, 1, nullif(ranked.townships, 0)), 0)
        ) as effect,
    from stakes
    left join totals
        on stakes.year = totals.year
    left join ranked
        on stakes.year = ranked.year
)

select
    weighed.year as year, -- 年度
    row_number() over (
        partition by weighed.year
        -- Who sent nothing comes first: all its figures are missing.
        order by
            weighed.code = 'not_submitted' desc,
            weighed.severity = 'error' desc,
            weighed.effect desc,
            weighed.amount desc nulls last,
            weighed.finding_id
    ) as place, -- 整改次序
    weighed.finding_id as finding_id, -- 问题编号
    weighed.severity as severity, -- 级别：error 错误、warn 疑点
    weighed.code as code, -- 审核代码
    weighed.township as township, -- 乡镇
    weighed.project as project, -- 项目名称
    weighed.message as message, -- 问题
    cast(weighed.effect as decimal(18, 2)) as effect, -- 影响程度（%）：全县数字变动、名次变动的乡镇、全县平均分变动，取最大的
    coalesce(weighed.effect_basis, '不能推算') as effect_basis, -- 影响怎么得来：重算、估计、不能推算
    case when weighed.moves_figure then weighed.figure end as figure, -- 变动最大的全县合计数
    case when weighed.moves_figure then weighed.figure_before end as figure_before, -- 改正前的全县合计数（万元）
    case when weighed.moves_figure and weighed.is_sure then weighed.figure_lowest end
        as figure_after, -- 改正后的全县合计数（万元）
    case when weighed.moves_figure and not weighed.is_sure then weighed.figure_lowest end
        as figure_lowest, -- 改正后的全县合计数至少（估计，万元）
    case when weighed.moves_figure and not weighed.is_sure then weighed.figure_highest end
        as figure_highest, -- 改正后的全县合计数至多（估计，万元）
    case when weighed.moves_project then weighed.project_score_before end
        as project_score_before, -- 改正前的项目复算总分
    case when weighed.moves_project and weighed.is_sure then weighed.project_score_lowest end
        as project_score_after, -- 改正后的项目复算总分
    case when weighed.moves_project and not weighed.is_sure then weighed.project_score_lowest end
        as project_score_lowest, -- 改正后的项目复算总分至少（估计）
    case when weighed.moves_project and not weighed.is_sure then weighed.project_score_highest end
        as project_score_highest, -- 改正后的项目复算总分至多（估计）
    case when weighed.moves_score then weighed.score_before end as score_before, -- 改正前的乡镇排名得分
    case when weighed.moves_score and weighed.is_sure then weighed.score_lowest end
        as score_after, -- 改正后的乡镇排名得分
    case when weighed.moves_score and not weighed.is_sure then weighed.score_lowest end
        as score_lowest, -- 改正后的乡镇排名得分至少（估计）
    case when weighed.moves_score and not weighed.is_sure then weighed.score_highest end
        as score_highest, -- 改正后的乡镇排名得分至多（估计）
    case when weighed.moves_rank then weighed.rank_before end as rank_before, -- 改正前的名次
    case when weighed.moves_rank and weighed.is_sure then weighed.rank_best end as rank_after, -- 改正后的名次
    case when weighed.moves_rank and not weighed.is_sure then weighed.rank_best end as rank_best, -- 改正后最好的名次（估计）
    case when weighed.moves_rank and not weighed.is_sure then weighed.rank_worst end as rank_worst, -- 改正后最差的名次（估计）
    cast(weighed.amount as decimal(18, 6)) as amount, -- 涉及金额（万元）
    weighed.amount_share as amount_share, -- 占全县预算的百分比
    cast(weighed.points as decimal(9, 2)) as points, -- 对乡镇得分的影响（分）
    weighed.file as file, -- 文件
    weighed.sheet as sheet, -- 工作表
    weighed.cell as cell, -- 单元格
from weighed
order by weighed.year, place
