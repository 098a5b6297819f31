-- grain: one pair of a township's files of which only their own times say which is later
-- 说明: 分不清先后的材料：同一批到件、文件名也看不出版次，只有文件时间可据，暂按时间较晚的计入
with pairs as (
    select
        files.year,
        files.township,
        files.file,
        files.newer_file,
    from sources.files
    where files.fate = 'superseded' and files.newer_file is not null

    union

    select
        older.year,
        older.township,
        older.file,
        newer.file as newer_file,
    from staging.forms as older
    inner join staging.forms as newer
        on older.year = newer.year and older.township = newer.township and older.form = newer.form and newer.is_counted
    where older.counted_place is not null and newer.recency > older.recency

    union

    select
        older.year,
        older.township,
        older.file,
        newer.file as newer_file,
    from staging.projects as older
    inner join staging.projects as newer
        on older.year = newer.year and older.township = newer.township and older.form = newer.form
            and name_key(older.project) = name_key(newer.project) and newer.counted
    -- Two copies of the same time are a project that was sent twice.
    inner join sources.versions as older_version
        on older.file = older_version.file
    inner join sources.versions as newer_version
        on newer.file = newer_version.file and newer_version.recency > older_version.recency
    where not older.counted
)

select
    pairs.year as year, -- 年度
    pairs.township as township, -- 乡镇
    pairs.file as file, -- 暂不计入的文件
    pairs.newer_file as newer_file, -- 暂按计入的文件
    older.version_id as older_id, -- 暂不计入的材料编号
    newer.version_id as newer_id -- 暂按计入的材料编号
from pairs
inner join sources.versions as older
    on pairs.file = older.file
inner join sources.versions as newer
    on pairs.newer_file = newer.file
where later_by(newer.mark, older.mark) is null
order by pairs.year, pairs.township, pairs.file, pairs.newer_file
