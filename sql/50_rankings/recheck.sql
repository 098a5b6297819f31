-- grain: one project proposed for re-check (抽查复核)
-- 说明: 建议抽查复核的项目：按风险、金额和随机三层抽取，一个项目一行
with candidates as (
    select
        recheck_candidates.*,
    from rankings.recheck_candidates
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

risky as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.year
            order by candidates.risk desc, candidates.adjusted_budget desc nulls last, candidates.lot
        ) as risk_place,
    from candidates
),

large as (
    select
        risky.*,
        row_number() over (
            partition by risky.year, risky.risk_place <= quotas.by_risk and risky.risk > 0
            order by risky.adjusted_budget desc nulls last, risky.lot
        ) as amount_place,
        quotas.places,
        quotas.by_risk,
        quotas.by_amount,
    from risky
    inner join quotas
        on risky.year = quotas.year
),

layered as (
    select
        large.*,
        case
            when large.risk_place <= large.by_risk and large.risk > 0 then '风险'
            when large.amount_place <= large.by_amount then '金额'
            else '随机'
        end as stratum,
    from large
),

drawn as (
    select
        layered.*,
        -- Without FILTER: with it DuckDB counts a whole partition again for each of its rows.
        count(nullif(layered.stratum, '随机')) over (partition by layered.year) as taken,
        row_number() over (partition by layered.year, layered.stratum order by layered.lot) as lot_place,
    from layered
)

select
    drawn.year as year, -- 年度
    drawn.stratum as stratum, -- 抽取方式：风险、金额、随机
    drawn.township as township, -- 乡镇
    drawn.project as project, -- 项目名称
    drawn.form_id as form_id, -- 表的编号
    drawn.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    drawn.reported_total as reported_total, -- 自评总分
    drawn.machine_total as machine_total, -- 复算总分
    cast(drawn.risk as decimal(9, 2)) as risk, -- 风险分：错误10、疑点3、红灯3、黄灯1，自评高于复算每分1
    case drawn.stratum
        when '风险' then concat_ws('、',
            case when drawn.errors > 0 then '错误 ' || drawn.errors || ' 个' end,
            case when drawn.warnings > 0 then '疑点 ' || drawn.warnings || ' 个' end,
            case when drawn.warning_light is not null then '自评预警' || drawn.warning_light || '灯' end,
            case when drawn.reported_total > drawn.machine_total then
                '自评高于复算 ' || shown(drawn.reported_total - drawn.machine_total) || ' 分'
            end)
        when '金额' then '预算 ' || shown(drawn.adjusted_budget) || ' 万元，居前'
        else '随机抽取，种子 ' || drawn.seed
    end as reason, -- 抽取的原因
    drawn.seed as seed, -- 随机种子，同一种子可重复抽出同样的项目
    row_number() over (
        partition by drawn.year
        order by array_position(['风险', '金额', '随机'], drawn.stratum), case drawn.stratum
            when '风险' then drawn.risk_place
            when '金额' then drawn.amount_place
            else drawn.lot_place
        end
    ) as place, -- 次序
from drawn
where drawn.stratum in ('风险', '金额') or drawn.lot_place <= drawn.places - drawn.taken
order by drawn.year, place
