-- grain: one indicator, the township's score beside the machine's
-- 说明: 指标得分：自评得分与按规则复算的得分并列；不可评的复算得分为空
-- 财预〔2020〕10号: what is far above a target set too low is cut by how far it is off. How far and how much no
-- rule says: 超额比例, 超额处理 and 超额扣减上限 of the rules.
with exceeding as (
    select
        indicator_scores.*,
        -- Hundredths of the target above what may be exceeded.
        indicator_scores.actual_value * 100
            - indicator_scores.target_value * cast(parameter('超额比例', indicator_scores.year) as decimal(9, 2)) as excess,
    from scores.indicator_scores
),

deducted as (
    select
        exceeding.*,
        case
            when parameter('超额处理', exceeding.year) = '扣分' and exceeding.kind in ('正向', '等于')
                and exceeding.exact_score = exceeding.exact_weight
                and exceeding.target_value > 0 and exceeding.excess > 0
            then least(
                portion(exceeding.exact_weight, exceeding.excess, exceeding.target_value * 100),
                portion(exceeding.exact_weight, cast(parameter('超额扣减上限', exceeding.year) as decimal(9, 2)), 100)
            )
            else 0
        end as deduction,
    from exceeding
)

select
    deducted.form_id as form_id, -- 表的编号
    deducted.year as year, -- 年度
    deducted.township as township, -- 乡镇
    deducted.scope as scope, -- 范围：project 项目，department 部门整体
    deducted.project as project, -- 项目名称
    deducted.row_no as row_no, -- 表内行号
    deducted.level1 as level1, -- 一级指标
    deducted.level2 as level2, -- 二级指标
    deducted.level3 as level3, -- 三级指标
    deducted.target as target, -- 年度指标值
    deducted.actual as actual, -- 实际完成值
    deducted.weight as weight, -- 分值
    cast(deducted.reported_score as decimal(9, 2)) as reported_score, -- 自评得分
    deducted.machine_score as machine_score, -- 复算得分，不可评为空
    cast(deducted.deduction as decimal(9, 2)) as deduction, -- 明显偏高按偏离度扣减的分（在总分中扣）
    cast(deducted.reported_score - deducted.machine_score as decimal(9, 2)) as gap, -- 自评减复算
    case
        when deducted.machine_score is null then '不可评'
        else deducted.kind
    end as kind, -- 计分方法：正向、反向、等于、区间、期限、定性、执行率、不可评
    case
        when deducted.machine_score is null then case
            when deducted.kind = '定性' and deducted.reported_score is null then '没有自评得分'
            when deducted.kind = '定性' then '定性描述未列入规则的档次'
            when deducted.kind in ('正向', '反向', '等于', '区间', '期限', '方向不明') and deducted.has_vague_target
                then '指标值含糊'
            -- Of 2023年12月 the first day is late already.
            when deducted.kind = '期限' and deducted.is_at_least and deducted.actual_value > deducted.target_latest
                then '晚于期限，扣分请人工判定'
            when deducted.kind in ('正向', '反向', '等于', '区间', '期限', '方向不明') and not deducted.is_exact
                then '完成值不是确数'
            when deducted.kind = '期限' and deducted.actual_most <= deducted.target_latest
                then '期限的“前”字有两种理解，请人工判定'
            when deducted.kind = '期限' then '晚于期限，扣分请人工判定'
            when deducted.kind in ('正向', '反向', '等于', '区间') then '指标值为负数或零'
            else deducted.kind
        end
        when deducted.kind = '定性'
            then deducted.band || '：' || shown(deducted.band_low) || '～' || shown(deducted.band_high) || '分'
        when deducted.kind = '执行率' then shown(deducted.weight) || '×全年执行数÷全年预算数（' || shown(deducted.executed)
            || '÷' || shown(deducted.budget) || '）'
        when deducted.exact_score >= round(deducted.exact_weight, 6) then '完成指标值，得满分'
        when deducted.kind = '反向' and deducted.machine_score = 0 then '达到指标值的两倍及以上，不得分'
        when deducted.kind = '反向' or deducted.kind = '区间' and deducted.actual_value > deducted.target_value
            then shown(deducted.weight) || '×（1－超出部分÷指标值）'
        when deducted.kind = '等于' and deducted.target_value = 0 then '指标值为零，已经发生，不得分'
        else shown(deducted.weight) || '×完成值÷指标值'
    end || case
        when deducted.machine_score is null or deducted.kind in ('定性', '执行率') then ''
        else coalesce(deducted.units_said, '')
    end
        as basis, -- 计分依据或不可评的原因
    deducted.band_low as band_low, -- 定性档次的最低分
    deducted.band_high as band_high, -- 定性档次的最高分
    deducted.target_number as target_number, -- 指标值所写的数
    deducted.actual_number as actual_number, -- 完成值所写的数
    deducted.file as file, -- 文件
    deducted.sheet as sheet, -- 工作表
    deducted.score_cell as cell, -- 得分所在单元格
    deducted.reason as reason, -- 偏差原因分析及改进措施
    deducted.level3_cell as level3_cell, -- 三级指标所在单元格
    deducted.target_cell as target_cell, -- 指标值所在单元格
    deducted.actual_cell as actual_cell, -- 完成值所在单元格
    deducted.weight_cell as weight_cell, -- 分值所在单元格
    deducted.kind as method, -- 计分方法，不可评的也写明按哪种方法或为什么
    deducted.target_value as target_amount, -- 指标值，以与完成值相同的最小单位计
    deducted.actual_value as actual_amount, -- 完成值，以与指标值相同的最小单位计
    deducted.target_most as target_amount_upper, -- 指标值是区间时的上限
    deducted.actual_most as actual_amount_upper, -- 完成值至多是多少
    deducted.target_latest as target_latest, -- 期限最晚可理解到哪一天
    deducted.is_exact as is_exact, -- 完成值是确数
    deducted.exact_weight as exact_weight, -- 分值，六位小数
    deducted.exact_score as exact_score, -- 复算得分，六位小数，合计用
    cast(deducted.deduction as decimal(18, 6)) as exact_deduction, -- 扣减，六位小数
    deducted.ceiling as ceiling, -- 至多能得多少分（总分不得高于各项至多得分之和）
    deducted.lowest_score as lowest_score, -- 至少得多少分（不可评的按零分）
    deducted.highest_score as highest_score, -- 至多得多少分（不可评的按满分）
    deducted.band_lowest_score as band_lowest_score, -- 至少得多少分（定性的取档次下限）
    deducted.band_highest_score as band_highest_score -- 至多得多少分（定性的取档次上限）
from deducted
order by deducted.year, deducted.township, deducted.file, deducted.form_id, deducted.row_no
