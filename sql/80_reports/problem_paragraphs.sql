-- grain: one kind of problem of the county, as a paragraph of the notice: the rule, how many, whose, how much money
-- 说明: 通报的主要问题，按规定归类成段；审核代码不在下面的归入其他方面
-- part: 问题段
with clauses as (
    select unnest([
        {clause_no: 1, clause: '预算执行偏低，评分与执行脱节',
            rule: '按规定，预算执行率偏低的应当单独说明原因；'
                || '指标得分率比预算执行率高出5%以上的列为预警红灯。',
            codes: ['execution_low', 'score_above_execution']},
        {clause_no: 2, clause: '材料报送不完整',
            rule: '纳入预算管理的项目支出应当全部自评，各表必填项应当填写完整。',
            codes: ['form_missing', 'project_missing', 'field_missing', 'indicators_missing', 'list_empty',
                'report_missing', 'label_missing', 'label_absent', 'form_unsure', 'form_example', 'no_form_found',
                'file_unreadable', 'project_unnamed', 'hidden_content', 'indicator_hidden',
                'indicator_orphan', 'ledger_project_unreported', 'form_set_aside', 'report_section_missing',
                'report_placeholder_left', 'version_unsure', 'reply_unclear']},
        {clause_no: 3, clause: '金额填报不准确',
            rule: '预算数、执行数应当与预算批复和决算一致，分项之和应当等于合计，'
                || '执行数一般不大于预算数。',
            codes: ['amount_negative', 'amount_shared', 'cell_error', 'department_total_mismatch',
                'executed_over_budget', 'list_total_mismatch', 'number_out_of_range',
                'number_unreadable', 'projects_not_department', 'rate_mismatch', 'sources_not_total',
                'township_amount_unlike', 'unit_suspect', 'unit_unclear', 'formula_circular',
                'formula_stale', 'formula_uncached', 'ledger_figure_mismatch', 'adjustment_large', 'digits_lost']},
        {clause_no: 4, clause: '评分不规范',
            rule: '各项分值合计为100分，得分不得超过分值；没有完成的按完成值与指标值的比例计分。',
            codes: ['all_full_marks', 'budget_zero_scored', 'execution_score_wrong', 'grade_mismatch',
                'overall_total_not_sum', 'qualitative_out_of_band', 'score_inflated', 'score_negative',
                'score_over_weight', 'total_not_sum', 'weight_total_wrong', 'weights_not_profile',
                'weights_not_100', 'total_over_100', 'goal_undone_full_marks']},
        {clause_no: 5, clause: '绩效指标不明确',
            rule: '绩效指标应当细化、量化，指标值应当可衡量；完成值明显高于指标值的应当说明原因。',
            codes: ['cost_target_reversed', 'indicator_repeated', 'indicator_unassessable',
                'quantity_in_words', 'range_exceeded', 'target_far_exceeded', 'target_missing', 'target_zero',
                'deadline_missed', 'goal_count_mismatch', 'satisfaction_over_100',
                'level2_unlikely', 'target_below_last']},
        {clause_no: 6, clause: '偏差原因说明不充分', rule: '没有完成或者偏离较大的指标应当逐项说明原因和改进措施。',
            codes: ['reason_missing', 'reason_at_full', 'reason_repeated', 'text_copied']},
        {clause_no: 7, clause: '项目重复或者归属不清',
            rule: '一个项目只由一个单位自评一次，表内的单位、年度应当与报送的一致。',
            codes: ['form_duplicated', 'project_alike', 'project_duplicated', 'project_elsewhere',
                'township_mismatch', 'township_unknown', 'year_mismatch', 'evaluated_over_projects',
                'count_invalid', 'name_too_long', 'ledger_project_unknown']},
        {clause_no: 8, clause: '自评报告与自评表不一致', rule: '自评报告中的数字、单位和年度应当与自评表一致。',
            codes: ['report_count_mismatch', 'report_figure_mismatch', 'report_name_mismatch',
                'report_numbering_gap', 'report_rate_mismatch', 'report_sum_mismatch', 'report_text_mismatch',
                'report_text_repeated', 'report_year_mismatch']}
    ], recursive := true)
),

-- Projects that findings only count, and their money, from the projects themselves.
lights as (
    select
        kinds.code,
        count(*) as projects,
        list(distinct projects.township order by projects.township) as townships,
        cast(sum(amounts.counted_adjusted_budget) as decimal(24, 2)) as amount,
        cast(sum(amounts.counted_adjusted_budget - amounts.counted_executed) as decimal(24, 2)) as unspent,
    from scores.projects
    cross join (values ('execution_low'), ('score_above_execution')) as kinds (code)
    left join marked.projects as amounts
        on projects.form_id = amounts.form_id
    where projects.counted and projects.year = getvariable('year')
        and case kinds.code when 'execution_low' then projects.exact_rate < 80 else projects.warning_light = '红' end
    group by kinds.code
),

own as (
    select
        findings.code,
        coalesce(checked.name, findings.code) as kind,
        findings.severity,
        findings.township,
        findings.project,
        findings.finding_id,
        case when findings.project is not null and not amounts.is_left_out
            then amounts.counted_adjusted_budget end as amount,
    from checks.findings
    left join rules.checks as checked
        on findings.code = checked.code and in_force(checked.from_year, checked.to_year, findings.year)
    left join marked.projects as amounts
        on findings.form_id = amounts.form_id
    where findings.year = getvariable('year') and findings.township is not null
        and findings.severity in ('error', 'warn') and findings.code not in ('not_submitted')
        and findings.finding_id not in (select settled.finding_id from checks.settled)
        and findings.code not in (select lights.code from lights)
),

-- Several findings of a kind on one project name it once.
of_projects as (
    select
        own.code,
        any_value(own.kind) as kind,
        count(*) as findings,
        own.township,
        own.project,
        max(own.amount) as amount,
        own.township || coalesce(quoted(own.project), '')
            || coalesce('（全年预算数' || shown(nullif(cast(max(own.amount) as decimal(24, 2)), 0)) || '万元）', '') as named,
    from own
    group by own.code, own.township, own.project
),

counted as (
    select
        of_projects.code,
        any_value(of_projects.kind) as kind,
        cast(sum(of_projects.findings) as bigint) as findings,
        list(distinct of_projects.township order by of_projects.township) as townships,
        list(of_projects.named order by of_projects.amount desc nulls last, of_projects.named) as named,
    from of_projects
    group by of_projects.code
),

said as (
    select
        lights.code,
        0 as place,
        0 as findings,
        case lights.code
            when 'execution_low' then '预算执行率低于80%的项目' || lights.projects || '个，涉及'
                || some_of(lights.townships)
                || '，全年预算数' || shown(lights.amount) || '万元，未执行' || shown(lights.unspent) || '万元'
            else '预警红灯的项目' || lights.projects || '个，涉及' || some_of(lights.townships)
                || '，全年预算数' || shown(lights.amount) || '万元'
        end as words,
    from lights

    union all by name

    select
        counted.code,
        1 as place,
        counted.findings,
        counted.kind || '的' || counted.findings || '处，' || case
            when counted.findings <= 3 then '为' || array_to_string(counted.named, '、')
            else '涉及' || some_of(counted.townships)
                || case when contains(counted.named[1], '“') then '，如' || counted.named[1] else '' end
        end as words,
    from counted
),

paragraphs as (
    select
        coalesce(clauses.clause_no, 9) as clause_no,
        coalesce(clauses.clause, '其他方面') as clause,
        coalesce(clauses.rule, '') as rule,
        string_agg(said.words, '；' order by said.place, said.findings desc, said.code) as words,
    from said
    left join clauses
        on list_contains(clauses.codes, said.code)
    group by all
)

select
    ['一', '二', '三', '四', '五', '六', '七', '八', '九'][row_number() over (order by paragraphs.clause_no)] as 序号, -- 次序
    paragraphs.clause as 方面, -- 归类
    paragraphs.clause || '。' || paragraphs.rule || paragraphs.words || '。' as 段落 -- 一段话
from paragraphs
order by paragraphs.clause_no
