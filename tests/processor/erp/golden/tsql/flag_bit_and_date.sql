SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

UPDATE [kunden] SET [news]=?, [d]=?, [t]=?, [why]=? WHERE ([id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [news] = ?
--  1  int  0
--  2  date  datetime.date(2026, 4, 12)
--  3  datetime2  datetime.datetime(2026, 4, 12, 7, 5, 9)
--  4  varchar  'optout: optouts.csv'
--  5  varchar (max)  '[1]'
--  6  int  1

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
