"""Signing in: logins, factors, passkeys, sessions, guessing, and a fresh confirmation before an act."""
