-- grain: one indicator, with the score that the rules give it
-- 说明: 指标的复算得分：按计分方法，一个指标一行
-- kept: no
with banded as (
    select
        indicator_kinds.*,
        case when indicator_kinds.kind = '定性' then
            band_of(indicator_kinds.actual_key, indicator_kinds.is_copied, indicator_kinds.year)
        end as band,
    from scores.indicator_kinds
),

bounded as (
    select
        banded.*,
        cast(round(banded.weight * banded.band.low * 0.01, 2) as decimal(12, 2)) as band_low,
        cast(round(banded.weight * banded.band.high * 0.01, 2) as decimal(12, 2)) as band_high,
    from banded
),

scored as (
    select
        bounded.*,
        case bounded.kind
            when '正向' then case
                when bounded.actual_value >= bounded.target_value and bounded.is_at_least or bounded.is_copied
                    then bounded.weight
                when bounded.target_value > 0 and bounded.is_exact
                    then share(bounded.weight, bounded.actual_counted, bounded.target_value)
            end
            when '反向' then case
                when bounded.actual_most <= bounded.target_value and bounded.is_at_most or bounded.is_copied
                    then bounded.weight
                when bounded.target_value < 0 then null
                when bounded.actual_counted >= 2 * bounded.target_value and bounded.is_at_least then 0
                when bounded.is_exact
                    then share(bounded.weight, 2 * bounded.target_value - bounded.actual_counted, bounded.target_value)
            end
            when '等于' then case
                when bounded.is_copied then bounded.weight
                when bounded.target_value = 0 and bounded.is_exact
                    then case when bounded.actual_value <= 0 then bounded.weight else 0 end
                when bounded.actual_value >= bounded.target_value and bounded.is_at_least then bounded.weight
                when bounded.target_value > 0 and bounded.is_exact
                    then share(bounded.weight, bounded.actual_counted, bounded.target_value)
            end
            -- Below the range by ratio to its lower end; above it costs count as reverse indicators do, all else is
            -- reached.
            when '区间' then case
                when bounded.is_copied then bounded.weight
                when bounded.actual_value >= bounded.target_value and bounded.is_at_least
                    and (bounded.actual_most <= bounded.target_most and bounded.is_at_most or not bounded.is_cost)
                    then bounded.weight
                when not bounded.is_exact then null
                when bounded.actual_value < bounded.target_value and bounded.target_value > 0
                    then share(bounded.weight, bounded.actual_counted, bounded.target_value)
                when bounded.actual_value >= 2 * bounded.target_most then 0
                when bounded.actual_value > bounded.target_most
                    then share(bounded.weight, 2 * bounded.target_most - bounded.actual_counted, bounded.target_most)
            end
            -- How much a late day costs no rule says: a person decides.
            when '方向不明' then case
                when bounded.actual_value = bounded.target_value and bounded.is_exact or bounded.is_copied
                    then bounded.weight
            end
            when '期限' then case
                when bounded.actual_most <= coalesce(bounded.target_most, bounded.target_value) or bounded.is_copied
                    then bounded.weight
            end
            when '定性' then case
                when bounded.reported_score is null or bounded.band is null then null
                when bounded.band.high = 100
                    then least(greatest(bounded.reported_score, bounded.band_low), bounded.weight)
                -- The upper end of a lower band belongs to the band above.
                else least(greatest(bounded.reported_score, bounded.band_low), greatest(bounded.band_high - 0.01, 0))
            end
        end as score,
    from bounded
)

select
    scored.* exclude (band, score),
    scored.band.name as band, -- 定性指标所填的档次
    cast(scored.score as decimal(9, 2)) as machine_score, -- 复算得分，不可评为空
from scored
