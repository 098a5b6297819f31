-- grain: one indicator, the township's score beside the machine's
-- 说明: 指标得分：自评得分与按规则复算的得分并列；不可评的复算得分为空
with prepared as (
    select
        indicators.*,
        target_number * unit_size(target_unit) as t,
        target_upper * unit_size(target_unit) as t_upper,
        actual_number * unit_size(actual_unit) as raw_a,
        actual_upper * unit_size(actual_unit) as a_upper,
        unit_base(target_unit) as t_unit,
        unit_base(actual_unit) as a_unit,
        name_key(actual) as actual_key,
        -- 完成值照抄指标值：写明达到
        actual_key = name_key(target) as is_copied,
    from staging.indicators
),

-- 财预〔2020〕10号: quantitative indicators by ratio, qualitative ones by three bands.
kinds as (
    select
        prepared.*,
        greatest(prepared.raw_a, 0) as a,
        case
            when prepared.weight is null then '分值缺失'
            when prepared.weight < 0 then '分值为负数'
            when prepared.target is null then '指标值为空'
            when prepared.actual is null then '完成值为空'
            when prepared.target_number is null or prepared.t_unit = '日期' and prepared.actual_number is null then '定性'
            when prepared.actual_number is null then '完成值不是数值'
            when prepared.t_unit = '%' and prepared.a_unit = '' and abs(prepared.raw_a) <= 1.5 then '完成值未注明是否百分比'
            when prepared.a_unit = '%' and prepared.t_unit = '' and abs(prepared.t) <= 1.5 then '指标值未注明是否百分比'
            when prepared.t_unit <> prepared.a_unit and (prepared.t_unit <> '' and prepared.a_unit <> '' or '日期' in (prepared.t_unit, prepared.a_unit)) then '指标值与完成值单位不同'
            when prepared.t_unit = '日期' then '期限'
            when prepared.target_comparator = '~' then '区间'
            when prepared.target_comparator in ('>=', '>') then '正向'
            when prepared.target_comparator in ('<=', '<') then '反向'
            when prepared.target_comparator = '=' then '等于'
            when concat(prepared.level1, prepared.level2) like '%成本%' then '反向'
            when prepared.level2 like '%时效%' and regexp_matches(prepared.t_unit, '日|天|月|时|年') then '方向不明'
            else '正向'
        end as kind,
    from prepared
),

-- What an actual value leaves open: 10余次 is ten at least, 约10个 is neither, 3至5次 is between.
exactness as (
    select
        kinds.*,
        coalesce(kinds.actual_comparator, '=') = '=' as is_exact,
        coalesce(kinds.actual_comparator, '=') in ('=', '>', '>=', '~') as is_at_least,
        coalesce(kinds.actual_comparator, '=') in ('=', '<', '<=', '~') as is_at_most,
        concat(kinds.level1, kinds.level2) like '%成本%' as is_cost,
    from kinds
),

-- The band of a qualitative indicator is known by its words; the same words as the target are the first band.
worded as (
    select
        kinds.form_id,
        kinds.scope,
        kinds.row_no,
        kinds.file,
        min(bands.row_no) as band_no,
    from kinds
    inner join rules.bands
        on in_force(bands.from_year, bands.to_year, kinds.year)
            and case
                when kinds.is_copied then bands.high = 100
                else len(list_filter(string_split(bands.words, '|'), lambda word: kinds.actual_key = word or bands.high < 100 and starts_with(kinds.actual_key, word))) > 0
            end
    where kinds.kind = '定性'
    group by kinds.form_id, kinds.scope, kinds.row_no, kinds.file
),

scored as (
    select
        kinds.*,
        bands.band,
        cast(round(kinds.weight * bands.low / 100, 2) as decimal(12, 2)) as band_low,
        cast(round(kinds.weight * bands.high / 100, 2) as decimal(12, 2)) as band_high,
        cast(case kinds.kind
            when '正向' then case
                when kinds.raw_a >= kinds.t and kinds.is_at_least or kinds.is_copied then kinds.weight
                when kinds.t > 0 and kinds.is_exact then share(kinds.weight, kinds.a, kinds.t)
            end
            when '反向' then case
                when coalesce(kinds.a_upper, kinds.raw_a) <= kinds.t and kinds.is_at_most or kinds.is_copied then kinds.weight
                when kinds.t < 0 then null
                when kinds.a >= 2 * kinds.t and kinds.is_at_least then 0
                when kinds.is_exact then share(kinds.weight, 2 * kinds.t - kinds.a, kinds.t)
            end
            when '等于' then case
                when kinds.is_copied then kinds.weight
                when kinds.t = 0 and kinds.is_exact then case when kinds.raw_a <= 0 then kinds.weight else 0 end
                when kinds.raw_a >= kinds.t and kinds.is_at_least then kinds.weight
                when kinds.t > 0 and kinds.is_exact then share(kinds.weight, kinds.a, kinds.t)
            end
            -- Below the range by ratio to its lower end; above it costs count as reverse indicators do, all else is reached.
            when '区间' then case
                when kinds.is_copied then kinds.weight
                when kinds.raw_a >= kinds.t and kinds.is_at_least
                    and (coalesce(kinds.a_upper, kinds.raw_a) <= kinds.t_upper and kinds.is_at_most or not kinds.is_cost) then kinds.weight
                when not kinds.is_exact then null
                when kinds.raw_a < kinds.t and kinds.t > 0 then share(kinds.weight, kinds.a, kinds.t)
                when kinds.raw_a >= 2 * kinds.t_upper then 0
                when kinds.raw_a > kinds.t_upper then share(kinds.weight, 2 * kinds.t_upper - kinds.a, kinds.t_upper)
            end
            -- How much a late day costs no rule says: a person decides.
            when '方向不明' then case when kinds.raw_a = kinds.t and kinds.is_exact or kinds.is_copied then kinds.weight end
            when '期限' then case
                when coalesce(kinds.a_upper, kinds.raw_a) <= coalesce(kinds.t_upper, kinds.t) or kinds.is_copied then kinds.weight
            end
            when '定性' then case
                when kinds.reported_score is null or bands.band is null then null
                when bands.high = 100 then least(greatest(kinds.reported_score, kinds.weight * bands.low / 100), kinds.weight)
                -- The upper end of a lower band belongs to the band above.
                else least(greatest(kinds.reported_score, kinds.weight * bands.low / 100), greatest(round(kinds.weight * bands.high / 100, 2) - 0.01, 0))
            end
        end as decimal(9, 2)) as machine_score,
    from exactness as kinds
    left join worded
        on kinds.form_id = worded.form_id and kinds.scope = worded.scope and kinds.row_no = worded.row_no and kinds.file = worded.file
    left join rules.bands
        on worded.band_no = bands.row_no
),

-- 财预〔2020〕10号: what is far above a target set too low is cut by how far it is off. How far and how much no
-- rule says: 超额比例, 超额处理 and 超额扣减上限 of the rules.
deducted as (
    select
        scored.*,
        case
            when parameter('超额处理', scored.year) = '扣分' and scored.kind in ('正向', '等于') and scored.machine_score = scored.weight and scored.t > 0
                and scored.raw_a * 100 > scored.t * cast(parameter('超额比例', scored.year) as decimal(9, 2))
            then least(
                share(scored.weight, scored.raw_a * 100 - scored.t * cast(parameter('超额比例', scored.year) as decimal(9, 2)), scored.t * 100),
                share(scored.weight, cast(parameter('超额扣减上限', scored.year) as decimal(9, 2)), 100)
            )
            else 0
        end as deduction,
    from scored
)

select
    scored.form_id as form_id, -- 表的编号
    scored.year as year, -- 年度
    scored.township as township, -- 乡镇
    scored.scope as scope, -- 范围：project 项目，department 部门整体
    scored.project as project, -- 项目名称
    scored.row_no as row_no, -- 表内行号
    scored.level1 as level1, -- 一级指标
    scored.level2 as level2, -- 二级指标
    scored.level3 as level3, -- 三级指标
    scored.target as target, -- 年度指标值
    scored.actual as actual, -- 实际完成值
    scored.weight as weight, -- 分值
    cast(scored.reported_score as decimal(9, 2)) as reported_score, -- 自评得分
    scored.machine_score as machine_score, -- 复算得分，不可评为空
    cast(scored.deduction as decimal(9, 2)) as deduction, -- 明显偏高按偏离度扣减的分（在总分中扣）
    cast(scored.reported_score - scored.machine_score as decimal(9, 2)) as gap, -- 自评减复算
    case when scored.machine_score is null then '不可评' else scored.kind end as kind, -- 计分方法：正向、反向、等于、区间、期限、定性、不可评
    case
        when scored.machine_score is null then case
            when scored.kind = '定性' and scored.reported_score is null then '没有自评得分'
            when scored.kind = '定性' then '定性描述未列入规则的档次'
            when scored.kind = '期限' then '晚于期限，扣分请人工判定'
            when scored.kind in ('正向', '反向', '等于', '区间') and not scored.is_exact then '完成值不是确数'
            when scored.kind in ('正向', '反向', '等于', '区间') then '指标值为负数或零'
            else scored.kind
        end
        when scored.kind = '定性' then scored.band || '：' || shown(scored.band_low) || '～' || shown(scored.band_high) || '分'
        when scored.machine_score = scored.weight then '完成指标值，得满分'
        when scored.kind = '反向' and scored.machine_score = 0 then '达到指标值的两倍及以上，不得分'
        when scored.kind = '反向' or scored.kind = '区间' and scored.raw_a > scored.t then shown(scored.weight) || '×（1－超出部分÷指标值）'
        else shown(scored.weight) || '×完成值÷指标值'
    end as basis, -- 计分依据或不可评的原因
    scored.band_low as band_low, -- 定性档次的最低分
    scored.band_high as band_high, -- 定性档次的最高分
    scored.t as target_number, -- 指标值的数值
    scored.raw_a as actual_number, -- 完成值的数值
    scored.file as file, -- 文件
    scored.sheet as sheet, -- 工作表
    scored.score_cell as cell, -- 得分所在单元格
from deducted as scored
order by scored.year, scored.township, scored.file, scored.form_id, scored.row_no
