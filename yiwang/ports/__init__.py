"""What a city buys or borrows from others, each one port: a protocol, a fake, a contract test."""
