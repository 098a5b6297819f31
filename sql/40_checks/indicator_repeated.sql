-- grain: one indicator that stands in its form once more
-- 说明: 指标重复
-- severity: warn
-- message: 同一张表中指标重复
-- link: ；
-- fix: 请删去重复的一个，把分值并到保留的指标上；确属不同指标的，请写出区别。
with numbered as (
    select
        indicators.*,
        row_number() over same as place,
        first_value(indicators.cell) over same as first_cell,
    from staging.indicators
    where not says_nothing(indicators.level3)
    window same as (
        partition by indicators.form_id, indicators.file, name_key(indicators.level3), name_key(indicators.target)
        order by indicators.row_no
    )
)

select
    numbered.year as year, -- 年度
    numbered.township as township, -- 乡镇
    numbered.project as project, -- 项目名称
    numbered.form_id as form_id, -- 表的编号
    numbered.row_no as row_no, -- 表内行号
    numbered.file as file, -- 文件
    numbered.sheet as sheet, -- 工作表
    numbered.cell as cell, -- 单元格
    numbered.level3 || ' ' || coalesce(numbered.target, '') as value, -- 重复的指标
    '已见于 ' || numbered.first_cell as expected, -- 第一次出现的单元格
from numbered
where numbered.place > 1
