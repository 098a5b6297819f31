-- grain: one township of the year that sent project forms: how well its goals and indicators are written
-- 说明: 自评质量：目标是否具体、指标是否可衡量、自评是否走过场；只按写法计数，指数和它由什么构成都列出
with indicators as (
    select
        indicators.year,
        indicators.township,
        count(*) as indicators,
        count(*) filter (where indicators.kind = '定性') as qualitative,
        count(*) filter (
            where indicators.target_amount is not null and indicators.actual_amount is not null
        ) as comparable,
        count(*) filter (where indicators.target_amount = indicators.actual_amount) as equal,
        count(*) filter (where indicators.reported_score is not null and indicators.weight > 0) as scored,
        count(*) filter (where indicators.reported_score = indicators.weight and indicators.weight > 0) as full_marks,
    from scores.indicators
    inner join scores.projects
        on indicators.form_id = projects.form_id and projects.counted
    where indicators.scope = 'project' and indicators.kind <> '执行率' and not says_nothing(indicators.level3)
    group by indicators.year, indicators.township
),

reasons as (
    select
        texts.year,
        texts.township,
        sum(texts.times) as reasons,
        coalesce(sum(texts.times) filter (where texts.times > 1), 0) as repeated,
    from (
        select
            indicators.year,
            indicators.township,
            name_key(indicators.reason) as reason,
            count(*) as times,
        from scores.indicators
        inner join scores.projects
            on indicators.form_id = projects.form_id and projects.counted
        where indicators.scope = 'project' and not says_nothing(indicators.reason)
        group by indicators.year, indicators.township, name_key(indicators.reason)
    ) as texts
    group by texts.year, texts.township
),

found as (
    select
        vague.year,
        vague.township,
        count(*) filter (where vague.kind = 'goal') as goals,
        count(*) filter (where vague.kind = 'target') as targets,
        count(*) filter (where vague.kind = 'level2') as misplaced,
        count(*) filter (where vague.kind = 'copied') as copied,
        count(*) filter (where vague.kind = 'low') as low,
    from rankings.vague
    group by vague.year, vague.township
),

projects as (
    select
        projects.year,
        projects.township,
        count(*) as projects,
        count(*) filter (where projects.warning_light = '红') as red,
    from scores.projects
    where projects.counted
    group by projects.year, projects.township
),

counted as (
    select
        projects.*,
        coalesce(found.goals, 0) as vague_goals,
        coalesce(found.targets, 0) as vague_targets,
        coalesce(found.misplaced, 0) as misplaced,
        coalesce(found.copied, 0) as copied,
        coalesce(found.low, 0) as low,
        coalesce(indicators.indicators, 0) as indicators,
        coalesce(indicators.qualitative, 0) as qualitative,
        indicators.comparable,
        indicators.equal,
        indicators.scored,
        indicators.full_marks,
        coalesce(reasons.reasons, 0) as reasons,
        coalesce(reasons.repeated, 0) as repeated,
        share(projects.projects - vague_goals, 100, nullif(projects.projects, 0)) as specific_rate,
        share(indicators - vague_targets, 100, nullif(indicators, 0)) as measurable_rate,
        share(indicators - coalesce(found.misplaced, 0), 100, nullif(indicators, 0)) as placed_rate,
        share(projects.projects - coalesce(found.copied, 0), 100, nullif(projects.projects, 0)) as own_set_rate,
        share(reasons - repeated, 100, nullif(reasons, 0)) as own_reason_rate,
        share(projects.projects - projects.red, 100, nullif(projects.projects, 0)) as matching_rate,
    from projects
    left join indicators
        on projects.year = indicators.year and projects.township = indicators.township
    left join reasons
        on projects.year = reasons.year and projects.township = reasons.township
    left join found
        on projects.year = found.year and projects.township = found.township
)

select
    counted.year as year, -- 年度
    counted.township as township, -- 乡镇
    counted.projects as projects, -- 计入的项目
    counted.vague_goals as vague_goals, -- 年度目标没有任何数量的项目
    counted.indicators as indicators, -- 项目的三级指标（不含执行率）
    counted.vague_targets as vague_targets, -- 指标值不可衡量的
    share(counted.qualitative, 100, nullif(counted.indicators, 0)) as qualitative_rate, -- 定性指标占比（%）
    share(counted.equal, 100, nullif(counted.comparable, 0)) as equal_rate, -- 完成值与指标值完全相同的占可比较指标（%）
    share(counted.full_marks, 100, nullif(counted.scored, 0)) as full_rate, -- 自评满分的占有得分的指标（%）
    counted.red as red, -- 指标得分率比执行率高出 5% 以上的项目
    counted.reasons as reasons, -- 填写了偏差原因的指标
    counted.repeated as repeated, -- 其中与别的指标一字不差的
    counted.specific_rate as specific_rate, -- 目标有数量的项目占比（%）
    counted.measurable_rate as measurable_rate, -- 指标值可衡量的占比（%）
    counted.own_reason_rate as own_reason_rate, -- 偏差原因不重复的占比（%）；没有填写的为空
    counted.matching_rate as matching_rate, -- 得分与执行相称的项目占比（%）
    counted.misplaced as misplaced, -- 归类不当的指标
    counted.copied as copied, -- 整套指标与别的项目雷同的项目
    counted.low as low, -- 指标值比上年实际完成明显放宽的指标；没有上年材料的为 0
    counted.placed_rate as placed_rate, -- 指标归类相称的占比（%）
    counted.own_set_rate as own_set_rate, -- 整套指标不雷同的项目占比（%）
    list_filter([
            counted.specific_rate, counted.measurable_rate, counted.placed_rate, counted.own_set_rate,
            counted.own_reason_rate, counted.matching_rate],
        lambda rate: rate is not null) as rates, -- 有的各个占比
    share(list_sum(rates), 1, nullif(len(rates), 0)) as quality_index -- 质量指数：目标有数量、可衡量、归类相称、不雷同、原因不重复、得分与执行相称六个占比的平均
from counted
order by counted.year, counted.township
