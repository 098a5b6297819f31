-- grain: one row, the county; its columns are the placeholders of the county's notice
-- 说明: 全县数据，一行，列名即通报模板中的占位名
-- part: 全县
with sums as (
    select
        count(*) as townships,
        count(*) filter (where townships.is_submitted) as submitted,
        string_agg(townships.township, '、' order by townships.township_code)
            filter (where not townships.is_submitted) as missing,
        cast(sum(townships.project_count) as bigint) as project_count,
        cast(sum(townships.project_forms) as bigint) as project_forms,
        cast(sum(townships.initial_budget) as decimal(18, 6)) as initial_budget,
        cast(sum(townships.adjusted_budget) as decimal(18, 6)) as adjusted_budget,
        cast(sum(townships.executed) as decimal(18, 6)) as executed,
        cast(sum(townships.project_adjusted_budget) as decimal(18, 6)) as project_adjusted_budget,
        cast(sum(townships.project_executed) as decimal(18, 6)) as project_executed,
        share(sum(townships.machine_total), 1, count(townships.machine_total)) as mean_total,
        max(townships.machine_total) as highest,
        min(townships.machine_total) as lowest,
        case when count(distinct townships.county) = 1 then any_value(townships.county) end as county,
    from scores.townships
    where townships.year = getvariable('year')
),

grades as (
    select
        string_agg(counted.grade || counted.projects || '个', '，' order by counted.grade_no nulls last) as words,
    from (
        select
            coalesce(projects.grade, '不可评') as grade,
            projects.grade_no,
            count(*) as projects,
        from scores.projects
        where projects.counted and projects.year = getvariable('year')
        group by projects.grade, projects.grade_no
    ) as counted
),

problems as (
    select
        cast(coalesce(sum(counts.errors), 0) as bigint) as errors,
        cast(coalesce(sum(counts.warnings), 0) as bigint) as warnings,
        cast(coalesce(sum(counts.notes), 0) as bigint) as notes,
        count(*) filter (where counts.township is not null and counts.errors_to_correct > 0) as returned,
    from checks.counts
    where counts.year = getvariable('year')
),

-- An amount in 元 where 万元 were meant would make the county's sum nonsense.
doubtful as (
    select distinct
        findings.form_id,
    from checks.findings
    where findings.code in ('unit_suspect', 'amount_negative', 'number_unreadable') and findings.form_id is not null
),

drawn as (
    select
        count(*) as projects,
        count(distinct recheck.township) as townships,
        count(*) filter (where doubtful.form_id is not null) as doubtful,
        cast(coalesce(sum(recheck.adjusted_budget) filter (where doubtful.form_id is null), 0)
            as decimal(18, 6)) as amount,
    from rankings.recheck
    left join doubtful
        on recheck.form_id = doubtful.form_id
    where recheck.year = getvariable('year')
)

select
    getvariable('year') as 年度, -- 年度
    coalesce(nullif(parameter('县名', getvariable('year')), ''), sums.county, '') as 县, -- 县名
    coalesce(nullif(parameter('县名', getvariable('year')), ''), sums.county, '县') || '财政局' as 发文单位, -- 发文单位
    sums.townships as 应报乡镇, -- 应报送乡镇（个）
    sums.submitted as 已报乡镇, -- 已报送乡镇（个）
    case
        when sums.missing is null then '全部乡镇均已报送'
        else sums.missing || '未报送'
    end as 报送说明, -- 未报送的乡镇
    sums.project_count as 项目数量, -- 应自评项目（个）
    sums.project_forms as 自评数量, -- 已自评项目（个）
    share(sums.project_forms, 100, nullif(sums.project_count, 0)) as 覆盖率, -- 自评覆盖率（%）
    sums.initial_budget as 年初预算, -- 年初预算数（万元）
    sums.adjusted_budget as 全年预算, -- 全年预算数（万元）
    sums.executed as 全年执行, -- 全年执行数（万元）
    share(sums.executed, 100, nullif(sums.adjusted_budget, 0)) as 执行率, -- 预算执行率（%）
    sums.project_adjusted_budget as 项目预算, -- 项目支出全年预算数（万元）
    sums.project_executed as 项目执行, -- 项目支出全年执行数（万元）
    share(sums.project_executed, 100, nullif(sums.project_adjusted_budget, 0)) as 项目执行率, -- 项目支出执行率（%）
    sums.mean_total as 平均分, -- 整体复算平均分（分）
    sums.highest as 最高分, -- 整体复算最高分（分）
    sums.lowest as 最低分, -- 整体复算最低分（分）
    grades.words as 项目等级, -- 项目等级分布
    problems.errors as 错误数, -- 须改正的错误（个）
    problems.warnings as 疑点数, -- 须说明的疑点（个）
    problems.notes as 提示数, -- 提示（个）
    problems.returned as 退回乡镇, -- 须整改的乡镇（个）
    correct_by(getvariable('year')) as 整改期限, -- 整改期限
    case
        when problems.returned = 0 then '各乡镇的材料没有须改正的错误；疑点请核实后改正或者说明原因。'
        else problems.returned || '个乡镇的材料有须改正的错误，已退回整改。请下表所列单位按期改正并重新报送；疑点请核实后改正或者说明原因。'
    end as 整改说明, -- 一句话
    case
        when drawn.projects = 0 then '本次没有抽取复核项目。'
        else '本次抽取' || drawn.townships || '个乡镇的' || drawn.projects || '个项目进行复核，涉及全年预算'
            || shown(drawn.amount) || '万元'
            || case when drawn.doubtful > 0 then '（另有' || drawn.doubtful || '个项目的金额有误，未计入）' else '' end
            || '，结果另行通知。'
    end as 抽查说明, -- 一句话
    drawn.projects as 抽查项目, -- 抽查复核的项目（个）
    drawn.townships as 抽查乡镇, -- 抽查复核涉及的乡镇（个）
    drawn.amount as 抽查金额, -- 抽查复核的全年预算数（万元），金额有误的项目未计入
from sums, grades, problems, drawn
