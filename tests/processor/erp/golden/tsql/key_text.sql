SELECT [CRONUS AG$Contact].[No_], [CRONUS AG$Contact].[mail], [CRONUS AG$Contact].[news] FROM [CRONUS AG$Contact] WHERE [mail] != ''

SELECT [CRONUS AG$Contact].[No_], [CRONUS AG$Contact].[mail], [CRONUS AG$Contact].[news] FROM [CRONUS AG$Contact] WHERE [No_] IN (?, ?)
--  1  varchar  'K-1'
--  2  varchar  'K-2'

UPDATE [CRONUS AG$Contact] SET [news]=? WHERE [No_] IN (?, ?) AND [news] = ?
--  1  varchar  'N'
--  2  varchar  'K-1'
--  3  varchar  'K-2'
--  4  varchar  'Y'

SELECT [CRONUS AG$Contact].[No_], [CRONUS AG$Contact].[mail], [CRONUS AG$Contact].[news] FROM [CRONUS AG$Contact] WHERE [No_] IN (?, ?)
--  1  varchar  'K-1'
--  2  varchar  'K-2'
