-- grain: one project of the ledger that nobody reported, with the reported one that may be it
-- 说明: 可能对应的项目：台账中没有对上的项目和填报中没有对上的项目，请财政局确认，确认以前不作数
with unreported as (
    select
        ledger.*,
        name_key(ledger.project) as project_key,
    from staging.ledger
    where not exists (
        from staging.ledger_matches
        where ledger_matches.year = ledger.year and ledger_matches.township = ledger.township
            and ledger_matches.ledger_key = ledger.ledger_key
    )
),

unknown as (
    select
        projects.*,
        name_key(projects.project) as project_key,
    from staging.projects
    where projects.counted and projects.project is not null
        and not exists (from staging.ledger_matches where ledger_matches.form_id = projects.form_id)
),

alike as (
    select
        unreported.year,
        unreported.township,
        unreported.ledger_key,
        unreported.project as ledger_project,
        unknown.form_id,
        unknown.project,
        likeness(unreported.project_key, unknown.project_key) as likeness,
        abs(unreported.adjusted_budget - unknown.adjusted_budget) <= 0.01 as has_amount,
        contains(unreported.project_key, unknown.project_key)
            or contains(unknown.project_key, unreported.project_key) as is_part,
    from unreported
    inner join unknown
        on unreported.year = unknown.year and unreported.township = unknown.township
    left join staging.pairings
        on unreported.year = pairings.year and unreported.township = pairings.township
            and unreported.ledger_key = pairings.ledger_key and unknown.project_key = pairings.project_key
    where pairings.is_same is distinct from false
),

-- What is proposed is the best for both sides.
best as (
    select
        alike.*,
    from alike
    where alike.likeness >= 70 or alike.is_part or alike.has_amount and alike.likeness >= 30
    qualify row_number() over (
            partition by alike.year, alike.township, alike.ledger_key
            order by alike.has_amount desc nulls last, alike.likeness desc, alike.form_id
        ) = 1
        and row_number() over (
            partition by alike.form_id
            order by alike.has_amount desc nulls last, alike.likeness desc, alike.ledger_key
        ) = 1
)

select
    best.year as year, -- 年度
    best.township as township, -- 乡镇
    best.ledger_key as ledger_key, -- 台账项目：编码，没有编码的为名称
    best.ledger_project as ledger_project, -- 台账项目名称
    best.form_id as form_id, -- 填报的项目表编号
    best.project as project, -- 填报的项目名称
    best.likeness as likeness, -- 名称相同的程度（%）
    coalesce(best.has_amount, false) as has_amount, -- 全年预算数是否相同
from best
order by best.year, best.township, best.ledger_key
