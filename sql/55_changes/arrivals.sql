-- grain: one content of a file that was ever handed in for a year, whether it still stands there or not
-- 说明: 到件登记：每份内容第一次看到的日子。文件自己的修改时间不作依据，复制或解压时会变
with present as (
    select
        files.year,
        files.file_sha,
        min(files.file) as file,
    from sources.files
    where files.file_sha is not null and files.year = getvariable('year')
    group by files.year, files.file_sha
),

fresh as (
    select
        present.*,
    from present
    where not exists (
        from previous.arrivals as arrivals
        where arrivals.year = present.year and arrivals.file_sha = present.file_sha
    )
),

all_seen as (
    select
        arrivals.year,
        arrivals.file_sha,
        coalesce(present.file, arrivals.file) as file,
        arrivals.batch_no,
        arrivals.seen_on,
        arrivals.arrived_from,
    from previous.arrivals as arrivals
    left join present
        on arrivals.year = present.year and arrivals.file_sha = present.file_sha

    union all

    select
        fresh.year,
        fresh.file_sha,
        fresh.file,
        coalesce((select max(arrivals.batch_no) from previous.arrivals as arrivals), 0) + 1 as batch_no,
        getvariable('today') as seen_on,
        (select max(looks.day) from changes.looks where looks.day < getvariable('today')) as arrived_from,
    from fresh
)

select
    all_seen.year as year, -- 年度
    all_seen.file_sha as file_sha, -- 文件内容的 SHA-256
    all_seen.file as file, -- 文件（最近一次看到时的名称）
    cast(all_seen.batch_no as bigint) as batch_no, -- 第几批到件：同一次运行第一次看到的为一批
    cast(all_seen.seen_on as date) as seen_on, -- 第一次看到的日期
    cast(all_seen.arrived_from as date) as arrived_from, -- 上一次看的日期：不早于这一天到；第一次运行时已在的为空
from all_seen
order by all_seen.year, all_seen.batch_no, all_seen.file, all_seen.file_sha
