-- grain: one line of a list of findings that a township sent back with a reply in it
-- 说明: 乡镇对问题的回复：退回的问题清单填好后随材料交回的，一行一条。回复不能消除错误
with pivoted as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        fields.row_no,
        max(fields.file_sha) as file_sha,
        max(fields.sheet) as sheet,
        max(lower(trim(fields.text))) filter (where fields.field = 'finding_id') as finding_id,
        max(trim(fields.text)) filter (where fields.field = 'reply') as reply,
        max(trim(fields.text)) filter (where fields.field = 'reply_note') as reply_note,
        max(fields.cell) filter (where fields.field = 'reply') as cell,
    from sources.fields
    where fields.form = 'replies' and fields.row_no is not null and not is_of_bureau(fields.file) and not fields.hidden
    group by fields.year, fields.file, fields.form_no, fields.row_no
)

select
    pivoted.year as year, -- 年度
    files.township as township, -- 乡镇：文件所属的
    pivoted.finding_id as finding_id, -- 问题编号
    case
        when pivoted.reply in ('已改', '已改正', '已整改') then '已改'
        when pivoted.reply in ('有异议', '异议') then '有异议'
        else '说明'
    end as reply, -- 回复：已改、说明、有异议
    concat_ws('；',
        case when pivoted.reply not in ('已改', '已改正', '已整改', '有异议', '异议', '说明')
            and not says_nothing(pivoted.reply) then pivoted.reply end,
        case when not says_nothing(pivoted.reply_note) then pivoted.reply_note end) as note, -- 回复说明，原文
    pivoted.file as file, -- 文件
    pivoted.file_sha as file_sha, -- 文件内容的 SHA-256
    pivoted.sheet as sheet, -- 工作表
    pivoted.cell as cell -- 单元格
from pivoted
inner join sources.files
    on pivoted.file = files.file
where pivoted.finding_id is not null
    and (not says_nothing(pivoted.reply) or not says_nothing(pivoted.reply_note))
order by pivoted.year, files.township, pivoted.finding_id, pivoted.file, pivoted.form_no, pivoted.row_no
