-- grain: one row a township, then one a file that was not counted
-- 说明: 报送情况
-- sheet: 报送情况
-- order: 12
with handed_in as (
    select
        files.year,
        files.township,
        count(*) filter (where files.fate = 'read') as files_read,
        count(*) filter (where files.fate = 'superseded') as files_superseded,
        count(*) filter (where files.fate = 'unreadable') as files_unreadable,
        count(*) filter (where files.fate = 'skipped') as files_skipped,
        max(files.modified_at) filter (where files.fate = 'read') as newest,
    from sources.files
    group by files.year, files.township
),

lines as (
    select
        1 as part,
        townships.township_code,
        townships.township,
        case when townships.is_submitted then '已报送' else '未报送' end as status,
        coalesce(handed_in.files_read, 0) as files_read,
        coalesce(handed_in.files_superseded, 0) as files_superseded,
        coalesce(handed_in.files_unreadable, 0) as files_unreadable,
        coalesce(handed_in.files_skipped, 0) as files_skipped,
        townships.project_count,
        townships.project_forms,
        townships.coverage,
        coalesce(found.errors, 0) as errors,
        coalesce(found.warnings, 0) as warnings,
        coalesce(found.settled, 0) as settled,
        punctuality.deadline,
        punctuality.first_seen,
        punctuality.first_complete,
        punctuality.days_late,
        concat_ws('；',
            case when punctuality.deadline is not null then punctuality.words end,
            case when punctuality.is_extended then
                concat_ws('，', '延期', '事由：' || punctuality.reason, '批准人：' || punctuality.approved_by) end,
            '还缺 ' || nullif(punctuality.things, 0) || ' 项，见“催报单”') as note,
        place_of(declarations.file, declarations.sheet, declarations.project_count_cell) as count_place,
    from scores.townships
    inner join changes.punctuality
        on townships.year = punctuality.year and townships.township = punctuality.township
    left join staging.declarations
        on townships.year = declarations.year and townships.township = declarations.township
    left join handed_in
        on townships.year = handed_in.year and townships.township = handed_in.township
    left join checks.counts as found
        on townships.year = found.year and townships.township = found.township
    where townships.year = getvariable('year')

    union all by name

    select
        2 as part,
        coalesce(files.township, '（单位不明）') as township,
        case files.fate
            when 'superseded' then '已被代替'
            when 'unreadable' then '不能读取'
            else '跳过'
        end as status,
        files.file,
        concat_ws('。', files.reason, files.step) as note,
    from sources.files
    where files.year = getvariable('year') and files.fate <> 'read'
)

select
    lines.township as 乡镇, -- 单位名称
    lines.status as 情况, -- 已报送、未报送；下面逐个列出未计入的文件
    lines.files_read as 已读文件, -- 个数
    lines.files_superseded as 被代替文件, -- 个数
    lines.files_unreadable as 不能读取文件, -- 个数
    lines.files_skipped as 跳过文件, -- 个数
    lines.project_count as 应自评项目, -- 填报的项目支出数量
    lines.project_forms as 已自评项目, -- 计入的项目自评表
    lines.coverage as "覆盖率（%）", -- 已自评÷应自评
    lines.errors as 错误, -- 必须改正的问题个数
    lines.warnings as 疑点, -- 需要说明的问题个数
    lines.settled as 其中已了结, -- 上面两项中财政局已经豁免或者认可说明、不再要求改正的
    day_words(lines.deadline) as 报送期限, -- 规则中的期限；没有规定的为空
    day_words(lines.first_seen) as 首次收到, -- 首次看到可计入材料的日期
    day_words(lines.first_complete) as 首次报齐, -- 首次不缺表、不缺项目的日期
    lines.days_late as 逾期天数, -- 没有报齐的算到今天
    lines.file as 文件, -- 未计入的文件
    tidied(lines.note) as 说明, -- 是否按期；未计入的文件的原因和改正办法
    lines.count_place as 应自评项目的出处, -- 文件、工作表、单元格
from lines
order by lines.part, lines.township_code, lines.file
