-- grain: one project of the ledger that a township which submitted did not evaluate
-- 说明: 台账项目未自评
-- severity: error
-- message: 台账中的项目没有自评
-- link: ；
-- fix: 请补报这个项目的自评表；已按别的名称报送的，请说明对应哪个项目；确不需要自评的，请向财政局说明。
select
    ledger.year as year, -- 年度
    ledger.township as township, -- 乡镇
    ledger.project as project, -- 项目名称
    concat_ws('，',
        ledger.project || coalesce('（编码 ' || ledger.project_code || '）', ''),
        '全年预算 ' || shown(ledger.adjusted_budget) || '万元',
        '台账出处 ' || place_of(ledger.file, ledger.sheet, ledger.cell)) as value, -- 台账中的项目
    '可能就是填报的“' || ledger_proposals.project || '”，待财政局确认' as expected, -- 可能的对应
from staging.ledger
inner join scores.townships
    on ledger.year = townships.year and ledger.township = townships.township and townships.is_submitted
left join staging.ledger_matches
    on ledger.year = ledger_matches.year and ledger.township = ledger_matches.township
        and ledger.ledger_key = ledger_matches.ledger_key
left join staging.ledger_proposals
    on ledger.year = ledger_proposals.year and ledger.township = ledger_proposals.township
        and ledger.ledger_key = ledger_proposals.ledger_key
where ledger.is_due and ledger_matches.form_id is null
