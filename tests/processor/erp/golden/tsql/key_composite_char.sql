SELECT [KHKAdressen].[Mandant], [KHKAdressen].[Adresse], [KHKAdressen].[mail], [KHKAdressen].[news] FROM [KHKAdressen] WHERE [mail] != ''

SELECT [KHKAdressen].[Mandant], [KHKAdressen].[Adresse], [KHKAdressen].[mail], [KHKAdressen].[news] FROM [KHKAdressen] WHERE [Mandant] = ? AND [Adresse] = ?
--  1  int  1
--  2  varchar  'D10000'

UPDATE [KHKAdressen] SET [news]=? WHERE [Mandant] = ? AND ([Adresse] = ? OR [Adresse] = ?) AND [news] = ?
--  1  varchar  'N'
--  2  int  1
--  3  varchar  'D10000    '
--  4  varchar  'D10000'
--  5  varchar  'Y'

SELECT [KHKAdressen].[Mandant], [KHKAdressen].[Adresse], [KHKAdressen].[mail], [KHKAdressen].[news] FROM [KHKAdressen] WHERE [Mandant] = ? AND [Adresse] = ?
--  1  int  1
--  2  varchar  'D10000'
