SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

UPDATE [kunden] SET [bad]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [bad] = ?
--  1  int  2
--  2  varchar (max)  '[1]'
--  3  int  1

SELECT [kunden].[id], [kunden].[mail], [kunden].[news], [kunden].[bad] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
