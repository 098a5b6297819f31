-- grain: one project of the ledger, then one that was evaluated and is not in it; none without a ledger
-- 说明: 台账核对：台账与自评逐个项目对照
-- sheet: 台账核对
-- order: 31
-- empty: left out
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
        '可能对应台账的“' || ledger_proposals.ledger_project || '”，待确认' as note,
        2 as part,
        projects.form_id as key,
    from staging.projects
    left join staging.ledger_matches
        on projects.form_id = ledger_matches.form_id
    left join staging.ledger_proposals
        on projects.form_id = ledger_proposals.form_id
    where projects.year = getvariable('year') and projects.counted and ledger_matches.form_id is null
        and projects.township in (select ledger.township from staging.ledger where ledger.year = getvariable('year'))
)

select
    lines.township as 乡镇, -- 单位名称
    lines.status as 情况, -- 已自评、未自评、未报送、不要求自评、台账中没有
    lines.ledger_project as 台账项目, -- 台账中的项目名称
    lines.project as 填报项目, -- 自评表中的项目名称
    lines.matched_by as 对应依据, -- 编码、名称、确认
    lines.project_code as 项目编码, -- 台账的编码
    lines.office as 业务股室, -- 台账
    lines.kind as 项目类别, -- 台账
    lines.source as 资金来源, -- 台账
    lines.ledger_initial as "台账年初（万元）", -- 年初预算数
    lines.initial_budget as "填报年初（万元）", -- 年初预算数
    lines.ledger_adjusted as "台账预算（万元）", -- 全年预算数
    lines.adjusted_budget as "填报预算（万元）", -- 全年预算数
    lines.ledger_executed as "台账执行（万元）", -- 全年执行数
    lines.executed as "填报执行（万元）", -- 全年执行数
    lines.note as 说明, -- 不符的金额，或者可能的对应
    lines.ledger_place as 台账出处, -- 文件、工作表、单元格
from lines
left join staging.townships
    on lines.township = townships.township and townships.year = getvariable('year')
order by townships.township_code, lines.part, lines.office nulls last, lines.key
