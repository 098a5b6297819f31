-- grain: one row an indicator of a whole-department form, and one for its total
-- 说明: 整体得分
-- sheet: 整体得分
-- order: 3
with lines as (
    select
        indicators.township,
        indicators.row_no,
        indicators.level1,
        indicators.level2,
        indicators.level3,
        indicators.target,
        indicators.actual,
        cast(indicators.weight as decimal(7, 2)) as weight,
        indicators.reported_score,
        indicators.machine_score,
        indicators.gap,
        indicators.kind,
        indicators.basis,
        indicators.exact_score,
        place_of(indicators.file, indicators.sheet, indicators.target_cell) as target_place,
        place_of(indicators.file, indicators.sheet, indicators.actual_cell) as actual_place,
        place_of(indicators.file, indicators.sheet, indicators.weight_cell) as weight_place,
        place_of(indicators.file, indicators.sheet, indicators.cell) as score_place,
    from scores.indicators
    where indicators.scope = 'department' and indicators.year = getvariable('year')

    union all by name

    select
        townships.township,
        1000000 as row_no,
        '总分' as level1,
        townships.total_weight as weight,
        townships.reported_total as reported_score,
        townships.machine_total as machine_score,
        townships.gap,
        townships.grade as kind,
        case when townships.assessable_weight < townships.total_weight
            then '不可评' || shown(townships.total_weight - townships.assessable_weight) || '分，已按比例剔除'
        end as basis,
        townships.assessable_weight,
        overalls_scored.deduction,
        overalls_scored.ceiling_total,
        place_of(overalls.file, overalls.sheet, overalls.weight_cell) as weight_place,
        place_of(overalls.file, overalls.sheet, overalls.total_cell) as score_place,
    from scores.townships
    left join staging.overalls
        on townships.year = overalls.year and townships.township = overalls.township
    left join scores.overalls as overalls_scored
        on overalls.form_id = overalls_scored.form_id
    where townships.year = getvariable('year') and townships.is_submitted
)

select
    lines.township as 乡镇, -- 单位名称
    lines.level1 as 一级指标, -- 表内填报
    lines.level2 as 二级指标, -- 表内填报
    lines.level3 as 三级指标, -- 表内填报
    lines.target as 指标值, -- 表内填报
    lines.actual as 完成值, -- 表内填报
    lines.weight as 分值, -- 表内填报
    lines.reported_score as 自评得分, -- 表内填报
    lines.machine_score as 复算得分, -- 按规则复算，不可评为空
    lines.gap as 自评减复算, -- 两者之差
    lines.kind as 计分方法, -- 正向、反向、等于、定性、不可评；总分行为等级
    lines.basis as 计分依据, -- 怎样算出来的；总分行＝各项六位小数之和÷可评分值×100－偏离扣减，不高于复算上限
    lines.exact_score as 复算得分六位小数, -- 合计用，各项先加后舍入
    lines.assessable_weight as 可评分值, -- 总分行：分值中能够复算的部分
    lines.deduction as 偏离扣减, -- 总分行：明显偏高的扣减
    lines.ceiling_total as 复算上限, -- 总分行：没有填明的不多计，复算总分至多是多少
    lines.target_place as 指标值的出处, -- 文件、工作表、单元格
    lines.actual_place as 完成值的出处, -- 文件、工作表、单元格
    lines.weight_place as 分值的出处, -- 文件、工作表、单元格
    lines.score_place as 自评得分的出处, -- 文件、工作表、单元格
from lines
inner join staging.townships
    on lines.township = townships.township and townships.year = getvariable('year')
order by townships.township_code, lines.row_no
