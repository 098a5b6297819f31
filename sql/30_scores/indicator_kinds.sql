-- grain: one indicator, its numbers in one size of unit and how it is to be judged
-- 说明: 指标的计分方法：换算成同一单位的数值，一个指标一行
-- kept: no
with measured as (
    select
        indicators.*,
        indicators.target_number * unit_size(indicators.target_unit) as target_value,
        indicators.target_upper * unit_size(indicators.target_unit) as target_most,
        indicators.actual_number * unit_size(indicators.actual_unit) as actual_value,
        indicators.actual_upper * unit_size(indicators.actual_unit) as actual_most,
        unit_base(indicators.target_unit) as target_base,
        unit_base(indicators.actual_unit) as actual_base,
        name_key(indicators.actual) as actual_key,
        coalesce(indicators.actual_comparator, '=') as actual_sign,
        concat(indicators.level1, indicators.level2) like '%成本%' as is_cost,
    from staging.indicators
)

select
    measured.form_id as form_id, -- 表的编号
    measured.year as year, -- 年度
    measured.township as township, -- 乡镇
    measured.scope as scope, -- 范围：project 项目，department 部门整体
    measured.project as project, -- 项目名称
    measured.row_no as row_no, -- 表内行号
    measured.level1 as level1, -- 一级指标
    measured.level2 as level2, -- 二级指标
    measured.level3 as level3, -- 三级指标
    measured.target as target, -- 年度指标值
    measured.actual as actual, -- 实际完成值
    measured.weight as weight, -- 分值
    measured.reported_score as reported_score, -- 自评得分
    measured.reason as reason, -- 偏差原因分析及改进措施
    measured.target_value as target_value, -- 指标值的数值
    measured.target_most as target_most, -- 指标值是区间时的上限
    measured.actual_value as actual_value, -- 完成值的数值
    greatest(measured.actual_value, 0) as actual_counted, -- 完成值的数值，负数按零计
    coalesce(measured.actual_most, measured.actual_value) as actual_most, -- 完成值至多是多少
    measured.actual_key as actual_key, -- 完成值的文字，去掉空白
    -- 完成值照抄指标值：写明达到
    measured.actual_key = name_key(measured.target) as is_copied, -- 完成值与指标值相同
    -- What an actual value leaves open: 10余次 is ten at least, 约10个 is neither, 3至5次 is between.
    measured.actual_sign = '=' as is_exact, -- 完成值是确数
    measured.actual_sign in ('=', '>', '>=', '~') as is_at_least, -- 完成值不少于所写的数
    measured.actual_sign in ('=', '<', '<=', '~') as is_at_most, -- 完成值不多于所写的数
    measured.is_cost as is_cost, -- 成本指标
    -- 财预〔2020〕10号: quantitative indicators by ratio, qualitative ones by three bands.
    case
        when measured.weight is null then '分值缺失'
        when measured.weight < 0 then '分值为负数'
        when measured.target is null then '指标值为空'
        when measured.actual is null then '完成值为空'
        when measured.target_number is null or measured.target_base = '日期' and measured.actual_number is null then '定性'
        when measured.actual_number is null then '完成值不是数值'
        when measured.target_base = '%' and measured.actual_base = '' and abs(measured.actual_value) <= 1.5
            then '完成值未注明是否百分比'
        when measured.actual_base = '%' and measured.target_base = '' and abs(measured.target_value) <= 1.5
            then '指标值未注明是否百分比'
        when measured.target_base <> measured.actual_base
            and (measured.target_base <> '' and measured.actual_base <> ''
                or '日期' in (measured.target_base, measured.actual_base)) then '指标值与完成值单位不同'
        when measured.target_base = '日期' then '期限'
        when measured.target_comparator = '~' then '区间'
        when measured.target_comparator in ('>=', '>') then '正向'
        when measured.target_comparator in ('<=', '<') then '反向'
        when measured.target_comparator = '=' then '等于'
        when measured.is_cost then '反向'
        when measured.level2 like '%时效%' and regexp_matches(measured.target_base, '日|天|月|时|年') then '方向不明'
        else '正向'
    end as kind, -- 计分方法：正向、反向、等于、区间、期限、定性，或者不可评的原因
    measured.file as file, -- 文件
    measured.sheet as sheet, -- 工作表
    measured.cell as level3_cell, -- 三级指标所在单元格
    measured.target_cell as target_cell, -- 指标值所在单元格
    measured.actual_cell as actual_cell, -- 完成值所在单元格
    measured.weight_cell as weight_cell, -- 分值所在单元格
    measured.score_cell as score_cell, -- 得分所在单元格
from measured
