-- grain: one figure of a township's report in Word
-- 说明: 文表核对
-- sheet: 文表核对
-- order: 13
-- empty: left out
select
    statements.township as 乡镇, -- 单位名称
    case statements.verdict when 'tied' then '对上' when 'differs' then '对不上' else '无来源' end
        as 结论, -- 与表内数据相比：对上、对不上、无来源（表中没有，不是问题）
    statements.cell as 报告位置, -- 第几段，或第几个表第几行第几列
    statements.words as 原文, -- 报告的文字
    written(statements.number, statements.unit) as 报告数, -- 报告中的数字
    statements.unit as 单位, -- 报告中的单位
    statements.fact as 数据, -- 说的是哪个数据（规则的事实）
    written(statements.expected, statements.unit) as 应为, -- 按报告的单位
    statements.basis || case when statements.sign <> '' then '（报告写的是约数）' else '' end as 依据, -- 表内的哪个数据，或报告自身的算式
    statements.section as 章节, -- 报告的章节
    place_of(statements.source_file, statements.source_sheet, statements.source_cell) as 出处, -- 对应的文件、工作表、单元格
    place_of(statements.file, statements.sheet, statements.cell) as 报告位置的出处, -- 报告
from staging.statements
inner join staging.townships
    on statements.year = townships.year and statements.township = townships.township
where statements.year = getvariable('year')
order by townships.township_code, statements.file, statements.statement_no
