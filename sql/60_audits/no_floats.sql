-- grain: one column of ours that is a binary fraction, and so might hold NaN or infinity
-- message: 结果表中出现浮点数
select
    schema_name || '.' || table_name || '.' || column_name as detail,
from duckdb_columns()
where schema_name in ('sources', 'staging', 'checks', 'scores', 'rankings', 'sheets', 'reports')
    and data_type in ('DOUBLE', 'FLOAT')
