SELECT CAST(SERVERPROPERTY('ProductVersion') AS VARCHAR)

SELECT schema_name()

SELECT CAST('test max support' AS NVARCHAR(max))

SELECT 1 FROM fn_listextendedproperty(default, default, default, default, default, default, default)

SET LOCK_TIMEOUT 10000

SELECT TOP (1) 1 FROM sys.objects

IF @@TRANCOUNT = 0 BEGIN TRANSACTION

SAVE TRANSACTION sa_savepoint_1

SELECT count(*) FROM OPENJSON('[1]') WITH (k bigint '$') AS j
