SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[note] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[note] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

SELECT TOP (1) 1 FROM sys.objects

IF @@TRANCOUNT = 0 BEGIN TRANSACTION

SAVE TRANSACTION sa_savepoint_1

UPDATE [kunden] SET [mail]=?, [note]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND ([mail] COLLATE Latin1_General_BIN2) = ? AND ([note] COLLATE Latin1_General_BIN2) = ?
--  1  null  None
--  2  varchar  'alt; war a@example.com; war b@example.com'
--  3  varchar (max)  '[1]'
--  4  nvarchar  'a@example.com; Ö <b@example.com>'
--  5  varchar  'alt'

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[note] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
