// The lesson editor; loaded only on the page of an article.
