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
        share(sum(townships.machine_total), 1, count(townships.machine_total)) as mean_total,
        max(townships.machine_total) as highest,
        min(townships.machine_total) as lowest,
        case when count(distinct townships.county) = 1 then any_value(townships.county) end as county,
    from scores.townships
    where townships.year = getvariable('year')
),

-- Amounts are added up in one place, without those under an open error.
money as (
    select
        any_value(county.initial_budget) filter (where county.item_field = 'total') as initial_budget,
        any_value(county.adjusted_budget) filter (where county.item_field = 'total') as adjusted_budget,
        any_value(county.executed) filter (where county.item_field = 'total') as executed,
        any_value(county.execution_rate) filter (where county.item_field = 'total') as execution_rate,
        any_value(county.adjusted_budget) filter (where county.item_field = 'project') as project_adjusted_budget,
        any_value(county.executed) filter (where county.item_field = 'project') as project_executed,
        any_value(county.execution_rate) filter (where county.item_field = 'project') as project_execution_rate,
        sum(county.left_out) filter (where county.item_field in ('total', 'project')) as left_out,
        string_agg(county.left_out_list, '；' order by county.item_no desc)
            filter (where county.item_field in ('total', 'project')) as left_out_list,
    from marked.county
    where county.year = getvariable('year')
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

drawn as (
    select
        count(*) as projects,
        count(distinct recheck.township) as townships,
        count(*) filter (where marked_projects.is_left_out) as doubtful,
        cast(coalesce(sum(marked_projects.counted_adjusted_budget), 0) as decimal(24, 6)) as amount,
    from rankings.recheck
    left join marked.projects as marked_projects
        on recheck.form_id = marked_projects.form_id
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
    money.initial_budget as 年初预算, -- 年初预算数（万元）
    money.adjusted_budget as 全年预算, -- 全年预算数（万元）
    money.executed as 全年执行, -- 全年执行数（万元）
    money.execution_rate as 执行率, -- 预算执行率（%）
    money.project_adjusted_budget as 项目预算, -- 项目支出全年预算数（万元）
    money.project_executed as 项目执行, -- 项目支出全年执行数（万元）
    money.project_execution_rate as 项目执行率, -- 项目支出执行率（%）
    case when money.left_out > 0
        then '另有' || money.left_out || '项金额有误，未计入（' || money.left_out_list || '）。'
        else ''
    end as 未计入说明, -- 一句话
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
from sums, money, grades, problems, drawn
