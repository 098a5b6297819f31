-- grain: one form of a project that a newer file has anew
-- 说明: 项目表已被更新
-- severity: note
-- message: 项目表已由更新的文件代替，未计入
-- fix: 以更新的一份为准的，不必处理；否则请把正确的一份重新报送。
select
    older.year as year, -- 年度
    older.township as township, -- 乡镇
    older.project as project, -- 项目名称
    older.form_id as form_id, -- 表的编号
    older.file as file, -- 文件
    older.sheet as sheet, -- 工作表
    older.cell as cell, -- 单元格
    '更新的在 ' || place_of(newer.file, newer.sheet, newer.cell) as value, -- 更新的一份所在
from staging.projects as older
inner join staging.projects as newer
    on older.year = newer.year and older.township = newer.township
        and name_key(older.project) = name_key(newer.project)
        and newer.counted
inner join sources.versions as older_file
    on older.file = older_file.file
inner join sources.versions as newer_file
    on newer.file = newer_file.file
where not older.counted
    and older.form = newer.form
    and older.file <> newer.file
    and newer_file.recency > older_file.recency
