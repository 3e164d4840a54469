std = "lua54"
max_line_length = 120
-- scripts run by the program; `help` exists at its prompt
files["scripts"] = { globals = {} }
exclude_files = { "build" }
