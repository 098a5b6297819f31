-- grain: one row a file in the folders of the inputs, as it was found
-- 说明: 登记：输入文件夹里的每个文件，一个文件一行
select
    cast(register.year as integer) as year, -- 所在文件夹的年度
    register.file as file, -- 文件（相对输入文件夹）
    -- What is sorted by file is sorted by this: names take long to compare.
    row_number() over (order by register.file) as file_no, -- 文件的次序
    register.sha as file_sha, -- 文件内容的 SHA-256
    cast(register.size as bigint) as size, -- 字节数
    cast(register.modified as timestamp) as modified_at, -- 修改时间
    -- What the bureau knows of a township is not the township's.
    case when not is_of_bureau(register.file) then register.path_unit end as path_code, -- 文件夹或文件名中的单位代码
    register.fate as fate, -- 读取结果
    register.reason as reason, -- 未读取的原因
    register.step as step, -- 改正办法
    register.fate = 'read' and row_number() over (same_bytes order by register.file) > 1 as is_copy, -- 与另一文件内容完全相同
    min(register.file) over same_bytes as first_file -- 内容相同的第一个文件
from read_parquet(getvariable('register')) as register
window same_bytes as (partition by register.year, register.sha, register.fate)
order by register.file
