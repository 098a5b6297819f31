-- grain: one stratum of the draw, and one row a year for the county: what the reviews say about all projects
-- 说明: 复核推断：各层复核了多少、自评平均偏高多少分，推断到全县及其误差范围，样本说明不了的写明
with changes as (
    select
        reviews.form_id,
        cast(-avg(reviews.change) as decimal(18, 6)) as overstated,
    from scores.reviews
    where reviews.change is not null and reviews.form_id is not null
    group by reviews.form_id
),

strata as (
    select
        lots.year,
        lots.stratum,
        case when lots.stratum = '随机' then lots.township end as township,
        count(*) as projects,
        count(*) filter (where lots.is_drawn) as drawn,
        count(changes.overstated) filter (where lots.is_drawn) as reviewed,
        sum(changes.overstated) filter (where lots.is_drawn) as total,
        sum(changes.overstated * changes.overstated) filter (where lots.is_drawn) as squares,
    from rankings.lots
    left join changes
        on lots.form_id = changes.form_id
    group by lots.year, lots.stratum, case when lots.stratum = '随机' then lots.township end
),

-- The variance of a stratum's mean, with the correction for a finite population; from two reviews on.
measured as (
    select
        strata.*,
        case
            when strata.reviewed > 0 then cast(strata.total / strata.reviewed as decimal(18, 6))
        end as mean_overstated,
        case
            when strata.reviewed = strata.projects then 0
            when strata.reviewed > 1 then cast(greatest(
                (strata.squares - strata.total * strata.total / strata.reviewed)
                    / (strata.reviewed - 1) / strata.reviewed
                    * (strata.projects - strata.reviewed) / strata.projects, 0) as decimal(18, 6))
        end as variance,
    from strata
),

counties as (
    select
        measured.year,
        sum(measured.projects) as projects,
        sum(measured.drawn) as drawn,
        sum(measured.reviewed) as reviewed,
        sum(measured.projects) filter (where measured.reviewed > 0) as covered,
        sum(measured.projects * measured.mean_overstated) as weighted,
        sum(measured.projects * measured.projects * measured.variance) as weighted_variance,
        string_agg(
            coalesce(measured.township, measured.stratum || '层'), '、' order by measured.stratum, measured.township
        )
            filter (where measured.reviewed = 0) as unseen,
        string_agg(
            coalesce(measured.township, measured.stratum || '层'), '、' order by measured.stratum, measured.township
        )
            filter (where measured.reviewed > 0 and measured.variance is null) as single,
    from measured
    group by measured.year
)

select
    measured.year as year, -- 年度
    measured.stratum as stratum, -- 层：风险、金额、随机、全县
    measured.township as township, -- 乡镇，随机层按乡镇分
    measured.projects as projects, -- 这一层的项目数
    measured.drawn as drawn, -- 抽中的项目数
    measured.reviewed as reviewed, -- 已经复核的项目数
    cast(round(measured.mean_overstated, 2) as decimal(9, 2)) as mean_overstated, -- 自评比复核平均高多少分
    cast(round(1.96 * sqrt(measured.variance), 2) as decimal(9, 2)) as bound, -- 误差范围（95%，±分）
    case
        when measured.reviewed = 0 then '没有复核结果，不能推断'
        when measured.variance is null then '只复核了一个，不知道误差范围'
        when measured.stratum = '随机' and measured.reviewed < measured.drawn
            then '抽中的还有 ' || (measured.drawn - measured.reviewed) || ' 个没有复核'
    end as limits -- 样本说明不了什么
from measured

union all by name

select
    counties.year as year,
    '全县' as stratum,
    null as township,
    counties.projects as projects,
    counties.drawn as drawn,
    counties.reviewed as reviewed,
    cast(round(cast(counties.weighted / counties.covered as decimal(18, 6)), 2) as decimal(9, 2)) as mean_overstated,
    case when counties.single is null then
        cast(round(1.96 * sqrt(counties.weighted_variance) / counties.covered, 2) as decimal(9, 2))
    end as bound,
    nullif(concat_ws('；',
        case when counties.unseen is not null then '没有复核结果、不在推断之内：' || counties.unseen end,
        case when counties.single is not null then '只复核了一个、误差范围不知道：' || counties.single end
    ), '') as limits,
from counties
order by year, stratum, township
