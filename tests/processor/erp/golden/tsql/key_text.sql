SELECT [CRONUS AG$Contact].[No_], [CRONUS AG$Contact].[mail], [CRONUS AG$Contact].[news] FROM [CRONUS AG$Contact] WHERE [mail] != ''

SELECT [CRONUS AG$Contact].[No_], [CRONUS AG$Contact].[mail], [CRONUS AG$Contact].[news] FROM [CRONUS AG$Contact] WHERE [No_] IN (?, ?)
--  1  varchar  'K-1'
--  2  varchar  'K-2'

SELECT TOP 1 [CRONUS AG$Contact].[No_] FROM [CRONUS AG$Contact] WHERE [No_] IN (?, ?) GROUP BY [CRONUS AG$Contact].[No_] HAVING count(*) > ?
--  1  varchar  'K-1'
--  2  varchar  'K-2'
--  3  int  1

UPDATE [CRONUS AG$Contact] SET [news]=? WHERE [No_] IN (?, ?) AND [news] = ?
--  1  varchar  'N'
--  2  varchar  'K-1'
--  3  varchar  'K-2'
--  4  varchar  'Y'

SELECT [CRONUS AG$Contact].[No_], [CRONUS AG$Contact].[mail], [CRONUS AG$Contact].[news] FROM [CRONUS AG$Contact] WHERE [No_] IN (?, ?)
--  1  varchar  'K-1'
--  2  varchar  'K-2'

SELECT TOP 1 [CRONUS AG$Contact].[No_] FROM [CRONUS AG$Contact] WHERE [No_] IN (?, ?) GROUP BY [CRONUS AG$Contact].[No_] HAVING count(*) > ?
--  1  varchar  'K-1'
--  2  varchar  'K-2'
--  3  int  1
