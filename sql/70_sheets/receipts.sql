-- grain: one township: what it gets told that its materials came, as one paragraph to paste into a message
-- 说明: 回执
-- sheet: 回执
-- order: 13
with handed_in as (
    select
        files.township,
        count(*) filter (where files.fate = 'read') as counted,
        count(*) filter (where files.fate <> 'read') as not_counted,
        string_agg('“' || regexp_extract(files.file, '[^/]+$') || '”' || coalesce('（' || files.reason || '）', ''), '、'
            order by files.file) filter (where files.fate <> 'read') as not_counted_list,
    from sources.files
    where files.year = getvariable('year')
    group by files.township
),

-- What is asked of a township, in the words of its notice.
asked as (
    select
        counts.township,
        concat_ws('、',
            '须改正的错误 ' || nullif(counts.errors_to_correct, 0) || ' 个',
            '需要说明的疑点 ' || nullif(counts.warnings_to_explain, 0) || ' 个') as things,
    from checks.counts
    where counts.year = getvariable('year')
)

select
    townships.township as 乡镇, -- 单位名称
    tidied(case when punctuality.first_seen is null then
        townships.township || '：截至' || day_words(getvariable('today')) || '，没有收到你单位' || townships.year
        || '年度绩效自评材料' || coalesce('（报送期限' || day_words(punctuality.deadline) || '）', '') || '，请尽快报送。'
    else
        townships.township || '：你单位' || townships.year || '年度绩效自评材料已于' || day_words(punctuality.first_seen)
        || '收到' || case when punctuality.deadline is not null then '（' || punctuality.words || '）' else '' end
        || '。截至' || day_words(getvariable('today')) || '，读取文件 ' || coalesce(handed_in.counted, 0)
        || ' 个，计入项目自评表 ' || townships.project_forms || ' 份'
        || coalesce('（应自评项目 ' || townships.project_count || ' 个）', '')
        || coalesce('；未计入的文件 ' || nullif(handed_in.not_counted, 0) || ' 个：' || handed_in.not_counted_list, '')
        || '。' || coalesce('材料不齐（' || punctuality.lacking || '）。', '')
        || coalesce('经审核，有' || nullif(asked.things, '') || '，见整改通知，请于' || correct_by(townships.year)
            || '改正或者说明后重报。', case when punctuality.is_complete then '材料齐全，经审核没有需要改正的问题。' else '' end)
    end) as 回执 -- 可直接复制发给乡镇
from scores.townships
inner join staging.townships as ordered
    on townships.year = ordered.year and townships.township = ordered.township
inner join changes.punctuality
    on townships.year = punctuality.year and townships.township = punctuality.township
left join handed_in
    on townships.township = handed_in.township
left join asked
    on townships.township = asked.township
where townships.year = getvariable('year')
order by ordered.township_code
