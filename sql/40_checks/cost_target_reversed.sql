-- grain: one cost indicator with a target that asks for more
-- 说明: 成本指标方向相反
-- severity: warn
-- message: 成本指标的指标值用了“≥”
-- fix: 成本应控制在指标值以内，请改用“≤”并重新计分。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.target_cell as cell, -- 单元格
    indicators.level3 || ' ' || indicators.target as value, -- 指标值
    '≤' as expected, -- 应为
from staging.indicators
where concat(indicators.level1, indicators.level2) like '%成本%'
    -- Only a sign of its own: 降低5% asks for more of what is saved.
    and (regexp_matches(indicators.target, '≥|≧|>|＞|﹥|不低于|不少于') or regexp_matches(indicators.target_sign, '≥|≧|>|＞|﹥|不低于|不少于|正向'))
    and not regexp_matches(concat(indicators.level3, indicators.target), '降低|下降|节约|减少|压减|节省')
