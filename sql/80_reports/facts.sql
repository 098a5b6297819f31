-- grain: one row a township that submitted; its columns are the placeholders of the report's text
-- 说明: 自评报告的数据，一个乡镇一行，列名即模板中的占位名
-- part: 乡镇
with texts as (
    select
        narratives.township,
        max(narratives.text) filter (where narratives.section_field = 'preparation') as preparation,
        max(narratives.text) filter (where narratives.section_field = 'organization') as organization,
        max(narratives.text) filter (where narratives.section_field = 'problems') as problems,
        max(narratives.text) filter (where narratives.section_field = 'measures') as measures,
        max(narratives.text) filter (where narratives.section_field = 'suggestions') as suggestions,
        max(narratives.text) filter (where narratives.section_field = 'disclosure') as disclosure,
        max(narratives.text) filter (where narratives.section_field = 'others') as others,
    from staging.narratives
    where narratives.year = getvariable('year')
    group by narratives.township
),

goals as (
    select
        goals.township,
        count(*) as goals,
        count(*) filter (where goals.done = '是') as done,
    from staging.goals
    where goals.year = getvariable('year')
    group by goals.township
),

grades as (
    select
        counted.township,
        string_agg(counted.grade || '的' || counted.projects || '个', '，' order by counted.grade_no) as words,
    from (
        select
            projects.township,
            projects.reported_grade as grade,
            projects.reported_grade_no as grade_no,
            count(*) as projects,
        from scores.projects
        where projects.counted and projects.year = getvariable('year') and projects.reported_grade is not null
        group by projects.township, projects.reported_grade, projects.reported_grade_no
    ) as counted
    group by counted.township
)

select
    townships.township as 乡镇, -- 单位名称
    coalesce(nullif(parameter('县名', townships.year), ''), townships.county, '') as 县, -- 县名
    -- 瓜里乡 → 资源县瓜里乡人民政府; a name that is already whole stays.
    case
        when regexp_matches(townships.township, '(政府|局|办|中心|委员会|街道|办事处)$') then townships.township
        else townships.township || '人民政府'
    end as 单位全称, -- 报告题名中的单位
    townships.year as 年度, -- 年度
    townships.initial_budget as 年初预算, -- 年初预算数（万元）
    townships.adjusted_budget as 全年预算, -- 全年预算数（万元）
    townships.executed as 全年执行, -- 全年执行数（万元）
    townships.execution_rate as 执行率, -- 预算执行率（%）
    townships.project_adjusted_budget as 项目预算, -- 项目支出全年预算数（万元）
    townships.project_executed as 项目执行, -- 项目支出全年执行数（万元）
    townships.project_execution_rate as 项目执行率, -- 项目支出执行率（%）
    townships.project_count as 项目数量, -- 应自评项目（个），填报的项目支出数量
    townships.project_forms as 自评数量, -- 已自评项目（个），收到的项目自评表
    townships.coverage as 覆盖率, -- 自评覆盖率（%）
    townships.reported_total as 自评得分, -- 整体自评得分（分）
    townships.reported_execution_score as 执行得分, -- 其中预算执行率
    townships.reported_indicator_score as 指标得分, -- 其中其他指标
    townships.reported_grade as 自评等级, -- 自评等级，按自评得分
    townships.machine_total as 复算得分, -- 整体复算得分（分），按规则复算
    townships.grade as 复算等级, -- 复算等级，按复算得分
    grades.words as 项目等级, -- 各等级的项目数
    coalesce(goals.goals, 0) as 目标数量, -- 目标清单中的个数
    coalesce(goals.done, 0) as 完成目标数量, -- 填报为已完成的个数
    coalesce(texts.preparation, awaited('前期准备')) as 前期准备, -- 文字材料，没有填写的注明待补充
    coalesce(texts.organization, awaited('组织实施')) as 组织实施, -- 文字材料，没有填写的注明待补充
    coalesce(texts.problems, awaited('存在问题')) as 存在问题, -- 文字材料，没有填写的注明待补充
    coalesce(texts.measures, awaited('改进措施')) as 改进措施, -- 文字材料，没有填写的注明待补充
    coalesce(texts.suggestions, awaited('工作建议')) as 工作建议, -- 文字材料，没有填写的注明待补充
    coalesce(texts.disclosure, awaited('结果应用和公开')) as 结果应用和公开, -- 文字材料，没有填写的注明待补充
    coalesce(texts.others, awaited('其他需要说明的问题')) as 其他问题, -- 文字材料，没有填写的注明待补充
    coalesce(counts.errors, 0) as 错误数, -- 须改正的错误（个）
    coalesce(counts.warnings, 0) as 疑点数, -- 须说明的疑点（个）
    case
        when coalesce(counts.errors, 0) + coalesce(counts.warnings, 0) = 0
            then '经审核，你单位报送的材料没有发现须改正的错误和须说明的疑点。'
        else '经审核，你单位报送的材料有' || concat_ws('、',
            case when counts.errors > 0 then '须改正的错误' || counts.errors || '个' end,
            case when counts.warnings > 0 then '须说明的疑点' || counts.warnings || '个' end) || '，见下表。'
    end as 审核情况, -- 一句话，没有的不提
    case
        when counts.errors > 0 then '请于' || correct_by(townships.year) || '改正并重新报送'
            || case when counts.warnings > 0
                then '；疑点请核实后改正，或者在“偏差原因分析及改进措施”栏说明' else '' end || '。'
        else '请于' || correct_by(townships.year) || '核实改正，或者在“偏差原因分析及改进措施”栏说明。'
    end as 整改要求, -- 一句话，按有没有错误
    case when counts.errors > 0 then
        '能指明单元格的问题，已在随本通知退回的工作簿副本中填色并加批注，“问题清单”在第一张工作表。'
        || '改正时请在原工作簿中修改，不必修改副本。'
    end as 副本说明, -- 只有疑点的不退回副本，为空
    ranked.rank as 名次, -- 名次
    ranked.status as 情况, -- 未报送的不排名
    coalesce(nullif(parameter('县名', townships.year), ''), townships.county, '县') || '财政局' as 发文单位, -- 发出整改通知的单位
    correct_by(townships.year) as 整改期限, -- 规则参数
from scores.townships
left join texts
    on townships.township = texts.township
left join goals
    on townships.township = goals.township
left join grades
    on townships.township = grades.township
left join checks.counts
    on townships.year = counts.year and townships.township = counts.township
left join rankings.townships as ranked
    on townships.year = ranked.year and townships.township_code = ranked.township_code
where townships.year = getvariable('year') and townships.is_submitted
order by townships.township_code
