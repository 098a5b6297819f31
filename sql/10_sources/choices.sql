-- grain: one pair of submissions of which a person said which counts
-- 说明: 财政局确认的材料取舍：两份材料以哪份为准，取最后确认的；只认“处理意见”文件夹中的
with pivoted as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        fields.row_no,
        max(lower(trim(fields.text))) filter (where fields.field = 'first_id') as first_id,
        max(lower(trim(fields.text))) filter (where fields.field = 'second_id') as second_id,
        max(trim(fields.text)) filter (where fields.field = 'choice') as choice,
        max(trim(fields.text)) filter (where fields.field = 'decided_by') as decided_by,
        max(day_of(fields.text)) filter (where fields.field = 'decided_on') as decided_on,
    from sources.fields
    where fields.form = 'choices' and fields.row_no is not null and is_of_bureau(fields.file) and not fields.hidden
    group by fields.year, fields.file, fields.form_no, fields.row_no
)

select
    pivoted.year as year, -- 年度
    least(pivoted.first_id, pivoted.second_id) as first_id, -- 两份材料的编号，小的在前：文件内容的 SHA-256 的前 12 位
    greatest(pivoted.first_id, pivoted.second_id) as second_id, -- 另一份的编号
    case when pivoted.choice = '甲' then pivoted.first_id else pivoted.second_id end as chosen_id, -- 以它为准
    case when pivoted.choice = '甲' then pivoted.second_id else pivoted.first_id end as other_id, -- 不以它为准
    pivoted.decided_by as decided_by, -- 确认人
    pivoted.decided_on as decided_on -- 确认日期
from pivoted
where pivoted.choice in ('甲', '乙') and pivoted.first_id <> pivoted.second_id
qualify row_number() over (
    partition by pivoted.year, least(pivoted.first_id, pivoted.second_id), greatest(pivoted.first_id, pivoted.second_id)
    order by pivoted.decided_on desc nulls last, pivoted.file desc, pivoted.form_no desc, pivoted.row_no desc
) = 1
order by pivoted.year, first_id, second_id
