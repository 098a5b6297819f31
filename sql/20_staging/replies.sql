-- grain: one line of a list of findings, or of a notice, that a township sent back with a reply in it
-- 说明: 乡镇对问题的回复：退回的问题清单、整改通知附件填好后随材料交回的，一行一条。回复不能消除错误
with pivoted as (
    select
        fields.year,
        fields.file,
        fields.form_no,
        fields.row_no,
        max(fields.file_sha) as file_sha,
        max(fields.sheet) as sheet,
        max(lower(regexp_replace(fields.text, '[\s　]', '', 'g')))
            filter (where fields.field = 'finding_id') as finding_id,
        max(regexp_replace(fields.text, '[ \t　\x{FE0F}]', '', 'g')) filter (where fields.field = 'reply') as reply,
        max(trim(fields.text)) filter (where fields.field = 'reply_note') as reply_note,
        coalesce(
            max(fields.cell) filter (where fields.field = 'reply'),
            max(fields.cell) filter (where fields.field = 'reply_note')
        ) as cell,
    from sources.fields
    where fields.form = 'replies' and fields.row_no is not null and not is_of_bureau(fields.file) and not fields.hidden
    group by fields.year, fields.file, fields.form_no, fields.row_no
),

-- A line for each of the words: its box stands before it, or behind it where the first word has none before. A tick
-- alone in its line is the next line's.
divided as (
    select
        pivoted.*,
        regexp_replace(
            case
                when regexp_matches(pivoted.reply, '^(已改正?|已整改|说明|有?异议)[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●]')
                    then regexp_replace(pivoted.reply,
                        '((?:已改正?|已整改|说明|有?异议)[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●][)）\]】]?)', '\1' || chr(10), 'g')
                else regexp_replace(pivoted.reply,
                    '([(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●][)）\]】]?(?:已改|已整改|说明|有?异议))', chr(10) || '\1', 'g')
            end,
            '(^|\n)([√✓✔]+)\n+', '\1\2', 'g'
        ) as lines,
    from pivoted
),

options as (
    select
        divided.*,
        [
            {
                word: case
                    when regexp_matches(line, '^[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●)）\]】]*(已改正?|已整改)') then '已改'
                    when regexp_matches(line, '^[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●)）\]】]*有?异议') then '有异议'
                    when regexp_matches(line, '^[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●)）\]】]*说明') then '说明'
                end,
                has_box: regexp_matches(line, '[□☐○×✗✘]'),
                is_ticked: regexp_matches(line, '[☑☒√✓✔■✅●]'),
                rest: regexp_replace(line, '^[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●)）\]】]*(已改正?|已整改|有?异议|说明)?'
                    || '[(（\[【]?[□☐○×✗✘☑☒√✓✔■✅●)）\]】]*[：:，,；;。]*', '')
            }
            for line in string_split(divided.lines, chr(10)) if line <> ''
        ] as options,
    from divided
),

-- What is ticked; without a tick the words that stand alone, or the one box beside which something is written. Boxes
-- left blank say nothing.
chosen as (
    select
        options.*,
        list_filter(options.options, option -> option.word is not null and option.is_ticked) as ticked,
        list_filter(options.options, option -> option.word is not null and not option.has_box) as bare,
        list_filter(options.options, option -> option.word is not null) as worded,
        list_filter(worded, option -> option.rest <> '') as written,
        list_distinct([option.word for option in case
            when len(ticked) > 0 then ticked
            when len(bare) > 0 then bare
            when len(worded) = 1 then worded
            when len(written) = 1 then written
            else []
        end]) as words,
        [option.rest for option in options.options if not says_nothing(option.rest)] as rests,
    from options
)

select
    chosen.year as year, -- 年度
    files.township as township, -- 乡镇：文件所属的；文件看不出是谁的，为空
    chosen.finding_id as finding_id, -- 问题编号；没有写的为空
    case
        when len(chosen.words) = 1 then chosen.words[1]
        when list_contains(chosen.words, '有异议') then '有异议'
        else '说明'
    end as reply, -- 回复：已改、说明、有异议
    concat_ws('；',
        case when len(chosen.words) > 1
            then '同时选了“' || array_to_string(list_sort(chosen.words), '”“') || '”' end,
        nullif(array_to_string(chosen.rests, '；'), ''),
        case when not says_nothing(chosen.reply_note) then chosen.reply_note end) as note, -- 回复说明，原文
    chosen.file as file, -- 文件
    chosen.file_sha as file_sha, -- 文件内容的 SHA-256
    chosen.sheet as sheet, -- 工作表
    chosen.cell as cell -- 单元格
from chosen
inner join sources.files
    on chosen.file = files.file
where len(chosen.words) > 0 or len(chosen.rests) > 0 or not says_nothing(chosen.reply_note)
order by chosen.year, files.township, chosen.finding_id, chosen.file, chosen.form_no, chosen.row_no
