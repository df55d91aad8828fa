"""The parent's side of running untrusted code: a scratch copy, limits from outside, and killing the whole tree."""
