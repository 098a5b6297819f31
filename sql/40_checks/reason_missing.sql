-- grain: one indicator that lost points without a reason
-- 说明: 未完成指标没有偏差原因
-- severity: error
-- message: 得分低于分值，没有填写偏差原因及改进措施
-- fix: 请填写偏差原因分析及改进措施。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    coalesce(indicators.reason_cell, indicators.score_cell, indicators.cell) as cell, -- 没有偏差原因一栏的是得分的
    indicators.level3 || ' 得 ' || shown(indicators.reported_score)
        || ' 分，分值 ' || shown(indicators.weight) || ' 分' as value, -- 得分
from staging.indicators
where round(indicators.reported_score, 2) < round(indicators.weight, 2) and indicators.reported_score >= 0
    -- 已完成 explains no point that was lost.
    and (says_nothing(indicators.reason) or regexp_full_match(
        regexp_replace(indicators.reason, '[\s　\p{P}]', '', 'g'),
        '(已经|已|均|全部|按时|按期|如期)*(完成|达标|达到|实现)(目标|任务)?'
    ))
    -- What a wrong weight makes of a full score is its echo.
    and not exists (
        from checks.weights_not_100 as wrong
        where wrong.form_id = indicators.form_id
            and try_cast(wrong.value as decimal(12, 4)) - 100 = indicators.weight - indicators.reported_score
    )
    -- Execution explains itself by its amounts.
    and not is_execution(indicators.level1, indicators.level3, indicators.year)
