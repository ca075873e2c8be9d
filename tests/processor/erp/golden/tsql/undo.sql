SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

SELECT TOP (1) 1 FROM sys.objects

IF @@TRANCOUNT = 0 BEGIN TRANSACTION

SAVE TRANSACTION sa_savepoint_1

UPDATE [kunden] SET [news]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [news] = ?
--  1  varchar  'Y'
--  2  varchar (max)  '[1]'
--  3  varchar  'N'

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
