-- grain: one finding on which the bureau decided
-- 说明: 财政局对问题的处理意见，取最后处理的；只认“处理意见”文件夹中的，乡镇不能给自己豁免
with pivoted as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        fields.row_no,
        max(fields.sheet) as sheet,
        max(lower(trim(fields.text))) filter (where fields.field = 'finding_id') as finding_id,
        max(fields.text) filter (where fields.field = 'content') as content,
        max(trim(fields.text)) filter (where fields.field = 'opinion') as opinion,
        max(trim(fields.text)) filter (where fields.field = 'reason') as reason,
        max(trim(fields.text)) filter (where fields.field = 'decided_by') as decided_by,
        max(day_of(fields.text)) filter (where fields.field = 'decided_on') as decided_on,
        max(trim(fields.text)) filter (where fields.field = 'until') as until_text,
        max(fields.cell) filter (where fields.field = 'opinion') as cell,
    from sources.fields
    where fields.form = 'decisions' and fields.row_no is not null and is_of_bureau(fields.file) and not fields.hidden
    group by fields.year, fields.file, fields.form_no, fields.row_no
),

answered as (
    select
        pivoted.*,
    from pivoted
    where pivoted.finding_id is not null and not says_nothing(pivoted.opinion)
    qualify row_number() over (
        partition by pivoted.year, pivoted.finding_id
        order by pivoted.decided_on desc nulls last, pivoted.file desc, pivoted.form_no desc, pivoted.row_no desc
    ) = 1
)

select
    answered.year as year, -- 年度
    answered.finding_id as finding_id, -- 问题编号
    answered.content as content, -- 处理时填报的内容；内容变了，意见就不再作数
    answered.opinion as opinion, -- 处理意见：认可说明、豁免、不认可
    answered.reason as reason, -- 处理理由
    answered.decided_by as decided_by, -- 处理人员
    answered.decided_on as decided_on, -- 处理日期
    day_of(answered.until_text) as until, -- 有效期至；空白为本年度内有效
    case
        when answered.opinion not in ('认可说明', '豁免', '不认可') then '处理意见只能填 认可说明、豁免、不认可'
        when answered.opinion = '豁免' and says_nothing(coalesce(answered.reason, '')) then '豁免没有写明理由'
        when answered.opinion = '豁免' and says_nothing(coalesce(answered.decided_by, '')) then '豁免没有写明处理人员'
        when not says_nothing(answered.until_text) and day_of(answered.until_text) is null
            then '有效期至“' || answered.until_text || '”不是日期'
    end as fault, -- 不能采用的原因；可以采用的为空
    answered.file as file, -- 文件
    answered.sheet as sheet, -- 工作表
    answered.cell as cell -- 处理意见所在单元格
from answered
order by answered.year, answered.finding_id
