SELECT [kunden].[id], [kunden].[mail], [kunden].[mail2], [kunden].[news], [kunden].[news2] FROM [kunden] WHERE [mail] != '' OR [mail2] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[mail2], [kunden].[news], [kunden].[news2] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

UPDATE [kunden] SET [news]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [news] = ?
--  1  int  0
--  2  varchar (max)  '[1]'
--  3  int  1

UPDATE [kunden] SET [news2]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [news2] = ?
--  1  int  0
--  2  varchar (max)  '[1]'
--  3  int  1

SELECT [kunden].[id], [kunden].[mail], [kunden].[mail2], [kunden].[news], [kunden].[news2] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
