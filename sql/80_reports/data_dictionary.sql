-- grain: one row a column of a table that analysts read
-- 说明: 数据字典：数据库中各表各列的含义，取自数据库的注释
-- part: 数据字典
select
    columns_of.schema_name || '.' || columns_of.table_name as 表, -- 数据库 jixiao.duckdb 中的名称
    tables_of.comment as 表的含义, -- 一行是什么
    columns_of.column_name as 列, -- 列名
    columns_of.comment as 列的含义, -- 含义和单位
    columns_of.data_type as 类型, -- 数据类型
from duckdb_columns() as columns_of
inner join duckdb_tables() as tables_of
    on columns_of.database_oid = tables_of.database_oid and columns_of.schema_oid = tables_of.schema_oid
        and columns_of.table_oid = tables_of.table_oid
-- What nobody is told of is a step on the way, which the file does not keep.
where tables_of.comment is not null and (
    columns_of.schema_name in ('rules', 'sources', 'staging', 'scores', 'rankings')
    or columns_of.schema_name = 'checks' and columns_of.table_name = 'findings'
)
order by
    array_position(['sources', 'staging', 'checks', 'scores', 'rankings', 'rules'], columns_of.schema_name),
    columns_of.table_name,
    columns_of.column_index
