-- grain: one form that was recognised on a sheet
-- 说明: 识别出的每张表，以及是否计入
with marks as (
    select
        fields.file,
        fields.form_no,
        max(fields.text) filter (where fields.field = 'project' and fields.row_no is null) as project,
        max(fields.cell) filter (where fields.field = 'year') as year_cell,
        max(fields.text) filter (where fields.field = 'year') as year_text,
        -- What a blank template holds is not filled in: marks for nothing, formulas, the names it was given.
        count(fields.text) filter (
            where fields.formula is null and not regexp_matches(fields.text, '^[\s　—–\-－/／*]*$')
            and fields.field not in ('form', 'form_part', 'year', 'amount_unit', 'unit_name', 'missing')
            and fields.field not in ('department', 'implementer', 'filed_by')
            and fields.field not like 'label\_%' escape '\'
            and fields.field not like '%level_' and fields.field not like '%weight' and fields.field <> 'no') as filled,
    from sources.fields
    group by fields.file, fields.form_no
),

described as (
    select
        left(fields.file_sha, 12) || '-' || fields.form_no as form_id,
        files.year,
        roster.name as township,
        fields.form,
        fields.form_no,
        fields.text as title,
        fields.file,
        fields.sheet,
        fields.cell,
        cast(fields.number as integer) as confidence,
        claims.form_year,
        claims.year_verdict,
        claims.unit_text,
        fields.issue is distinct from 'untitled' as is_titled,
        marks.project,
        marks.year_text,
        marks.year_cell,
        fields.hidden as is_hidden,
        coalesce(parameter('隐藏内容', files.year) = '计入', false) as counts_hidden,
        -- Over the form of a unit of the roster ×× in the title is what the blank form came with.
        regexp_matches(
            concat_ws(
                '/', fields.sheet, marks.project,
                case
                    when claims.township_code is null or coalesce(regexp_matches(claims.unit_text, '[×xXＸ某]'), true)
                        then fields.text
                    else regexp_replace(fields.text, '[×xXＸ某]{2}', '', 'g')
                end
            ),
            coalesce(parameter('样例字样', files.year), '$^')
        ) as is_example,
        set_aside.file is not null as is_set_aside,
        marks.filled = 0 and not is_set_aside as is_blank,
        files.modified_at,
        versions.recency,
        name_key(marks.project) as project_key,
        fields.form not in ('unknown', 'plan', 'monitoring', 'appraisal') and not is_example and not is_blank
            and not is_set_aside and (not is_hidden or counts_hidden)
            -- The folder 复核 holds what reviewers hand in: their working papers count there, and nothing else does.
            and (fields.file like '%/复核/%') = (fields.form = 'review') as is_usable,
    from sources.fields
    inner join sources.files
        on fields.file = files.file and files.fate = 'read'
    inner join marks
        on fields.file = marks.file and fields.form_no = marks.form_no
    left join sources.claims
        on fields.file = claims.file and fields.form_no = claims.form_no
    left join sources.versions
        on fields.file = versions.file
    left join sources.set_aside
        on fields.file = set_aside.file and fields.form_no = set_aside.form_no
    left join rules.roster
        on claims.township_code = roster.code and in_force(roster.from_year, roster.to_year, files.year)
    where fields.field = 'form' and fields.form <> 'template'
),

-- A form of another year does not count; a slip of the pen does, but where the same form, or the same project's,
-- is there for this year, it is a leftover.
dated as (
    select
        described.*,
        described.is_usable and coalesce(described.year_verdict = 'other', false) as is_other_year,
        described.is_usable and coalesce(described.form_year <> described.year, false)
            and bool_or(described.is_usable and coalesce(described.form_year, described.year) = described.year)
                over same_thing as is_leftover,
        described.is_usable and not is_leftover and not is_other_year as is_valid,
    from described
    window same_thing as (
        partition by
            described.year,
            coalesce(described.township, described.unit_text, described.file),
            described.form,
            described.project_key
    )
),

-- Of each whole-township form the one under its right title counts, of several the newest, in one file the one
-- with more of its labels; projects are many.
placed as (
    select
        dated.*,
        first_value(dated.file || ' ' || dated.sheet || '!' || dated.cell) over whole as counted_place,
        row_number() over whole as place,
    from dated
    window whole as (
        partition by dated.year, dated.township, dated.form, dated.is_valid,
            case
                when dated.form in ('budget', 'department', 'goals', 'text') and dated.township is not null then ''
                else dated.form_id
            end
        order by dated.is_titled desc, dated.recency desc, dated.file desc, dated.confidence desc, dated.form_no
    )
)

select
    placed.form_id as form_id, -- 表的编号
    placed.year as year, -- 年度
    placed.township as township, -- 乡镇
    placed.form as form, -- 表的种类
    placed.form_no as form_no, -- 表在文件中的序号
    placed.title as title, -- 表名
    placed.file as file, -- 文件
    placed.sheet as sheet, -- 工作表
    placed.cell as cell, -- 表的起始单元格
    placed.project as project, -- 项目名称
    placed.confidence as confidence, -- 识别置信度（%）
    placed.form_year as form_year, -- 表内填写的年度
    placed.year_text as year_text, -- 年度单元格的内容
    placed.year_cell as year_cell, -- 年度所在单元格
    placed.is_hidden as is_hidden, -- 是否隐藏
    placed.counts_hidden as counts_hidden, -- 隐藏的内容是否计入
    placed.is_example as is_example, -- 是否填报样例
    placed.is_blank as is_blank, -- 是否空表
    placed.is_leftover as is_leftover, -- 是否上年遗留（本年的另有一份）
    placed.is_other_year as is_other_year, -- 是否别的年度的表
    placed.is_valid and placed.township is not null and placed.place = 1 as is_counted, -- 是否计入
    case when placed.is_valid and placed.place > 1 then placed.counted_place end as counted_place, -- 同一种表中计入的那份
    placed.recency as recency, -- 文件先后的次序，排在后面的是后来的
    placed.modified_at as modified_at, -- 文件的修改时间
    placed.is_valid and placed.township is null as is_unowned, -- 填写的单位不在名册中：数值列出，不计入
    placed.unit_text as unit_text, -- 表内填写的单位
    placed.is_set_aside as is_set_aside, -- 表中的数使计算不能进行，搁置
from placed
order by placed.file, placed.form_no
