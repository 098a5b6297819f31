-- grain: one indicator, its target and actual value in one unit and how it is to be judged
-- 说明: 指标的计分方法：换算成同一单位的数值，一个指标一行
-- kept: no
with measured as (
    select
        indicators.* exclude (exact_weight, target_amount, actual_number, actual_amount),
        -- 零事故 answered 无, 没有 or 未发生: none happened. (零指标字样 of the rules; a mark such as — says nothing.)
        indicators.target_number = 0 and coalesce(indicators.target_comparator, '=') in ('=', '<=', '<')
            and indicators.actual_number is null and not coalesce(indicators.actual_vague, false)
            and list_contains(
                string_split(replace(parameter('零指标字样', indicators.year), '｜', '|'), '|'),
                regexp_replace(name_key(indicators.actual), '[\p{P}\p{S}]', '', 'g')
            ) as is_none_said,
        case when is_none_said then 0 else indicators.target_amount end as target_amount,
        case when is_none_said then 0 else indicators.actual_number end as actual_number,
        case when is_none_said then 0 else indicators.actual_amount end as actual_amount,
        coalesce(indicators.exact_weight, indicators.weight) as exact_weight,
        name_key(indicators.actual) as actual_key,
        coalesce(indicators.actual_comparator, '=') as actual_sign,
        concat(indicators.level1, indicators.level2) like '%成本%' as is_cost,
        coalesce(indicators.target_vague, false)
            or coalesce(indicators.target_comparator = '≈', false)
            as has_vague_target,
        -- The department's execution rate follows from its amounts, whatever rate is typed.
        indicators.scope = 'department'
            and coalesce(name_key(indicators.level3) = parameter('执行率指标', indicators.year), false) as is_execution,
        budgets.adjusted_budget as budget,
        budgets.executed as executed,
    from staging.indicators
    left join staging.budgets
        on indicators.year = budgets.year and indicators.township = budgets.township and budgets.item_field = 'total'
    where indicators.township is not null
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
    measured.exact_weight as exact_weight, -- 分值，六位小数
    measured.reported_score as reported_score, -- 自评得分
    measured.reason as reason, -- 偏差原因分析及改进措施
    measured.target_number as target_number, -- 指标值所写的数
    measured.actual_number as actual_number, -- 完成值所写的数
    measured.target_amount as target_value, -- 指标值的数值，与完成值同一单位
    measured.target_amount_upper as target_most, -- 指标值是区间时的上限
    coalesce(measured.target_latest, measured.target_amount_upper, measured.target_amount)
        as target_latest, -- 期限最晚可理解到哪一天
    measured.actual_amount as actual_value, -- 完成值的数值，与指标值同一单位
    greatest(measured.actual_amount, 0) as actual_counted, -- 完成值的数值，负数按零计
    coalesce(measured.actual_amount_upper, measured.actual_amount) as actual_most, -- 完成值至多是多少
    measured.actual_key as actual_key, -- 完成值的文字，去掉空白
    -- 完成值照抄指标值：写明达到。含糊的数照抄也不能确定。
    measured.actual_key = name_key(measured.target)
        and not (measured.has_vague_target and measured.target_number is not null) as is_copied, -- 完成值与指标值相同
    -- What an actual value leaves open: 10余次 is ten at least, 约10个 is neither, 3至5次 is between.
    measured.actual_sign = '=' and not coalesce(measured.actual_vague, false) as is_exact, -- 完成值是确数
    -- What is said on the side that proves nothing: 不足100人 of ≥100人, 超过7天 of ≤7天.
    measured.actual_sign in ('<', '<=') as is_below, -- 完成值只说了不多于多少
    measured.actual_sign in ('>', '>=') as is_above, -- 完成值只说了不少于多少
    measured.actual_sign in ('>', '>=')
        or measured.actual_sign in ('=', '~') and not coalesce(measured.actual_vague, false)
        as is_at_least, -- 完成值不少于所写的数
    measured.actual_sign in ('<', '<=')
        or measured.actual_sign in ('=', '~') and not coalesce(measured.actual_vague, false)
        as is_at_most, -- 完成值不多于所写的数
    measured.has_vague_target as has_vague_target, -- 指标值写法含糊
    coalesce(measured.actual_vague, false) or measured.actual_sign = '≈' as has_vague_actual, -- 完成值写法含糊
    measured.is_cost as is_cost, -- 成本指标
    measured.budget as budget, -- 部门的全年预算数（万元）
    measured.executed as executed, -- 部门的全年执行数（万元）
    -- 人次 beside 人 and 米 beside 公里 are compared, and it is said.
    -- (None is none in any unit.)
    case when measured.target_unit <> measured.actual_unit and measured.target_unit <> '日期'
        and measured.target_amount <> 0 then
        '（指标值的单位是' || measured.target_unit || '，完成值的是' || measured.actual_unit || '，按同类单位换算比较）'
    end as units_said, -- 指标值与完成值的单位写法不同时的说明
    -- 财预〔2020〕10号: quantitative indicators by ratio, qualitative ones by three bands.
    case
        when measured.weight is null then '分值缺失'
        when measured.weight < 0 then '分值为负数'
        when measured.is_execution and (measured.budget is null or measured.executed is null) then '预算执行数没有填报'
        when measured.is_execution and measured.budget <= 0 then '全年预算数不大于零'
        when measured.is_execution then '执行率'
        when measured.target is null then '指标值为空'
        when measured.actual is null then '完成值为空'
        when measured.mismatch <> '文字' then measured.mismatch
        when measured.target_number is null then '定性'
        when measured.actual_number is null and coalesce(measured.actual_vague, false) then '完成值含糊'
        when measured.actual_number is null and measured.target_unit = '日期' then '定性'
        when measured.actual_number is null then '完成值不是数值'
        when measured.target_amount is null or measured.actual_amount is null then '数值不能比较'
        when measured.target_unit = '日期' then '期限'
        when measured.target_comparator = '~' then '区间'
        when measured.target_comparator in ('>=', '>') then '正向'
        when measured.target_comparator in ('<=', '<') then '反向'
        when measured.target_comparator = '=' then '等于'
        when measured.target_amount < 0 then '方向不明'
        when measured.is_cost then '反向'
        when measured.level2 like '%时效%' and case
            when measured.target_unit is null then coalesce(measured.level3, '') not like '%率%'
            else regexp_matches(measured.target_unit, '日|天|月|时|年')
        end then '方向不明'
        else '正向'
    end as kind, -- 计分方法：正向、反向、等于、区间、期限、定性、执行率，或者不可评的原因
    measured.file as file, -- 文件
    measured.sheet as sheet, -- 工作表
    measured.cell as level3_cell, -- 三级指标所在单元格
    measured.target_cell as target_cell, -- 指标值所在单元格
    measured.actual_cell as actual_cell, -- 完成值所在单元格
    measured.weight_cell as weight_cell, -- 分值所在单元格
    measured.score_cell as score_cell, -- 得分所在单元格
from measured
