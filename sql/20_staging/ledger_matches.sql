-- grain: one project of the ledger with the self-evaluation that is its own
-- 说明: 台账项目与填报项目的对应：先按编码，再按名称，再按财政局的确认；相像而没有确认的不算
with reported as (
    select
        projects.year,
        projects.township,
        projects.form_id,
        name_key(projects.project) as project_key,
        upper(regexp_replace(projects.project_code, '[\s　''’]', '', 'g')) as project_code,
    from staging.projects
    where projects.counted and projects.project is not null
),

candidates as (
    select
        ledger.year,
        ledger.township,
        ledger.ledger_key,
        reported.form_id,
        case
            when reported.project_code = ledger.project_code then 1
            when reported.project_key = name_key(ledger.project) then 2
            else 3
        end as way,
        reported.project_key = name_key(ledger.project) as has_name,
    from staging.ledger
    inner join reported
        on ledger.year = reported.year and ledger.township = reported.township
    left join staging.pairings
        on ledger.year = pairings.year and ledger.township = pairings.township
            and ledger.ledger_key = pairings.ledger_key and reported.project_key = pairings.project_key
    where (reported.project_code = ledger.project_code or reported.project_key = name_key(ledger.project)
        or pairings.is_same)
        and pairings.is_same is distinct from false
),

-- Each is taken once, the surer way first.
by_ledger as (
    select
        candidates.*,
    from candidates
    qualify row_number() over (
        partition by candidates.year, candidates.township, candidates.ledger_key
        order by candidates.way, not candidates.has_name, candidates.form_id
    ) = 1
),

taken as (
    select
        by_ledger.*,
    from by_ledger
    qualify row_number() over (
        partition by by_ledger.form_id
        order by by_ledger.way, not by_ledger.has_name, by_ledger.ledger_key
    ) = 1
)

select
    taken.year as year, -- 年度
    taken.township as township, -- 乡镇
    taken.ledger_key as ledger_key, -- 台账项目：编码，没有编码的为名称
    taken.form_id as form_id, -- 填报的项目表编号
    case taken.way when 1 then '编码' when 2 then '名称' else '确认' end as matched_by, -- 按什么对应
from taken
order by taken.year, taken.township, taken.ledger_key
