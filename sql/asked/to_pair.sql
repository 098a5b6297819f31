-- grain: one project of the ledger that may be one that was reported, or about which a person decided: 台账项目对应意见
with asked as (
    select
        ledger_proposals.township,
        ledger_proposals.ledger_key,
        ledger_proposals.ledger_project,
        ledger_proposals.project,
        null::varchar as answer,
        null::varchar as decided_by,
        null::date as decided_on,
    from staging.ledger_proposals
    where ledger_proposals.year = getvariable('year')

    union all by name

    select
        pairings.township,
        pairings.ledger_key,
        ledger.project as ledger_project,
        pairings.project,
        case when pairings.is_same then '是' else '否' end as answer,
        pairings.decided_by,
        pairings.decided_on,
    from staging.pairings
    left join staging.ledger
        on pairings.year = ledger.year and pairings.township = ledger.township
            and pairings.ledger_key = ledger.ledger_key
    where pairings.year = getvariable('year')
)

select
    asked.township as 所属乡镇,
    asked.ledger_key as 台账项目编号,
    asked.ledger_project as 台账项目名称,
    asked.project as 填报的项目名称,
    asked.answer as 是否同一项目,
    asked.decided_by as 确认人,
    day_words(asked.decided_on) as 确认日期,
from asked
left join staging.townships
    on asked.township = townships.township and townships.year = getvariable('year')
order by asked.answer nulls first, townships.township_code, asked.ledger_key, asked.project
