"""消息: what people are told of their cases, by page, e-mail, SMS and webhook, and what became of it."""
