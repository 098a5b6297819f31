-- grain: one project of the ledger, one that was evaluated and is not in it, then their sum; none without a ledger
-- 说明: 台账核对：台账与自评逐个项目对照
-- sheet: 台账核对
-- order: 31
-- empty: left out
-- sums: 台账年初（万元）, 填报年初（万元）, 台账预算（万元）, 填报预算（万元）, 台账执行（万元）, 填报执行（万元） where 计入合计
-- Which amounts of a project are not the ledger's.
with differing as (
    select
        findings.form_id,
        string_agg(coalesce(nullif(regexp_extract(findings.value, '^(年初预算数|全年预算数|全年执行数)'), ''), '金额'),
            '、' order by findings.value) || '与台账不符' as words,
    from checks.findings
    where findings.code = 'ledger_figure_mismatch' and findings.year = getvariable('year')
    group by findings.form_id
),

lines as (
    select
        ledger.township,
        ledger.office,
        ledger.kind,
        ledger.source,
        ledger.project_code,
        ledger.project as ledger_project,
        projects.project,
        ledger_matches.matched_by,
        case
            when ledger_matches.form_id is not null then '已自评'
            when not ledger.is_due then '不要求自评'
            when not townships.is_submitted then '未报送'
            else '未自评'
        end as status,
        ledger.initial_budget as ledger_initial,
        projects.initial_budget,
        ledger.adjusted_budget as ledger_adjusted,
        projects.adjusted_budget,
        ledger.executed as ledger_executed,
        projects.executed,
        executions.execution_rate as ledger_rate,
        executions.score as ledger_score,
        executions.machine_score,
        executions.gap,
        coalesce(amounts.is_left_out, false) as is_left_out,
        place_of(ledger.file, ledger.sheet, ledger.cell) as ledger_place,
        coalesce(differing.words, '可能对应“' || ledger_proposals.project || '”，待确认') as note,
        1 as part,
        ledger.ledger_key as key,
    from staging.ledger
    inner join scores.townships
        on ledger.year = townships.year and ledger.township = townships.township
    left join staging.ledger_matches
        on ledger.year = ledger_matches.year and ledger.township = ledger_matches.township
            and ledger.ledger_key = ledger_matches.ledger_key
    left join staging.projects
        on ledger_matches.form_id = projects.form_id
    left join marked.projects as amounts
        on ledger_matches.form_id = amounts.form_id
    left join scores.ledger_executions as executions
        on ledger_matches.form_id = executions.form_id
    left join differing
        on ledger_matches.form_id = differing.form_id
    left join staging.ledger_proposals
        on ledger.year = ledger_proposals.year and ledger.township = ledger_proposals.township
            and ledger.ledger_key = ledger_proposals.ledger_key
    where ledger.year = getvariable('year')

    union all by name

    select
        projects.township,
        projects.project_code,
        projects.project,
        '台账中没有' as status,
        projects.initial_budget,
        projects.adjusted_budget,
        projects.executed,
        coalesce(amounts.is_left_out, false) as is_left_out,
        '可能对应台账的“' || ledger_proposals.ledger_project || '”，待确认' as note,
        2 as part,
        projects.form_id as key,
    from staging.projects
    left join staging.ledger_matches
        on projects.form_id = ledger_matches.form_id
    left join marked.projects as amounts
        on projects.form_id = amounts.form_id
    left join staging.ledger_proposals
        on projects.form_id = ledger_proposals.form_id
    where projects.year = getvariable('year') and projects.counted and ledger_matches.form_id is null
        and projects.township in (select ledger.township from staging.ledger where ledger.year = getvariable('year'))
),

-- A line with a figure under an open error is left out whole, so that the two ledgers stay comparable.
summed as (
    select * from lines

    union all by name

    select
        3 as part,
        whole() || '合计' as township,
        cast(sum(lines.ledger_initial) filter (where not lines.is_left_out) as decimal(24, 6)) as ledger_initial,
        cast(sum(lines.initial_budget) filter (where not lines.is_left_out) as decimal(24, 6)) as initial_budget,
        cast(sum(lines.ledger_adjusted) filter (where not lines.is_left_out) as decimal(24, 6)) as ledger_adjusted,
        cast(sum(lines.adjusted_budget) filter (where not lines.is_left_out) as decimal(24, 6)) as adjusted_budget,
        cast(sum(lines.ledger_executed) filter (where not lines.is_left_out) as decimal(24, 6)) as ledger_executed,
        cast(sum(lines.executed) filter (where not lines.is_left_out) as decimal(24, 6)) as executed,
        '另有' || nullif(count(*) filter (where lines.is_left_out), 0) || '个项目的填报数有误，未计入' as note,
    from lines
    having count(*) > 0
)

select
    summed.township as 乡镇, -- 单位名称
    summed.status as 情况, -- 已自评、未自评、未报送、不要求自评、台账中没有
    summed.ledger_project as 台账项目, -- 台账中的项目名称
    summed.project as 填报项目, -- 自评表中的项目名称
    summed.matched_by as 对应依据, -- 编码、名称、确认
    summed.project_code as 项目编码, -- 台账的编码
    summed.office as 业务股室, -- 台账
    summed.kind as 项目类别, -- 台账
    summed.source as 资金来源, -- 台账
    summed.ledger_initial as "台账年初（万元）", -- 年初预算数
    summed.initial_budget as "填报年初（万元）", -- 年初预算数
    summed.ledger_adjusted as "台账预算（万元）", -- 全年预算数
    summed.adjusted_budget as "填报预算（万元）", -- 全年预算数
    summed.ledger_executed as "台账执行（万元）", -- 全年执行数
    summed.executed as "填报执行（万元）", -- 全年执行数
    summed.ledger_rate as "台账执行率（%）", -- 台账的执行数÷台账的预算数
    summed.ledger_score as "按台账执行得分（分）", -- 执行率一项按台账的数应得的分
    summed.machine_score as "按填报执行得分（分）", -- 执行率一项按填报的数复算的分
    summed.gap as "执行得分差（分）", -- 按台账的减按填报的
    case when summed.part < 3 then if(summed.is_left_out, '否', '是') end as 计入合计, -- 填报的数有错误未改正的不计入
    nullif(concat_ws('；',
        summed.note,
        case when summed.is_left_out then '※ 填报的数有错误未改正，这一行未计入合计' end
    ), '') as 说明, -- 不符的金额，或者可能的对应
    summed.ledger_place as 台账出处, -- 文件、工作表、单元格
from summed
left join staging.townships
    on summed.township = townships.township and townships.year = getvariable('year')
order by summed.part = 3, townships.township_code, summed.part, summed.office nulls last, summed.key
