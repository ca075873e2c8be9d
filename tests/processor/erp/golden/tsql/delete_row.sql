SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

DELETE FROM [kunden] WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND ([mail] COLLATE Latin1_General_BIN2) = ?
--  1  varchar (max)  '[1]'
--  2  varchar  'a@example.com'

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
