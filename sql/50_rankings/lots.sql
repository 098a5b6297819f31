-- grain: one project that counts, as it stands in the draw for re-check (抽查复核)
-- 说明: 抽签底册：每个计入的项目在哪一层、签号、抽中的概率；照此可以重抽一遍，一个项目一行
-- Lots are drawn among all projects of each township, in the order of md5 of the ticket: the seed, the township and the
-- project, and nothing of its file. How many follows from numbers of projects alone. So no error, corrected or not,
-- moves a lot. Risk is taken for certain beside them, then amount, until all places are filled.
with risks as (
    select
        findings.form_id,
        count(*) filter (where findings.severity = 'error') as errors,
        count(*) filter (where findings.severity = 'warn') as warnings,
    from checks.findings
    where findings.form_id is not null
    group by findings.form_id
),

candidates as (
    select
        projects.year,
        projects.township,
        projects.project,
        projects.form_id,
        projects.adjusted_budget,
        -- An amount under an open error does not make a project a large one.
        case when not coalesce(amounts.is_left_out, false) then projects.adjusted_budget end as counted_budget,
        projects.reported_total,
        projects.machine_total,
        coalesce(risks.errors, 0) as errors,
        coalesce(risks.warnings, 0) as warnings,
        -- An error weighs 10, a doubt 3, a red light 3, a yellow one 1, a point of self above machine 1.
        coalesce(risks.errors, 0) * 10 + coalesce(risks.warnings, 0) * 3
            + case projects.warning_light when '红' then 3 when '黄' then 1 else 0 end
            + greatest(coalesce(projects.gap, 0), 0) as risk,
        projects.warning_light,
        nullif(parameter('抽查种子', projects.year), '') is not null as has_seed,
        coalesce(nullif(parameter('抽查种子', projects.year), ''), cast(projects.year as varchar)) as seed,
        concat_ws('|', seed, projects.township, coalesce(name_key(projects.project), '')) as ticket,
        md5(ticket) as lot,
    from scores.projects
    left join risks
        on projects.form_id = risks.form_id
    left join marked.projects as amounts
        on projects.form_id = amounts.form_id
    where projects.counted
),

quotas as (
    select
        candidates.year,
        least(greatest(
            cast(ceil(count(*) * cast(parameter('抽查比例', candidates.year) as integer) / 100) as integer),
            cast(parameter('抽查最少', candidates.year) as integer)
        ), count(*)) as places,
        cast(ceil(places * cast(parameter('抽查风险份额', candidates.year) as integer) / 100) as integer) as by_risk,
        cast(floor(places * cast(parameter('抽查金额份额', candidates.year) as integer) / 100) as integer) as by_amount,
    from candidates
    group by candidates.year
),

pools as (
    select
        candidates.year,
        candidates.township,
        any_value(md5(candidates.seed || '|' || candidates.township)) as township_lot,
        any_value(quotas.places - quotas.by_risk - quotas.by_amount) as by_lot,
        count(*) as pool,
    from candidates
    inner join quotas
        on candidates.year = quotas.year
    group by candidates.year, candidates.township
),

-- One place a township, the others in proportion to its other projects, by the largest remainder. Where there are fewer
-- places than townships the townships draw lots for them.
shares as (
    select
        pools.*,
        count(*) over whole as townships,
        sum(pools.pool - 1) over whole as others,
        row_number() over (partition by pools.year order by pools.township_lot) as township_place,
        greatest(pools.by_lot - townships, 0) * (pools.pool - 1) as portion,
        case when others > 0 then portion // others else 0 end as whole_part,
        case when others > 0 then portion % others else 0 end as remainder,
    from pools
    window whole as (partition by pools.year)
),

seats as (
    select
        shares.*,
        row_number() over (
            partition by shares.year
            order by shares.remainder desc, shares.township_lot
        ) as remainder_place,
        greatest(by_lot - townships, 0) - sum(whole_part) over (partition by shares.year) as left_over,
        case
            when by_lot < townships then case when township_place <= by_lot then 1 else 0 end
            else 1 + whole_part + case when remainder_place <= left_over then 1 else 0 end
        end as quota,
    from shares
),

tickets as (
    select
        candidates.*,
        seats.pool,
        seats.quota,
        seats.by_lot,
        seats.townships,
        row_number() over (
            partition by candidates.year, candidates.township
            -- Projects without a name have one ticket together: what they say tells them apart, never their file.
            order by
                candidates.lot,
                candidates.adjusted_budget desc nulls last,
                candidates.reported_total desc nulls last,
                candidates.form_id
        ) as lot_place,
        lot_place <= seats.quota as is_by_lot,
    from candidates
    inner join seats
        on candidates.year = seats.year and candidates.township = seats.township
),

risky as (
    select
        tickets.*,
        quotas.places,
        quotas.by_amount,
        row_number() over (
            partition by tickets.year
            order by tickets.risk desc, tickets.counted_budget desc nulls last, tickets.lot
        ) as risk_place,
        risk_place <= quotas.by_risk and tickets.risk > 0 as is_by_risk,
    from tickets
    inner join quotas
        on tickets.year = quotas.year
),

-- Down the amounts of all others until no place is left: how many are not drawn by lot besides decides where it ends.
large as (
    select
        risky.*,
        row_number() over amounts as amount_place,
        sum(case when risky.is_by_lot then 0 else 1 end) over (amounts rows unbounded preceding) as filled,
        risky.places - sum(case when risky.is_by_risk or risky.is_by_lot then 1 else 0 end)
            over (partition by risky.year) as open_places,
    from risky
    window amounts as (
        partition by risky.year, risky.is_by_risk
        order by risky.counted_budget desc nulls last, risky.lot
    )
),

drawn as (
    select
        large.*,
        case
            when large.is_by_risk then '风险'
            when large.amount_place <= large.by_amount
                or not large.is_by_lot and large.filled <= large.open_places then '金额'
            else '随机'
        end as stratum,
    from large
)

select
    drawn.year as year, -- 年度
    drawn.stratum as stratum, -- 所在的层：风险、金额必抽，随机抽签
    drawn.township as township, -- 乡镇
    drawn.project as project, -- 项目名称
    drawn.form_id as form_id, -- 表的编号
    drawn.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    drawn.reported_total as reported_total, -- 自评总分
    drawn.machine_total as machine_total, -- 复算总分
    cast(drawn.risk as decimal(9, 2)) as risk, -- 风险分：错误10、疑点3、红灯3、黄灯1，自评高于复算每分1
    drawn.errors as errors, -- 错误数
    drawn.warnings as warnings, -- 疑点数
    drawn.warning_light as warning_light, -- 自评预警灯
    drawn.seed as seed, -- 随机种子
    drawn.has_seed as has_seed, -- 种子是否由规则公布
    drawn.ticket as ticket, -- 签：种子|乡镇|项目
    drawn.lot as lot, -- 签号：签的 MD5
    drawn.lot_place as lot_place, -- 签号在本乡镇的次序
    drawn.pool as pool, -- 本乡镇参加抽签的项目数，即全部项目
    drawn.quota as quota, -- 本乡镇抽几个
    drawn.risk_place as risk_place, -- 风险的次序
    drawn.amount_place as amount_place, -- 金额的次序
    drawn.stratum <> '随机' or drawn.is_by_lot as is_drawn, -- 是否抽中
    drawn.is_by_lot as is_by_lot, -- 是否由抽签抽中，风险和金额层的也有
    cast(case
        when drawn.stratum <> '随机' then 100
        when drawn.by_lot < drawn.townships then share(drawn.by_lot, 100, drawn.townships * drawn.pool)
        else share(drawn.quota, 100, drawn.pool)
    end as decimal(9, 2)) as probability -- 抽中的概率（%）
from drawn
order by drawn.year, drawn.township, drawn.stratum, drawn.lot
