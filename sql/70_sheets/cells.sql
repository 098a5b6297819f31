-- grain: one cell of a township's material that says something else than in the last published set; none on the first
-- 说明: 改动对照
-- sheet: 改动对照
-- order: 18
-- empty: left out
select
    cells.township as 乡镇, -- 单位名称
    cells.form_title as 表, -- 哪种表
    cells.project as 项目名称, -- 有关项目
    cells.label as 行, -- 表内哪一行
    case cells.kind
        when 'form_came' then '新增一张表'
        when 'form_went' then '不再有这张表'
        else coalesce(nullif(cells.field_label, ''), cells.field)
    end as 栏目, -- 哪一栏
    cells.old_text as 上次, -- 上次发布时填的
    cells.new_text as 本次, -- 本次填的
    case when cells.is_unsure then '几行相像，按次序对应，请核对' end as 说明, -- 哪一行对哪一行不一定的
    cells.cures as 消除的问题, -- 这一格改后不再有的
    cells.causes as 带来的问题, -- 这一格改后才有的
    place_of(cells.old_file, cells.old_sheet, cells.old_cell) as 上次的位置, -- 文件、工作表、单元格
    place_of(cells.file, cells.sheet, cells.cell) as 本次的出处, -- 文件、工作表、单元格
from changes.cells
