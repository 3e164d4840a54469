-- Every reading that a study leaves open, all at once: which of them show its claim, and what it hangs on.
local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  choices = { "", "file with its choices; as a rule multiverse/STUDY.lua beside the scripts" },
  list = { 0, "show the first N universes and run none", least = 0 },
  threads = { 0, "threads; 0 for all", least = 0 },
  file = { "", "keep the universes in this file as they are run", writes = "file" },
  resume = { false, "go on with the file of an interrupted run" },
  csv = { "", "write a line for each universe to this file", writes = "file" },
  figure = { "", "save the figure under this name, e.g. plots/multiverse", writes = "figure" },
}

local study = assert(balassa.study(opts.study))

-- As commands are found: your own first, then Balassa's.
local function choices_file()
  if opts.choices ~= "" then return opts.choices end
  local name = study.name
  for _, folder in ipairs { "scripts/multiverse", core.scripts .. "/multiverse" } do
    for _, known in ipairs(core.names_in(folder, ".lua")) do
      if known == name then return folder .. "/" .. name .. ".lua" end
    end
  end
  core.raise("%s: the study '%s' has no choices: write them into scripts/multiverse/%s.lua, or name a file with " ..
    "--choices", study.dir, name, name)
end

local mv = balassa.multiverse(study, assert(core.load_script(choices_file()))()(study))

if opts.list > 0 then
  print(mv)
  for _, u in ipairs(mv:list(1, math.min(opts.list, mv:count()))) do
    local words = {}
    for _, p in ipairs(mv:parameters()) do words[#words + 1] = u[p.name] end
    print(u.number .. "  " .. table.concat(words, " / "))
  end
  return
end

local result = assert(mv:run {
  threads = opts.threads > 0 and opts.threads or nil,
  file = opts.file ~= "" and opts.file or nil,
  resume = opts.resume,
})
print(result)

if opts.csv ~= "" then assert(core.write_file(opts.csv, result:csv())) end
if opts.figure ~= "" then assert(result:chart():save(opts.figure)) end
