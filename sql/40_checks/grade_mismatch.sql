-- grain: one form whose stated grade is not that of its stated total
-- 说明: 自评等级与自评总分不符
-- severity: error
-- message: 自评等级与自评总分不符
-- fix: 请按自评总分所在的分数段改正等级，或核对总分。
with stated as (
    select year, township, project, form_id, file, sheet, grade_cell as cell, reported_grade, reported_total,
    from staging.projects
    where counted

    union all by name

    select year, township, form_id, file, sheet, grade_cell as cell, reported_grade, reported_total,
    from staging.overalls
)

select
    stated.year as year, -- 年度
    stated.township as township, -- 乡镇
    stated.project as project, -- 项目名称
    stated.form_id as form_id, -- 表的编号
    stated.file as file, -- 文件
    stated.sheet as sheet, -- 工作表
    stated.cell as cell, -- 单元格
    stated.reported_grade || '（总分 ' || shown(stated.reported_total) || '）' as value, -- 填报的等级和总分
    grades.grade || '（' || shown(grades.low) || '～' || shown(grades.high) || '分）' as expected, -- 应为
from stated
inner join staging.grades
    on stated.year = grades.year and in_grade(stated.reported_total, grades.low, grades.high)
-- 一等, 优良, 一等优良, 优, 优秀: the ordinal, the name, both, or another wording of the rules.
where not says_nothing(stated.reported_grade)
    -- A sentence is no grade.
    and length(name_key(stated.reported_grade)) <= 12 and regexp_matches(stated.reported_grade, '等|级|优|良|中|差|合格|好|^[ABCD]$')
    and not list_contains(
        [grades.ordinal, grades.name, grades.grade] || string_split(coalesce(grades.aliases, ''), '|'),
        regexp_replace(name_key(stated.reported_grade), '[\p{P}\p{S}]', '', 'g')
    )
