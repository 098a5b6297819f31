-- grain: one section of text that the report of a township that submitted has, or has to have
-- 说明: 自评报告的文字材料：必备而没有填写的留出空缺，不必备而没有填写的不列
-- part: 文字材料
with required as (
    select
        townships.year,
        townships.township,
        sections.field,
        bool_or(sections.required = '是') as is_required,
    from rules.sections
    cross join scores.townships
    where sections.field is not null and townships.year = getvariable('year') and townships.is_submitted
    group by townships.year, townships.township, sections.field
),

labels as (
    select
        fields.field,
        min(fields.label) as label,
        min(fields.row_no) as section_no,
    from rules.fields
    where fields.form = 'text' and fields.block = 'narratives'
    group by fields.field
),

written as (
    select
        required.*,
        labels.label,
        labels.section_no,
        narratives.text,
        -- The section on how the work was done is required, whichever of its two parts says it.
        count(case when required.field in ('preparation', 'organization') then narratives.text end)
            over (partition by required.township) as on_work,
    from required
    inner join labels
        on required.field = labels.field
    left join staging.narratives
        on required.year = narratives.year and required.township = narratives.township
            and required.field = narratives.section_field and trim(narratives.text) <> ''
)

select
    written.township as 乡镇, -- 单位名称
    written.field as 字段, -- 章节的字段：preparation 前期准备、problems 存在问题 等
    written.label as 栏目, -- 章节
    coalesce(written.text, awaited(written.label)) as 内容, -- 文字，没有填写的注明待补充
    written.text is null as 待补充, -- 要求乡镇补充
    row_number() over (partition by written.township order by written.section_no) as 序号, -- 次序
from written
where written.text is not null or written.is_required
    or written.field = 'organization' and written.on_work = 0
order by written.township, 序号
