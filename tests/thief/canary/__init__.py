"""The canary scan: one author whose every detail sings, and everything that anybody else sees."""
