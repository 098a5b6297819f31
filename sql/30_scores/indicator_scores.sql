-- grain: one indicator, with the score that the rules give it
-- 说明: 指标的复算得分：按计分方法，一个指标一行
-- kept: no
with banded as (
    select
        indicator_kinds.*,
        case when indicator_kinds.kind in ('定性', '完成值不是数值') then
            band_of(indicator_kinds.actual_key, indicator_kinds.is_copied, indicator_kinds.year)
        end as band,
    from scores.indicator_kinds
),

bounded as (
    select
        banded.*,
        case when banded.kind = '定性' then cast(round(banded.weight * banded.band.low * 0.01, 2) as decimal(12, 2)) end
            as band_low,
        case when banded.kind = '定性' then cast(round(banded.weight * banded.band.high * 0.01, 2) as decimal(12, 2)) end
            as band_high,
    from banded
),

-- What the numbers give as they are written, 约 and 余 left aside, of 3至5次 the worse end.
nominal as (
    select
        bounded.*,
        cast(case bounded.kind
            when '正向' then case
                when bounded.actual_value >= bounded.target_value then bounded.exact_weight
                when bounded.target_value > 0
                    then portion(bounded.exact_weight, bounded.actual_counted, bounded.target_value)
            end
            when '反向' then case
                when bounded.actual_most <= bounded.target_value then bounded.exact_weight
                when bounded.target_value < 0 then null
                when bounded.actual_most >= 2 * bounded.target_value then 0
                else portion(bounded.exact_weight, 2 * bounded.target_value - greatest(bounded.actual_most, 0),
                    bounded.target_value)
            end
            when '等于' then case
                when bounded.target_value = 0 and bounded.actual_most <= 0 then bounded.exact_weight
                when bounded.target_value = 0 then 0
                when bounded.actual_value >= bounded.target_value then bounded.exact_weight
                when bounded.target_value > 0
                    then portion(bounded.exact_weight, bounded.actual_counted, bounded.target_value)
            end
            -- Below the range by ratio to its lower end; above it costs count as reverse indicators do, all else is
            -- reached.
            when '区间' then case
                when bounded.actual_value >= bounded.target_value
                    and (bounded.actual_most <= bounded.target_most or not bounded.is_cost) then bounded.exact_weight
                when bounded.actual_value < bounded.target_value and bounded.target_value > 0
                    then portion(bounded.exact_weight, bounded.actual_counted, bounded.target_value)
                when bounded.actual_value < bounded.target_value then null
                when bounded.actual_most >= 2 * bounded.target_most then 0
                when bounded.target_most > 0
                    then portion(
                        bounded.exact_weight,
                        2 * bounded.target_most - bounded.actual_most,
                        bounded.target_most
                    )
            end
            -- Which way is better nobody says: only what is equal is reached.
            when '方向不明' then case
                when bounded.actual_value = bounded.target_value and bounded.actual_most = bounded.target_value
                    then bounded.exact_weight
            end
            -- How much a late day costs no rule says: a person decides.
            when '期限' then case
                when bounded.actual_most <= coalesce(bounded.target_most, bounded.target_value)
                    then bounded.exact_weight
            end
            when '执行率' then greatest(least(portion(bounded.exact_weight, bounded.executed, bounded.budget),
                bounded.exact_weight), 0)
        end as decimal(18, 6)) as nominal_score,
    from bounded
),

scored as (
    select
        nominal.*,
        case
            when nominal.kind = '定性' then case
                when nominal.reported_score is null or nominal.band is null then null
                when nominal.band.high = 100
                    then least(greatest(nominal.reported_score, nominal.band_low), nominal.exact_weight)
                -- The upper end of a lower band belongs to the band above.
                else least(greatest(nominal.reported_score, nominal.band_low), greatest(nominal.band_high - 0.01, 0))
            end
            when nominal.kind = '执行率' then nominal.nominal_score
            when nominal.kind not in ('正向', '反向', '等于', '区间', '方向不明', '期限') then null
            when nominal.has_vague_target then null
            when nominal.is_copied then nominal.exact_weight
            when nominal.is_exact then nominal.nominal_score
            -- 10余次 reaches ten, ≤70 stays below eighty: what is certain counts, nothing else.
            when nominal.nominal_score >= nominal.exact_weight and (
                nominal.kind in ('正向', '区间', '等于') and nominal.is_at_least
                    and (nominal.kind <> '等于' or nominal.target_value > 0)
                    and (nominal.kind <> '区间' or nominal.is_at_most or not nominal.is_cost)
                or nominal.kind in ('反向', '期限') and nominal.is_at_most
            ) then nominal.exact_weight
            when nominal.kind = '反向' and nominal.actual_counted >= 2 * nominal.target_value and nominal.is_at_least
                and nominal.target_value >= 0 then 0
        end as score,
    from nominal
)

select
    scored.* exclude (band, score, nominal_score, is_below, is_above),
    case when scored.kind = '定性' then scored.band.name end as band, -- 定性指标所填的档次
    cast(scored.score as decimal(18, 6)) as exact_score, -- 复算得分，六位小数，合计用
    cast(round(exact_score, 2) as decimal(9, 2)) as machine_score, -- 复算得分，不可评为空
    -- 不可评不得反而占便宜: a vague value never counts for more than the exact one that it stands for, and a value that
    -- is not given for nothing more than what is proven.
    cast(case
        when scored.score is not null then exact_score
        when scored.kind in ('完成值为空', '完成值含糊', '预算执行数没有填报') then 0
        -- Words in place of a number: 已完成 says that it is reached, 部分完成 and 已开展 prove nothing of it.
        when scored.kind = '完成值不是数值' then case when scored.band.high = 100 then scored.exact_weight else 0 end
        when scored.kind in ('正向', '等于', '区间') and scored.is_below
            or scored.kind in ('反向', '期限') and scored.is_above then 0
        when scored.kind in ('正向', '反向', '等于', '区间', '方向不明', '期限')
            and (scored.has_vague_target or not scored.is_exact)
            then coalesce(scored.nominal_score, 0)
        when scored.weight > 0 then scored.exact_weight
    end as decimal(18, 6)) as ceiling, -- 至多能得多少分（总分不得高于各项至多得分之和）
    -- What the score may be: all or nothing of what cannot be judged, then also the ends of a qualitative band.
    cast(coalesce(scored.score, 0) as decimal(18, 6)) as lowest_score, -- 至少得多少分（不可评的按零分）
    cast(coalesce(scored.score, greatest(scored.exact_weight, 0)) as decimal(18, 6))
        as highest_score, -- 至多得多少分（不可评的按满分）
    cast(case
        when scored.score is null then 0
        when scored.kind = '定性' then least(scored.band_low, scored.score)
        else scored.score
    end as decimal(18, 6)) as band_lowest_score, -- 至少得多少分（定性的取档次下限）
    cast(case
        when scored.score is null then greatest(scored.exact_weight, 0)
        when scored.kind = '定性' and scored.band.high = 100 then greatest(scored.exact_weight, scored.score)
        when scored.kind = '定性' then greatest(scored.band_high - 0.01, scored.score)
        else scored.score
    end as decimal(18, 6)) as band_highest_score -- 至多得多少分（定性的取档次上限）
from scored
