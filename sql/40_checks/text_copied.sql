-- grain: one text that says nearly the same as another township's, or another project's
-- 说明: 文字雷同
-- across: counties
-- severity: warn
-- message: 文字与其他单位或项目雷同，请双方核对
-- link: ；
-- fix: 请双方分别核对，按本单位、本项目的实际情况填写。
with texts as (
    select year, township, project, form_id, null::integer as row_no, file, sheet,
        coalesce(goal_actual_cell, cell) as cell, '年度总体目标完成情况' as what, goal_actual as text,
    from staging.projects
    where counted

    union all by name

    select year, township, file, sheet, cell, section as what, text,
    from staging.narratives

    union all by name

    select year, township, project, form_id, row_no, file, sheet, reason_cell as cell, '偏差原因' as what, reason as text,
    from staging.indicators
    where township is not null
),

-- In an order that no file's name or bytes can move.
keyed as (
    select
        texts.*,
        row_number() over (
            order by texts.year, texts.township, name_key(texts.project), texts.what,
                texts.row_no nulls first, texts.sheet, texts.cell, texts.text
        ) as text_no,
        regexp_replace(texts.text, '[\s　\p{P}]', '', 'g') as letters,
    from texts
),

-- Shingles of four letters; the lowest hashes of a text are its sketch: texts that share none of them are
-- not compared.
shingled as (
    select
        keyed.*,
        list_distinct(
            list_transform(range(1, length(keyed.letters) - 2), lambda i: substr(keyed.letters, i, 4))
        ) as shingles,
    from keyed
    where length(keyed.letters) >= cast(parameter('文本最少字数', keyed.year) as integer)
),

sketched as (
    select
        shingled.text_no,
        shingled.year,
        unnest(list_sort(list_transform(shingled.shingles, lambda shingle: hash(shingle)))[1:4]) as mark,
    from shingled
),

-- The same words many times over are compared with the first that has them, not each with each.
pairs as (
    select distinct
        sketched.text_no,
        first_value(sketched.text_no) over (
            partition by sketched.year, sketched.mark
            order by sketched.text_no
        ) as other_no,
    from sketched
),

alike as (
    select
        pairs.text_no,
        pairs.other_no,
        len(list_intersect(second.shingles, first.shingles)) * 100
            // len(list_distinct(second.shingles || first.shingles))
            as likeness,
    from pairs
    inner join shingled as second
        on pairs.text_no = second.text_no
    inner join shingled as first
        on pairs.other_no = first.text_no
    where pairs.text_no > pairs.other_no
        -- Another township, or another project of the same one; a form sent twice is a finding of its own.
        and (second.township is distinct from first.township
            or name_key(second.project) is distinct from name_key(first.project))
),

-- Which of two was first nobody can tell: both are told of the other.
both_sides as (
    select text_no, other_no, likeness, from alike

    union all

    select other_no, text_no, likeness, from alike
)

select
    own.year as year, -- 年度
    own.township as township, -- 乡镇
    own.project as project, -- 项目名称
    own.form_id as form_id, -- 表的编号
    own.row_no as row_no, -- 表内行号
    own.file as file, -- 文件
    own.sheet as sheet, -- 工作表
    own.cell as cell, -- 单元格
    own.what || '“' || left(own.text, 20) || '……”' as value, -- 雷同的文字
    '与 ' || other.township || coalesce(' ' || other.project, '') || '（' || other.sheet || '!' || other.cell || '）相同 '
        || both_sides.likeness || '%' as expected, -- 相同之处
from both_sides
inner join keyed as own
    on both_sides.text_no = own.text_no
inner join keyed as other
    on both_sides.other_no = other.text_no
where both_sides.likeness >= cast(parameter('文本重复比例', own.year) as integer)
qualify row_number() over (partition by both_sides.text_no order by both_sides.likeness desc, both_sides.other_no) = 1
