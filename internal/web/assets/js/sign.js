// Ways of signing that need script.
