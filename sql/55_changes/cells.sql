-- grain: one cell of a township's material that says something else than in the last set, or a form that came or went
-- 说明: 两次报送逐格对照：材料变了的乡镇，哪一格由什么改成什么，消除或带来哪个问题；整张增减的表一张一行
with old_files as (
    select
        files.file,
        files.township,
    from previous.files
    inner join changes.files as changed
        on files.file = changed.file and changed.kind in ('replaced', 'withdrawn', 'fate')
    where files.year = getvariable('year') and files.fate = 'read' and files.township is not null
),

new_files as (
    select
        files.file,
        files.township,
    from sources.files
    inner join changes.files as changed
        on files.file = changed.file and changed.kind in ('replaced', 'came', 'fate')
    where files.year = getvariable('year') and files.fate = 'read' and files.township is not null
),

said as (
    select 'old' as side, old_files.township, fields.file, fields.sheet, fields.form, fields.form_no, fields.row_no,
        fields.field, fields.text, fields.cell, fields.position, fields.hidden,
    from previous.fields
    inner join old_files
        on fields.file = old_files.file

    union all by name

    select 'new' as side, new_files.township, fields.file, fields.sheet, fields.form, fields.form_no, fields.row_no,
        fields.field, fields.text, fields.cell, fields.position, fields.hidden,
    from sources.fields
    inner join new_files
        on fields.file = new_files.file
),

cells as (
    select
        said.*,
    from said
    where is_value(said.field) and not said.hidden and said.form not in ('ledger', 'template', 'unknown')
        and not is_answer(said.form) and said.field <> 'missing' and nullif(trim(said.text), '') is not null
),

-- A form is the same one by its project's name, else by its sheet.
forms as (
    select
        cells.side,
        cells.township,
        cells.file,
        cells.form_no,
        cells.form,
        max(cells.text) filter (where cells.field = 'project' and cells.row_no is null) as project,
        coalesce(name_key(project), '') as name,
        arg_min(cells.sheet, cells.position) as sheet,
        arg_min(cells.cell, cells.position) as cell,
    from cells
    group by cells.side, cells.township, cells.file, cells.form_no, cells.form
),

named_forms as (
    select
        forms.*,
        count(distinct forms.side) over (partition by forms.township, forms.form, forms.name) = 2 as has_both,
        case when has_both then forms.name else '@' || forms.sheet end as form_key,
    from forms
),

copied_forms as (
    select
        named_forms.*,
        row_number() over (
            partition by named_forms.side, named_forms.township, named_forms.form, named_forms.form_key
            order by named_forms.file, named_forms.form_no
        ) as form_copy,
    from named_forms
),

keyed_forms as (
    select
        copied_forms.*,
        count(*) over (
            partition by copied_forms.township, copied_forms.form, copied_forms.form_key, copied_forms.form_copy
        ) = 2 as is_paired,
    from copied_forms
),

-- A row is the same one by all that it says of what is measured, else by its name and level, else by its name, else by
-- its place among those left. What is paired in one way is out of the next.
lines as (
    select
        keyed_forms.side,
        keyed_forms.township,
        keyed_forms.form,
        keyed_forms.form_key,
        keyed_forms.form_copy,
        cells.file,
        cells.form_no,
        cells.row_no,
        max(cells.text) filter (where cells.field = 'project') as project,
        max(cells.text) filter (where cells.field = 'level3') as level3,
        max(cells.text) filter (where cells.field = 'no') as no,
        coalesce(name_key(max(cells.text) filter (where cells.field = 'level2')), '') as level2,
        coalesce(name_key(max(cells.text) filter (where cells.field = 'target')), '') as target,
        coalesce(name_key(max(cells.text) filter (where cells.field = 'weight')), '') as weight,
    from cells
    inner join keyed_forms
        on cells.side = keyed_forms.side and cells.file = keyed_forms.file and cells.form_no = keyed_forms.form_no
    where keyed_forms.is_paired and cells.row_no is not null
    group by all
),

told_lines as (
    select
        lines.* exclude (project),
        concat_ws('：', lines.project, coalesce(lines.level3, lines.no)) as label,
        coalesce(name_key(label), '') as name,
        concat_ws('|', name, lines.level2) as placed_name,
        concat_ws('|', name, lines.level2, lines.target, lines.weight) as whole,
    from lines
),

numbered_whole as (
    select
        told_lines.*,
        row_number() over (
            partition by told_lines.side, told_lines.township, told_lines.form, told_lines.form_key,
                told_lines.form_copy, told_lines.whole
            order by told_lines.row_no
        ) as whole_copy,
    from told_lines
),

by_whole as (
    select
        numbered_whole.*,
        count(distinct numbered_whole.side) over (
            partition by numbered_whole.township, numbered_whole.form, numbered_whole.form_key,
                numbered_whole.form_copy, numbered_whole.whole, numbered_whole.whole_copy
        ) = 2 as has_whole,
    from numbered_whole
),

numbered_level as (
    select
        by_whole.*,
        row_number() over (
            partition by by_whole.side, by_whole.township, by_whole.form, by_whole.form_key,
                by_whole.form_copy, by_whole.has_whole, by_whole.placed_name
            order by by_whole.row_no
        ) as level_copy,
    from by_whole
),

by_level as (
    select
        numbered_level.*,
        not numbered_level.has_whole and count(distinct numbered_level.side) over (
            partition by numbered_level.township, numbered_level.form, numbered_level.form_key,
                numbered_level.form_copy, numbered_level.has_whole, numbered_level.placed_name,
                numbered_level.level_copy
        ) = 2 as has_level,
    from numbered_level
),

numbered_name as (
    select
        by_level.*,
        row_number() over (
            partition by by_level.side, by_level.township, by_level.form, by_level.form_key,
                by_level.form_copy, by_level.has_whole, by_level.has_level, by_level.name
            order by by_level.row_no
        ) as name_copy,
    from by_level
),

by_name as (
    select
        numbered_name.*,
        not numbered_name.has_whole and not numbered_name.has_level and count(distinct numbered_name.side) over (
            partition by numbered_name.township, numbered_name.form, numbered_name.form_key,
                numbered_name.form_copy, numbered_name.has_whole, numbered_name.has_level,
                numbered_name.name, numbered_name.name_copy
        ) = 2 as has_name,
    from numbered_name
),

by_place as (
    select
        by_name.*,
        row_number() over (
            partition by by_name.side, by_name.township, by_name.form, by_name.form_key, by_name.form_copy,
                by_name.has_whole, by_name.has_level, by_name.has_name
            order by by_name.row_no
        ) as place,
    from by_name
),

-- Of several that are left alike, only their order tells which became which.
keyed_lines as (
    select
        by_place.*,
        case
            when by_place.has_whole then concat_ws('#', 'whole', by_place.whole, by_place.whole_copy)
            when by_place.has_level then concat_ws('#', 'level', by_place.placed_name, by_place.level_copy)
            when by_place.has_name then concat_ws('#', 'name', by_place.name, by_place.name_copy)
            else '#' || by_place.place
        end as line_key,
        not by_place.has_whole and max(case
            when by_place.has_level then by_place.level_copy
            when by_place.has_name then by_place.name_copy
            else by_place.place
        end) over (
            partition by by_place.township, by_place.form, by_place.form_key, by_place.form_copy, by_place.has_whole,
                by_place.has_level, by_place.has_name, case
                    when by_place.has_level then by_place.placed_name
                    when by_place.has_name then by_place.name
                end
        ) > 1 as is_unsure,
    from by_place
),

placed as (
    select
        cells.side,
        cells.township,
        cells.form,
        keyed_forms.form_key,
        keyed_forms.form_copy,
        keyed_forms.project,
        coalesce(keyed_lines.line_key, '') as line_key,
        keyed_lines.label,
        coalesce(keyed_lines.is_unsure, false) as is_unsure,
        cells.field,
        row_number() over (
            partition by cells.side, cells.township, cells.form, keyed_forms.form_key, keyed_forms.form_copy,
                keyed_lines.line_key, cells.field
            order by cells.position
        ) as field_copy,
        cells.text,
        cells.file,
        cells.sheet,
        cells.cell,
        cells.position,
    from cells
    inner join keyed_forms
        on cells.side = keyed_forms.side and cells.file = keyed_forms.file and cells.form_no = keyed_forms.form_no
    left join keyed_lines
        on cells.side = keyed_lines.side and cells.file = keyed_lines.file and cells.form_no = keyed_lines.form_no
            and cells.row_no = keyed_lines.row_no
    where keyed_forms.is_paired
),

changed as (
    select
        coalesce(newer.township, older.township) as township,
        coalesce(newer.form, older.form) as form,
        coalesce(newer.project, older.project) as project,
        coalesce(newer.label, older.label) as label,
        coalesce(newer.field, older.field) as field,
        case when older.text is null then 'added' when newer.text is null then 'emptied' else 'changed' end as kind,
        older.text as old_text,
        newer.text as new_text,
        older.file as old_file,
        older.sheet as old_sheet,
        older.cell as old_cell,
        newer.file,
        newer.sheet,
        newer.cell,
        coalesce(newer.position, older.position) as position,
        coalesce(newer.is_unsure, older.is_unsure) as is_unsure,
    from (from placed where placed.side = 'old') as older
    full outer join (from placed where placed.side = 'new') as newer
        on older.township = newer.township and older.form = newer.form and older.form_key = newer.form_key
            and older.form_copy = newer.form_copy and older.line_key = newer.line_key and older.field = newer.field
            and older.field_copy = newer.field_copy
    where regexp_replace(older.text, '\s|　', '', 'g') is distinct from regexp_replace(newer.text, '\s|　', '', 'g')

    union all by name

    select
        keyed_forms.township,
        keyed_forms.form,
        keyed_forms.project,
        case keyed_forms.side when 'new' then 'form_came' else 'form_went' end as kind,
        case when keyed_forms.side = 'old' then keyed_forms.file end as old_file,
        case when keyed_forms.side = 'old' then keyed_forms.sheet end as old_sheet,
        case when keyed_forms.side = 'old' then keyed_forms.cell end as old_cell,
        case when keyed_forms.side = 'new' then keyed_forms.file end as file,
        case when keyed_forms.side = 'new' then keyed_forms.sheet end as sheet,
        case when keyed_forms.side = 'new' then keyed_forms.cell end as cell,
        0 as position,
        false as is_unsure,
    from keyed_forms
    where not keyed_forms.is_paired
),

-- What came and went of the findings, by each place that has to do with it.
moved as (
    select
        places.status,
        places.place,
        string_agg(distinct places.message, '；' order by places.message) as messages,
        string_agg(distinct places.finding_id, ' ' order by places.finding_id) as ids,
    from (
        select told.finding_id, told.message, stood.status, unnest(told.places) as place,
        from (
            select 'closed' as status, finding_id, message, severity, places from previous.findings

            union all

            select 'opened' as status, finding_id, message, severity, places from checks.findings
        ) as told
        inner join changes.findings as stood
            on told.finding_id = stood.finding_id and told.status = stood.status
        where told.severity <> 'note'
    ) as places
    group by places.status, places.place
),

titles as (
    select fields.form, any_value(fields.label order by fields.row_no) as label,
    from rules.fields
    where fields.field = 'title' and in_force(fields.from_year, fields.to_year, getvariable('year'))
    group by fields.form
),

labels as (
    select fields.form, fields.field, any_value(fields.label order by fields.row_no) as label,
    from rules.fields
    where in_force(fields.from_year, fields.to_year, getvariable('year'))
    group by fields.form, fields.field
)

select
    getvariable('year') as year, -- 年度
    changed.township as township, -- 乡镇
    changed.form as form, -- 表的种类
    coalesce(titles.label, changed.form) as form_title, -- 表名
    changed.project as project, -- 项目名称
    changed.label as label, -- 表内哪一行：项目、三级指标、序号
    changed.field as field, -- 字段
    case when changed.field is not null then concat_ws(' ', lines_of.label, columns_of.label) end as field_label, -- 栏目
    changed.kind as kind, -- 变化：changed 改了、added 补填、emptied 删去、form_came 新增一张表、form_went 不再有这张表
    changed.old_text as old_text, -- 上次填的
    changed.new_text as new_text, -- 本次填的
    changed.old_file as old_file, -- 上次的文件
    changed.old_sheet as old_sheet, -- 上次的工作表
    changed.old_cell as old_cell, -- 上次的单元格
    changed.file as file, -- 本次的文件
    changed.sheet as sheet, -- 本次的工作表
    changed.cell as cell, -- 本次的单元格
    gone.messages as cures, -- 消除了哪些问题
    gone.ids as cured_ids, -- 消除的问题的编号
    fresh.messages as causes, -- 带来了哪些问题
    fresh.ids as caused_ids, -- 带来的问题的编号
    changed.is_unsure as is_unsure -- 几行相像，哪一行对哪一行只按次序，不一定
from changed
left join moved as gone
    on gone.status = 'closed' and concat_ws(' ', changed.old_file, changed.old_sheet, changed.old_cell) = gone.place
left join moved as fresh
    on fresh.status = 'opened' and concat_ws(' ', changed.file, changed.sheet, changed.cell) = fresh.place
left join titles
    on changed.form = titles.form
left join labels as lines_of
    on changed.form = lines_of.form and contains(changed.field, '.')
        and split_part(changed.field, '.', 1) = lines_of.field
left join labels as columns_of
    on changed.form = columns_of.form and split_part(changed.field, '.', -1) = columns_of.field
left join staging.townships
    on changed.township = townships.township and townships.year = getvariable('year')
order by
    townships.township_code,
    coalesce(changed.file, changed.old_file),
    coalesce(changed.sheet, changed.old_sheet),
    changed.position,
    changed.form,
    changed.project,
    changed.label,
    changed.field,
    changed.kind,
    changed.old_cell
