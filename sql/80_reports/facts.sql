-- grain: one row a township; its columns are the placeholders of the report's text, empty for one that sent nothing
-- 说明: 自评报告的数据，一个乡镇一行，列名即模板中的占位名
-- part: 乡镇
with texts as (
    select
        texts.乡镇 as township,
        max(texts.内容) filter (where texts.字段 = 'preparation') as preparation,
        max(texts.内容) filter (where texts.字段 = 'organization') as organization,
        max(texts.内容) filter (where texts.字段 = 'problems') as problems,
        max(texts.内容) filter (where texts.字段 = 'measures') as measures,
        max(texts.内容) filter (where texts.字段 = 'suggestions') as suggestions,
        max(texts.内容) filter (where texts.字段 = 'disclosure') as disclosure,
        max(texts.内容) filter (where texts.字段 = 'others') as others,
    from reports.texts as texts
    group by texts.乡镇
),

asked as (
    select
        items.乡镇 as township,
        count(*) filter (where items.级别 = '错误') as errors,
        count(*) filter (where items.级别 = '疑点') as doubts,
        count(*) filter (where items.级别 = '说明') as explanations,
        count(*) filter (where items.级别 = '补充') as texts,
        bool_or(items.级别 = '错误' and items.单元格 is not null) as has_copy,
        bool_or(items.级别 = '错误' and items.文件 is not null) as has_files,
    from reports.findings as items
    group by items.乡镇
),

wrong as (
    select distinct
        cells.township,
    from marked.cells
    where cells.year = getvariable('year')
),

low as (
    select
        low.乡镇 as township,
        count(*) as projects,
    from reports.low_execution as low
    group by low.乡镇
),

unmet as (
    select
        unmet.乡镇 as township,
        count(*) as indicators,
        count(distinct unmet.项目名称) as projects,
    from reports.unmet as unmet
    group by unmet.乡镇
),

-- A project has goals where its form has indicators or says what was expected.
aims as (
    select
        projects.township,
        count(*) as projects,
    from staging.projects
    where projects.counted and projects.year = getvariable('year') and (
        projects.goal_expected is not null
        or exists (from staging.indicators where indicators.form_id = projects.form_id)
    )
    group by projects.township
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
    townships.is_submitted as 已报送, -- 有可以计入的材料
    marked_where(townships.initial_budget, whole.is_initial_budget_marked) as 年初预算, -- 年初预算数（万元），有错误未改正的注※
    marked_where(townships.adjusted_budget, whole.is_adjusted_budget_marked) as 全年预算, -- 全年预算数（万元），同上
    marked_where(townships.executed, whole.is_executed_marked) as 全年执行, -- 全年执行数（万元），同上
    townships.execution_rate as 执行率, -- 预算执行率（%）
    marked_where(townships.project_adjusted_budget, spent.is_adjusted_budget_marked) as 项目预算, -- 项目支出全年预算数（万元），同上
    marked_where(townships.project_executed, spent.is_executed_marked) as 项目执行, -- 项目支出全年执行数（万元），同上
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
    case when texts.preparation is not null and texts.organization is not null then '（一）前期准备' end
        as 前期准备标题, -- 只有一部分的不分目，为空
    texts.preparation as 前期准备, -- 文字材料，报告章节不要求而没有填写的为空
    case when texts.preparation is not null and texts.organization is not null then '（二）组织实施' end
        as 组织实施标题, -- 同上
    texts.organization as 组织实施, -- 同上
    case when texts.problems is not null and texts.measures is not null then '（一）存在问题' end as 存在问题标题, -- 同上
    texts.problems as 存在问题, -- 文字材料，报告章节要求而没有填写的注明待补充
    case when texts.problems is not null and texts.measures is not null then '（二）改进措施' end as 改进措施标题, -- 同上
    texts.measures as 改进措施, -- 文字材料
    case when townships.is_submitted then coalesce(texts.suggestions, awaited('工作建议')) end as 工作建议, -- 文字材料，没有填写的注明待补充
    case when townships.is_submitted then coalesce(texts.disclosure, awaited('结果应用和公开')) end
        as 结果应用和公开, -- 文字材料，没有填写的注明待补充
    case when townships.is_submitted then coalesce(texts.others, awaited('其他需要说明的问题')) end as 其他问题, -- 文字材料，没有填写的注明待补充
    '按照全面推进预算绩效管理的要求，' || townships.township || '申报' || townships.year || '年度部门整体支出绩效目标'
        || case when goals.goals > 0 then goals.goals || '个' else awaited('绩效目标清单') end
        || coalesce('，涉及年初预算数' || 年初预算 || '万元', '')
        || '；项目支出绩效目标' || coalesce(aims.projects, 0) || '个'
        || coalesce('，涉及全年预算数' || 项目预算 || '万元', '')
        || coalesce('，全年执行数' || 项目执行 || '万元', '') || '。' as 目标与资金, -- 一段话
    case
        when coalesce(goals.goals, 0) = 0 then awaited('绩效目标完成情况')
        else townships.year || '年，' || townships.township || '总体绩效目标' || goals.goals || '个，'
            || case when goals.done = goals.goals then '全部完成' else '填报完成' || goals.done || '个' end
            || '，完成情况分别如下。'
    end as 目标完成情况, -- 一句话
    case when low.projects > 0 or unmet.indicators > 0 then '（三）执行率偏低和未完成指标的说明' end as 偏差标题, -- 没有的为空
    case when low.projects > 0
        then '预算执行率低于80%的项目' || low.projects || '个，逐项说明如下。' end as 执行偏低说明, -- 没有的为空
    case when unmet.indicators > 0
        then '没有得满分的项目绩效指标' || unmet.indicators || '项，涉及项目' || unmet.projects || '个，逐项说明如下。'
        end as 未达说明, -- 没有的为空
    coalesce(asked.errors, 0) as 错误数, -- 须改正的错误（个）
    coalesce(asked.doubts, 0) as 疑点数, -- 须说明的疑点（个）
    coalesce(asked.texts, 0) as 待补文字, -- 须补充的文字（项）
    coalesce(asked.errors, 0) + coalesce(asked.doubts, 0) + coalesce(asked.explanations, 0)
        + coalesce(asked.texts, 0) as 整改事项数, -- 整改通知列出的事项（项），同一原因的只计一项
    case
        when not townships.is_submitted and asked.has_files
            then '你单位报送的文件不能读取或者没有可以计入的内容，视同没有报送，逐项列在附件中。'
        when not townships.is_submitted then '你单位没有报送自评材料。'
        when asked.township is null then '经审核，你单位报送的材料没有发现须改正的错误和须说明的疑点。'
        else '经审核，你单位报送的材料有' || concat_ws('、',
            case when asked.errors > 0 then '须改正的错误' || asked.errors || '个' end,
            case when asked.doubts > 0 then '须说明的疑点' || asked.doubts || '个' end,
            case when asked.explanations > 0 then '须在报告中说明的事项' || asked.explanations || '项' end,
            case when asked.texts > 0 then '须补充的文字' || asked.texts || '项' end) || '，逐项列在附件中。'
    end as 审核情况, -- 一句话，没有的不提
    case
        when coalesce(asked.errors, 0) + coalesce(asked.doubts, 0) + coalesce(asked.explanations, 0)
            + coalesce(asked.texts, 0) = 0 then '经审核，没有发现须改正的错误和须说明的疑点。'
        else '经审核发现' || concat_ws('、',
            case when asked.errors > 0 then '须改正的错误' || asked.errors || '个' end,
            case when asked.doubts > 0 then '须说明的疑点' || asked.doubts || '个' end,
            case when asked.explanations > 0 then '须在报告中说明的事项' || asked.explanations || '项' end,
            case when asked.texts > 0 then '须补充的文字' || asked.texts || '项' end)
            || '，列在下表，请按整改通知办理。'
    end as 审核结论, -- 审核意见中的一句话
    '请于' || correct_by(townships.year) || concat_ws('；',
        case
            when not townships.is_submitted then '报送全部自评材料'
            when asked.errors > 0 then '改正错误'
        end,
        case when asked.doubts > 0 then '核实疑点，有误的改正，无误的在“偏差原因分析及改进措施”栏或者回复情况栏说明' end,
        case when asked.explanations > 0 then '在自评报告中说明列出的事项' end,
        case when asked.texts > 0 then '补写缺少的文字' end)
        || case when townships.is_submitted and (asked.errors > 0 or asked.texts > 0) then '，并重新报送全部材料。'
            else '。' end as 整改要求, -- 一句话，按有什么
    case when townships.is_submitted
        then '每一事项请在附件的回复情况栏勾选“已改”“说明”或者“有异议”，理由写在其下，问题编号不要改动，'
            || '填好的附件（Word文件）随材料一并报送。'
        end as 答复要求, -- 一句话，没有报送的为空
    case when asked.has_copy then
        '能指明单元格的错误，已在随本通知退回的标注副本中填色并加批注，“问题清单”在第一张工作表，序号与附件相同。'
        || '改正时请在原工作簿中修改，不必修改副本。'
    end as 副本说明, -- 不退回副本的为空
    case when listed.township is not null then '附件2　预警红灯和执行率低于80%的项目' end as 涉及项目标题, -- 没有的为空
    case when listed.township is not null then attachments(['整改事项', '预警红灯和执行率低于80%的项目'])
        else attachments(['整改事项']) end as 附件说明, -- 附件的名称
    attachment(1, if(listed.township is null, 1, 2)) as 整改事项标题, -- 附件1，只有一个附件的为附件
    contact_of(townships.year) as 联系方式, -- 规则参数“联系人”“联系电话”
    case when wrong.township is not null then '注：※为有错误未改正的数，照填报列示'
        || case when whole.is_left_out or spent.is_left_out then '，由其算出的执行率供参考' else '' end || '。' end as 金额注, -- 一句话，没有的为空
    case when wrong.township is not null then replace(金额注, '有错误未改正', '正在核实') end as 公开金额注, -- 公开报告中的一句话，没有的为空
    ranked.rank as 名次, -- 名次
    ranked.status as 情况, -- 未报送的不排名
    coalesce(nullif(parameter('县名', townships.year), ''), townships.county, right(whole(), 1))
        || '财政局' as 发文单位, -- 发出整改通知的单位
    correct_by(townships.year) as 整改期限, -- 规则参数
from scores.townships
left join texts
    on townships.township = texts.township
left join goals
    on townships.township = goals.township
left join grades
    on townships.township = grades.township
left join (select distinct projects.乡镇 as township from reports.listed_projects as projects) as listed
    on townships.township = listed.township
left join marked.budgets as whole
    on townships.year = whole.year and townships.township = whole.township and whole.item_field = 'total'
left join marked.budgets as spent
    on townships.year = spent.year and townships.township = spent.township and spent.item_field = 'project'
left join wrong
    on townships.township = wrong.township
left join low
    on townships.township = low.township
left join unmet
    on townships.township = unmet.township
left join aims
    on townships.township = aims.township
left join asked
    on townships.township = asked.township
left join rankings.townships as ranked
    on townships.year = ranked.year and townships.township_code = ranked.township_code
where townships.year = getvariable('year')
order by townships.township_code
