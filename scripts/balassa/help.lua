-- balassa.help(x): what x is and how to use it.
--
--   help()                   the topics
--   help "contrast"          a function, a kind of object, a method or a field, by name
--   help "series:diff"       the same, where several objects have one
--   help(balassa.contrast)   a function
--   help(study)              the kind of object that it is, with its methods
--
-- Each entry is { signature, text }; its name is the head of the signature. The texts are the
-- reference of the Lua API.

local balassa = require "balassa"
local core = require "balassa.core"

local WIDTH = 78

-- kind: how an object of the topic calls itself (its __name).
local topics = {
  {
    name = "balassa",
    title = "functions",
    text = [[The module: local balassa = require "balassa". What is made of data are functions of it;
      what you hold (a study, a set of records, a series) has methods.]],
    { "balassa.study(dir, { needs = })",
      [[Loads the data package in the folder `dir` and returns a study. When the folder is missing,
      or anything in it breaks its schema, returns nil and a message that lists every violation
      with file and line: write assert(balassa.study "datasets/name"). needs lists what the script
      reads, { "ladder", "events.rung" }: without one of them there is a message, and no study.]] },
    { "balassa.date(text)",
      [[A date from an EDTF text such as "1998-08", "1998/2000", "2003?" or "199X"; a whole number
      is a year. Raises when the text is no date, and says why.]] },
    { "balassa.series { start =, interval =, values =, name =, unit =, how = }",
      [[A series of your own: `values` is a list of numbers, one a period from `start` on, false for
      a gap; `interval` is "month", "quarter" or "year"; `how` says how it was made.]] },
    { "balassa.align(a, b, { join = })",
      [[Two series brought to one range, returned as two: join = "inner" keeps what both cover (the
      default), "outer" all that either covers, with gaps. Both need the same interval.]] },
    { "balassa.contrast(series, windows, { estimate =, null =, alternative =, method =, ... })",
      [[Is the series higher inside the windows than outside? `windows` is a set of crises or phases,
      or a list of spans. estimate: "mean_difference" (the default) or "cliff_delta". null:
      "relocate" (every placement of windows of these lengths), "shift" (every circular shift),
      "permute" (every choice of as many values: ignores time order), "phases" (which of the phases
      in the option `phases` are the crises) or "block" (the series resampled in blocks of `block`
      periods). alternative: "two_sided", "greater" or "less". method: "auto" (the cheapest exact
      one, else Monte Carlo), "enumerate", "dynamic" or "monte_carlo" (`reps` draws, 99999, from
      `seed`, 1). The result prints itself and has the fields estimate, p, floor, placements,
      method, n, dropped and more; low and high (the interval of `level`, 0.95) and power,
      power_half, smallest_found are computed when they are asked for.]] },
    { "balassa.did(series, windows, { against = { name = series, ... }, null =, alternative =, level = })",
      [[Does the series rise inside the windows by more than others do? Difference in differences
      against the mean of the others, tested in time (the windows could have been elsewhere: p, and
      the interval; null and the other options are those of balassa.contrast) and across units
      (another series could have been the one asked about: p_units). Others with a gap where the
      series has a value are left out and named. Fields: estimate, change, change_others, low, high,
      p, floor, p_units, floor_units, others, left_out, difference (the contrast).]] },
    { "balassa.leave_out(series, windows, { estimate =, null =, alternative =, ... })",
      [[The contrast once more without each window in turn, whose periods then count neither as inside
      nor as outside. The options are those of balassa.contrast. Fields: members, a list of { id,
      label, span, mean, contrast }, lowest, highest, highest_p, and flips, how many change the sign.]] },
    { "balassa.multiverse(study, { parameter = { option, ... }, ... })",
      [[Every combination of defensible choices, counted before one runs. Parameters: study (a study and
      what-ifs of it), of (sets of records, or functions of a study that make them), any column of the
      records (kind = { "all", "speech" }), where (filters), without (ids to leave out; "each" is every
      record with a rung in turn, and none), date, score, rule (names, or tables such as { rule =
      "decay", half_life = 12 }), except (periods to leave out), estimate ("mean_difference",
      "standardised_difference", "cliff_delta", "rate_ratio", or functions of your own), crises
      (codings, spans, lists of spans, or functions of a study). An option may be { label =, value = }.
      universes = { { crises = "chart2", rule = "latest" }, ... } is a list instead of all combinations.
      Settings: null ("shift", "relocate", "none"), alternative, direction (the predicted sign), alpha,
      interval, from, to. The result of its run prints the median, the share significant, three joint
      tests by one shift of all windows at once, and the share of variance by choice; csv() is a line a
      universe, universe(n) one of them, by(parameter) what its options gave, chart() the specification
      curve.
      A function of your own is called with { index =, windows =, events =, number =, and the label of
      each parameter's option } and returns a number, and p and floor if it has them. It runs in a Lua
      state for each core: the plain values, functions and modules that it uses are sent along; globals
      and studies are not.]] },
    { "balassa.regress(y, { name = series, ... }, { model =, errors =, lags =, level =, constant = })",
      [[y on other series of the same range. model: "ols" (the default) or "poisson", of counts;
      errors: "hac" (Newey-West with 1.3 sqrt(T) lags; `lags` sets another number, 0 is White's),
      "ewc" (cosines), both with p and interval by the fixed-smoothing law of the coefficient in
      this very design, or "classical" (for independent data only). Periods
      with a gap in any series are dropped and counted, and keep their place in time. The result
      has coefficients.NAME with estimate, se, t, p, low and high (the `level` interval, 0.95), the
      fields "NAME.estimate" and so on, r2 or deviance, n, dropped and autocorrelation (of the
      residuals, at lag 1). A column that is a combination of others is refused by name.]] },
    { "balassa.dummy(windows, series, { name = })",
      [[A 0/1 series of the range of `series`, 1 inside the windows (a set of crises or phases, or a
      list of spans), to stand in a regression. series:runs() is the way back.]] },
    { "balassa.adjust(p_values, { method = })",
      [[p-values adjusted for how many there are: a list or { name = p } of numbers or of results that
      have a p. method: "holm" (the default), "bh" (Benjamini-Hochberg) or "bonferroni". The result
      has the tables p and adjusted, with the keys given.]] },
    { "balassa.max_t { contrast, ... }",
      [[Several contrasts (a list or { name = contrast }) tested as one family: all windows of all of
      them are shifted round the range by one and the same number of periods (Westfall and Young's
      maxT, exact). result.members, by number and name, have p, single_step and adjusted.]] },
    { "balassa.bootstrap(series, { statistic =, scheme =, block =, reps =, seed =, level =, type = })",
      [[How far a number would move if the series were drawn again, in blocks that keep its
      dependence: an interval. statistic: "mean" (the default) or a function of a series. Instead of
      a series, the result of balassa.contrast: then of its difference of means, with the windows
      where they are and the residuals resampled. scheme: "stationary" (geometric blocks, the
      default), "block" (moving blocks) or "circular"; block: their length in periods, chosen from
      the series when not given; reps: 9999; seed: 1; level: 0.95; type: "percentile" (the default),
      "basic" or "bca". A function is called once a resample; with "bca", once a block more, with
      that block cut out. Gaps stay in their blocks; those before the first value and after the
      last are left out. Fields: estimate, low, high, se, bias, block, replicates and more.]] },
    { "balassa.compare(base, what_if, ..., { metrics =, rule =, score =, date =, crises =, null =, ... })",
      [[What follows from what-ifs: each metric under the base and each of them, with the change, exact
      p and floor, and whether a sign or a verdict (at alpha, .05) changes. metrics: names of "contrast",
      "crises", "rate_ratio", "implemented" (all of these unless told), and functions of your own, name
      = function(study) that gives a number, a result, or { estimate =, p =, floor = }. rule, score and
      date are those of study:index; crises: a coding; null and alternative: of the contrast. Prints as
      a table; :csv(), :json(), :markdown(), :latex(), and :chart(), the base light and the what-ifs
      strong.]] },
    { "balassa.diff(a, b)",
      [[What differs between two studies, record by record and field by field: what-ifs over one study,
      or studies from two folders. `same` says whether nothing does, `list` has the differences.]] },
    { "balassa.what_if(path)",
      [[The what-if of a file that study:save wrote, over the study that it names; nil and a message
      when something in it is wrong.]] },
    { "balassa.survival(study or lives, { crises =, group =, event =, date =, to =, of =, unit =, level =, ... })",
      [[How long until initiatives are implemented: Kaplan-Meier curves, the shares that have ended in
      each way, and for two groups an exact log-rank test. A study's events give the lives: proposed
      or signed begins one; in_force, implemented, withdrawn or abandoned ends it; otherwise it is
      open at the study's end. crises: a coding, for crisis-born against calm-born; or group: a
      column of the initiatives or a function. date: "earliest", "midpoint" or "latest" day of an
      imprecise date. unit: "months", "days" or "years". method: "auto", "exact" or "monte_carlo"
      with reps (99,999) and seed (1); alternative: "two_sided", "greater" (the first group ends
      sooner) or "less". A list { { time =, event =, ... }, ... } of your own has event true, false
      (open) or the name of an end. The result has lives, curves, kinds, left_out, p, floor; power_two,
      power_four and smallest_found (ratios of rates) are simulated when they are asked for.]] },
    { "balassa.gap(study, { proposed =, in_force =, nothing =, score =, date =, interval =, to = })",
      [[The rhetoric-reality gap: the score of what is proposed minus the score of what is in force,
      as the field `series` of the result. proposed: "initiatives" (those that are open; the
      default), "events" (the last that was not carried out) or a series; in_force: "positions" (the
      implemented ones; the default), "initiatives" or a series. nothing: what a side without a
      value counts as; a gap when not given.]] },
    { "balassa.segments(series, { cost =, search =, n =, penalty =, criterion =, min_length =, ... })",
      [[Where the series changes, and whether it does. cost: "mean" (the default), "mean_variance",
      "poisson" or "rank". One of n (the number of segments), penalty (for each change) and criterion
      ("bic", the default, or "mbic", the least of 1 to `most` = 10 segments). search: "exact",
      "pelt", "functional" or "binary"; when not given, the exact one that suits the rule.
      min_length: the fewest values of a segment, 1 when not given (2 for mean_variance), and never
      changed: what does not fit is an error. interval: "profile", "bootstrap" (with `reps`,
      `block`, `seed`) or "none", at `level` = 0.95. Gaps are dropped and counted. The result has
      segments (a list with span, mean, sd, n), boundaries (a list with date, from, to), changes
      and more; result:chart { phases = } draws it.]] },
    { "balassa.agreement(found, phases, { margin = })",
      [[How well found segments (the result of balassa.segments) or one periodisation agree with
      another, or with a list of several: covering, adjusted_rand, and f1, precision and recall of
      the changes, which match within `margin` periods (5 when not given). Each comes with what
      circular shifts of the found changes would give.]] },
    { "balassa.alpha(study or codings or table, { level =, by =, field =, score =, order =, coverage =, reps =, " ..
      "seed = })",
      [[Krippendorff's alpha: how far several coders agree beyond chance. Of a study, or of some of
      study:records "codings": one alpha for each field, or by another column of the codings or of
      their records, or by = "coder", without each coder. Of a table: a row a coder and a column a
      unit, false for none; or a list of { unit =, coder =, value = }. level: "nominal", "ordinal",
      "interval" or "ratio"; when not given, rungs are ordinal, dates (days) and numbers interval,
      other texts nominal. score: the ladder's column that scores a rung; order: the values from the
      lowest on. The interval of `coverage` (0.95) draws units again, `reps` times (9999) from `seed`
      (1). Where all values are the same alpha is nil, and why says so. Fields: alpha, low, high, n,
      units of a single one, and groups, a list.]] },
    { "balassa.confusion(study or codings, { smoothing = })",
      [[What one coder makes of a rung that another one saw, of the records that two coders or more have
      read: shares[rung][other], smoothed by 1 reading spread over the rungs unless told otherwise.
      balassa.uncertainty draws from it.]] },
    { "balassa.influence(study, { crises =, rule =, by =, level =, threshold =, most =, steps =, null =, ... })",
      [[What the contrast of an index with the crises hangs on: the estimate and p without each event,
      crisis, source, actor, initiative and coder (by: some of them, or other columns), and the fewest
      events that, dropped or coded up to `steps` rungs otherwise (1), turn the sign, bring p across
      `level` (0.05) or carry the estimate across `threshold`. All sets of up to `most` (3) are tried,
      as long as one size has no more than `budget`; then a greedy search of up to `greedy` (20) edits,
      which says that it is one. sets = false leaves them out. The index has the options of
      study:index (rule, score, date, of, from, to, interval, expiry, half_life, total); crises is a
      coding (the first one when not given) or a list of windows; estimate: "mean_difference",
      "standardised_difference", "cliff_delta" or "rate_ratio"; null: "shift" (the default),
      "relocate" (slower) or "none"; alternative as of balassa.contrast. Fields: without, a list of
      { kind, id, n, estimate, change, p, sign_flips, verdict_flips }, and searches, a list of
      { what, goal, size, sets, exhaustive, complete, list }.]] },
    { "balassa.tipping(study, { crises =, rule =, kinds =, level =, score_step =, ... })",
      [[How far a choice must move before the sign changes, or p crosses `level`: each edge of each
      crisis, the date of each event (in periods of the index), its rung, the score of each rung (in
      steps of `score_step`), the half-life or the expiry of the index. Each is moved by itself, and
      every place is tried, since the answer need not change one way only. kinds: some of "edge",
      "date", "rung", "score", "memory". Other options as of balassa.influence. The result has choices,
      a list of { kind, id, name, now, sign_low, sign_high, verdict_low, verdict_high, tried };
      result:chart { what = "months" or "rungs" } draws them.]] },
    { "balassa.uncertainty(study, { crises =, rule =, draws =, seed =, dates =, widen =, edges =, ... })",
      [[The contrast asked again with every uncertain date, rung and window edge drawn anew, `draws` (1000)
      times from `seed` (1). A date is any day of what is written, and of what its marks add: widen (0.5)
      times its length either way for ?, and for ~; { uncertain =, approximate = } sets them apart; dates
      = false draws none. edges of crises: "qualified" (those with a mark move by as much; the default),
      "precision" (any day of what is written) or "none". Where a study has codings, a record that coders
      read takes one of their values by confidence (coders = false: not; { name }: of these), another a rung that coders
      confuse its own with: confusion = true, false, the probability that a rung is one off, { rung = {
      rung = share } } or a result of balassa.confusion; smoothing (1 reading); noisy, a filter: which
      records. Together by Rubin's rules: the variance within a draw, by within = "bootstrap" (`reps` =
      199, mean `block`), "null" or "none", and that between draws. Fields: mean, low, high (at `level`,
      0.95), within_variance, between_variance, total_variance, df, same_sign, estimates, ps, ribbon;
      result:chart { what = "index" or "estimates" } draws them. Other options as of balassa.influence.]] },
    { "balassa.between(series, phases, { step =, level =, seed =, sims = })",
      [[How much of a series' variation lies between phases, and how much within them: the share
      between (eta squared) against every circular shift of the phases, with power for phases that
      alternate by `step` (1) standard deviations. Fields: share, by_chance, p, floor, power, and
      phases, each with its mean.]] },
    { "balassa.trend(points or series, { alternative =, level =, tau =, date =, x =, y =, seed =, reps =, sims = })",
      [[Does y rise with x? Kendall's tau-b of a list of { x, y } (x a number, or a date by its `date`
      day: "midpoint") or of a series against time, with its exact null, ties respected. Where both
      sides tie and there are too many arrangements, `reps` (9999) are drawn from `seed` (1). power
      is for a true tau of `tau` (0.5). x and y name the two in print. Fields: tau, low, high, p,
      floor, power, smallest_found, critical.]] },
    { "balassa.fisher({ { a, b }, { c, d } }, { groups =, outcomes =, alternative =, level =, odds =, " ..
      "margin = })",
      [[Does the outcome (columns) depend on the group (rows)? Fisher's exact test, the conditional
      odds ratio with its exact interval, and the exact power, given the margins, for an odds ratio
      of `odds` (4). margin = { low, high }: within is then the exact chance that the interval lies
      within these odds ratios when nothing differs. groups and outcomes: two names each. Fields:
      odds, low, high, p, floor, power, smallest_found, share_first, share_second.]] },
    { "balassa.rate_ratio(events, windows, { date =, period =, alternative =, level =, power_ratio = })",
      [[Do events come more often inside the windows? The ratio of the two rates, events a day, with
      the exact conditional test and the interval of Clopper and Pearson. date: "earliest",
      "midpoint" (the default) or "latest" day of an uncertain date; period: what is studied, the
      study's unless given; events outside it and without a day are counted. The events are taken
      as independent. Fields: ratio, low, high, p, floor, n_in, n_out, days_in, days_out, and power,
      the exact chance that so many events show a ratio of `power_ratio` (2).]] },
    { "balassa.epochs(series, key_dates, { before =, after =, null =, alternative =, level =, date =, " ..
      "memory =, reps =, seed = })",
      [[What does the series do around the key dates? Superposed epochs: its mean at each lag from
      -before to after (12 and 12), in standard deviations, with a band that holds for all lags
      together. A key date is a date, or the first day of a span such as a crisis (date = "midpoint"
      or "latest" takes another). null: "relocate" (each key date by itself, anywhere) or "shift"
      (all moved together). Relocated dates stand closer together or further apart than those
      observed; `memory`, the lag-1 autocorrelation of the series (fitted unless given; 0: none),
      makes up for what that does to their mean. Exact where there are at most 5 million
      placements, else `reps` draws (9999) from `seed` (1). Fields: p, floor, peak, memory,
      spacing, and lags, a list of { lag, n, mean, spread, p, p_adjusted }.]] },
    { "balassa.coincidence(events, key_dates, { dt =, tau =, interval =, null =, alternative =, date =, " ..
      "key_date =, period =, reps =, seed = })",
      [[Do events follow key dates more than by chance? Event coincidence: the precursor rate is the
      share of the events that come tau to tau + dt periods (0 to 12) after a key date, the trigger
      rate the share of the key dates that have such an event. interval: "month" (the default),
      "day", "quarter" or "year". The null moves the key dates, as in balassa.epochs. Fields:
      precursor and trigger, each { hits, of, rate, expected, p, floor }.]] },
    { "balassa.lead_lag(series, other, { lags =, order =, level =, name = })",
      [[Does the series follow the other one, or lead it? Cross-correlations at lags -24 to 24, or
      as many as `lags` says; positive: the series follows. `other` is a series, or windows such as
      crises. Both are filtered by an autoregression fitted to `other`: order chosen by AIC unless
      given, 0 for none. p is for all lags together, over all circular shifts. Fields: r, peak, p,
      floor, ar_order, and lags, a list of { lag, n, r, p, p_adjusted }.]] },
    { "balassa.dictionary(path or table, { format =, name = })",
      [[Categories of words, from a file: LIWC .dic, Lexicoder .lc3, Yoshikoder .ykd, WordStat .cat,
      YAML as quanteda has it, or a plain list (.txt; an entry a line, perhaps a tab and a weight; ;
      begins a comment); format: "dic", "lc3", "ykd", "cat", "yaml" or "list" where the name does
      not tell. A bare name is looked for in datasets/dictionaries. * stands for any characters or none, ?
      for one; an entry may have several words;
      categories may lie within categories. Or from a table { union = { "customs union", "integrat*"
      } }. Returns nil and a message with every fault, file and line, when the file is wrong.]] },
    { "balassa.corpus(texts, { text =, language =, stem =, hyphens = })",
      [[Texts made into words once, for several questions. `texts`: records such as study:texts(), a
      list of strings, or of { text =, id =, date =, language = }; text: the column that holds them.
      Words are letters and digits with their marks; an apostrophe or hyphen between letters stays
      inside ("co-operation" is one word; hyphens = "split" makes it two); case is folded as Unicode
      says, in Turkish and Azerbaijani by their own rule. stem: true compares words by the stems of
      their language, "russian" all by Russian ones. language: of texts that name none.]] },
    { "balassa.tokens(text, { language =, hyphens = })",
      [[The words of a text as all here count them, a list.]] },
    { "balassa.scores(texts, dictionary, { level =, matches =, globs =, per =, stem =, language =, ... })",
      [[How often the words of each category stand in each text (what makes texts: as in
      balassa.corpus, or a corpus). Within a category no word counts twice, and longer entries go
      before shorter ones; matches = "all" counts every entry wherever it stands; globs = false
      takes * and ? as signs; per = 1000 is the number of words that shares are printed for.
      categories is a list of { category, count, share, low, high, texts,
      texts_low, texts_high, weight }, texts one of { id, date, words, count, share, low, high,
      weight }, the last five by category; never and impossible list entries that find nothing.
      scores:series(category, { interval = "year", date =, period =, of = "count" or "weight", per =
      1000 }) is a series: the words of all texts of a period taken together, a gap where there is
      none; scores:chart { category =, crises =, interval = } draws it with its intervals.]] },
    { "balassa.keyness(texts, texts, { least =, level =, sort =, names =, stem =, language =, ... })",
      [[Which words set one body of texts apart from another: G2 and log ratio of each word that
      stands at least `least` = 5 times. Or of one body, with of = crises, other windows, or a
      function of a text: those inside against those outside; date: "earliest", "midpoint" or
      "latest" day of an imprecise date. sort: "g2" (how surely, the default) or "ratio" (how much).
      first and second are the words that each side has more of: lists of { word, g2, p, ratio, low,
      high, a, b, texts_a, texts_b }.]] },
    { "balassa.tfidf(texts, { tf =, most =, stem =, language =, ... })",
      [[The words that mark each text out among all: count / words x ln(texts / texts with the word);
      tf = "count" or "log" weighs otherwise. texts[i].words has the `most` = 10 heaviest, { word,
      count, texts, weight }.]] },
    { "balassa.kwic(texts, pattern, { width =, most =, category =, globs =, stem =, language =, ... })",
      [[Keyword in context: where a word ("union*"), several ("customs union") or any of a list or of
      a dictionary stand, each with `width` = 40 columns on both sides. lines is a list of { text,
      date, left, match, right, entry, category, word }.]] },
    { "balassa.claims(study, { of =, only =, full = })",
      [[The claims of a study's source, each put to the test: its words, the tests that decide it, those
      under other readings and those beside it, what speaks against it, and a verdict ("supported",
      "not supported" or "cannot be told with this design") by a rule that is stated first and looks
      at floor and power. The claims are data: a list that scripts/claims/NAME.lua returns, or of =
      that list. only: the number or id of one. full: interval and power of the other readings, too.
      claims[i] has words, tests, against, verdict, why; claims[i]:chart() its figure, and
      claims:charts() all of them by name. nil and a message when the study has no claims.]] },
    { "balassa.report(study, { format =, name =, figures = })",
      [[All that there is to say of a study as one document, a text: claims with verdicts, figures,
      analyses, what contradicts, the data, the sources and how to make it again. format: "html" (the
      default; self-contained, without scripts) or "markdown", whose figures, { name = SVG }, are
      returned second and referred to as files of the folder `figures`. name: the study as commands
      call it. nil and a message when a figure cannot be drawn.]] },
    { "balassa.reproduce(file, { study =, script = })",
      [[Makes a report or a figure (.svg, .gp) again and compares: result.same, numbers,
      numbers_different, changed (which file of the data, table or figure is not as it was) and
      differences. study: where the data are now. The command of a figure is run with all that
      writes switched off, and only when it is found as commands are; another script needs
      `script`. nil and a message when the file is neither, or cannot be made again.]] },
    { "balassa.chart", [[The chart library: help "chart".]] },
    { "balassa.chart.new{ title =, subtitle =, note =, from =, to =, ticks =, width =, height =, y = }",
      [[A chart without layers yet. `from` and `to` are years (a number is 1 January) or dates; ticks: a
      list of years, and of pairs such as { 2012, 2015 } for a span. y: { from =, to =, label =,
      ticks = } for a number axis. Sizes in pixels; without `height` it takes what it needs.]] },
    { "balassa.chart.ladder(study, { positions =, crises =, phases =, index =, ladder =, ... })",
      [[The study's positions as boxes on its ladder: filled, hollow where not implemented, dashed where
      planned. crises and phases: sets of records or the name of a coding; index: a series of scores;
      ladder: a coarser one such as "coarse_ladder". Also title, subtitle, note, from, to, ticks.]] },
    { "balassa.chart.contrast(result, { study =, score =, title =, y =, ... })",
      [[The series of a contrast against its windows, with estimate, p and floor, and what speaks
      against it marked and named. result:chart() is the same.]] },
    { "balassa.chart.save_all({ [base] = chart, ... }, { command = })",
      [[Saves a set of charts through one gnuplot process: true, or nil and a message. Each says by
      which command it was made: the one that runs, or `command`, a text or a function of the base.]] },
    { "balassa.chart.svg_all({ [name] = chart, ... }, { command = })",
      [[The same charts as SVG, { [name] = text }, and second their gnuplot scripts; no file is left.]] },
    { "balassa.result.new(fields)",
      [[Makes a result: a table of named values that prints as a table and writes itself as CSV,
      JSON or Markdown. For those who write an analysis of their own.]] },
    { "balassa.raw",
      [[Files as others left them, for scripts that make a study of them; balassa.study is strict, this
      is not.]] },
    { "balassa.raw.read(path)", [[The bytes of a file, or nil and a message.]] },
    { "balassa.raw.text(bytes)",
      [[Bytes as text: without a byte order mark, lines ending with LF, and bytes that are no UTF-8 read
      as Windows-1252.]] },
    { "balassa.raw.records(text, { separator =, skip =, columns = })",
      [[Delimited text as a list of { column = cell }, cells as strings, and the list of the columns'
      names. separator: "," when not given;
      skip: lines above the one that names the columns; columns: their names, where no line has
      them.]] },
    { "balassa.raw.csv(columns, records)", [[Records as CSV, as a study has it: a string.]] },
    { "balassa.raw.write(path, text)",
      [[Writes a whole file, or leaves what was there before: true, or nil and a message.]] },
    { "balassa.options { name = { default, help, choices =, least =, most =, writes = } }",
      [[A script declares its options as data, and gets their values from the command line, checked,
      with a --help page. The type is that of the default. positional = "DIR..." allows other
      arguments, which become [1], [2] ... A value that turns out wrong later on, such as a coding
      that the study does not have, is told as the option's fault, not as a line of the script.
      writes: what an option names is written, a "file", a "figure" or a "folder" of figures: that
      there is no such place is told before the work.]] },
    { "balassa.help(x)",
      [[This help: of a name, a function or an object; help() lists the topics.]] },
    { "balassa.show(value)",
      [[A value as the prompt prints it, as a string: tables with sorted keys, long ones cut.]] },
    { "balassa.version", [[The version, a string.]] },
  },
  {
    name = "study",
    kind = "balassa.study",
    text = [[All of a data package, immutable. Each table is read as a set of records (help "records").
      A method that gives a set takes a filter as records:where does: study:events { kind =
      "speech" }.]],
    { "study:events(filter)",
      [[The events: speeches, agreements, decisions, each with a date, and many with a rung of the
      ladder.]] },
    { "study:initiatives(filter)",
      [[The initiatives that events belong to, from proposal to the end.]] },
    { "study:positions(filter)", [[The positions: spans on a rung, the boxes of the charts.]] },
    { "study:phases(coding)",
      [[The phases of one coding, by its name; or by a filter, or all. A coding that a what-if uses
      is meant where none is named.]] },
    { "study:crises(coding)",
      [[The crisis windows of one coding, by its name; or by a filter, or all. A coding that a
      what-if uses is meant where none is named.]] },
    { "study:codings(name)", [[The names of the codings of "phases" or "crises", a list.]] },
    { "study:ladder(filter)",
      [[The rungs of the ladder, each with its rank and the scores that the dataset gives it.]] },
    { "study:actors(filter)", [[The actors: states, persons, organisations.]] },
    { "study:sources(filter)", [[The sources that records cite, from the bibliography.]] },
    { "study:texts(filter)",
      [[The passages and speeches; one without a date of its own has that of its event.]] },
    { "study:notes(filter)",
      [[Where a source disagrees with itself, and what the dataset does about it.]] },
    { "study:indicators(filter)",
      [[The indicators that there are; study:indicator gives one as a series.]] },
    { "study:records(name, filter)", [[The records of any table of the package, by its name.]] },
    { "study:tables()", [[The names of all tables, a list.]] },
    { "study:event(id)", [[One event. Raises with the near id when there is none.]] },
    { "study:indicator(id)",
      [[An indicator as a series, with a gap where it has no observation.]] },
    { "study:index { rule =, score =, date =, interval =, from =, to =, of =, ... }",
      [[Dated records made into a regular series. rule: "latest" (the last observation, carried
      forward; `expiry` periods at most when that is given), "mean", "max", "count", "decay" (with
      `half_life` in periods, and `total` for the sum), "in_force" (from positions). score: a
      number column of the ladder ("rank", unless a what-if uses another), a table { rung = number }
      or a function. date: "earliest", "midpoint" or "latest" day of an uncertain date. of: the
      records to use, such as study:events(); any other key filters them, as in stance =
      "integration". A period without information is a gap.]] },
    { "study.title", [[The title of the package.]] },
    { "study.name", [[Its short name.]] },
    { "study.version", [[Its version.]] },
    { "study.digest",
      [[SHA-256 of all its files, in hexadecimal: two studies with one digest hold the same data. Of
      a what-if: SHA-256 of the digest before the last edit and that edit's line, each followed by
      a newline.]] },
    { "study.period", [[The period that the study is about, a date.]] },
    { "study.dir", [[The folder it was loaded from.]] },
    { "study.label",
      [[How tables and legends name it: a what-if by its name, or else by its edits.]] },
    { "study:what_if(name)",
      [[A what-if under this name: a study, at first like this one, that edits are made to. Each
      edit returns a new study and leaves this one as it is, so they can be chained:
      study:what_if "late" :drop "altyn-2003" :move_crisis("russia-1998", { from = "1998-08" }).
      It reads like a study everywhere. An edit that names something unknown, or would break a rule
      of the data package, is an error.]] },
    { "study:drop([table,] id, { coding = })",
      [[Without the record of this id: an event, a position, a crisis, any record that others do not
      refer to. Passages go with their event. table: where ids of two tables are alike.]] },
    { "study:add([table,] fields)",
      [[With one more record, by default an event: study:add { id = "x", date = "1999-05", ... }.]] },
    { "study:recode([table,] id, fields)",
      [[With other values in some fields of a record, such as { rung = "customs_union", stage =
      "signed" }; false empties a cell; where that is a value, {} does.]] },
    { "study:redate([table,] id, date)", [[With another date of an event, or span of a position.]] },
    { "study:add_crisis(fields)",
      [[With one more crisis window: coding, id, span, label. It overlaps no other of its coding.]] },
    { "study:drop_crisis(id, { coding = })",
      [[Without a crisis; in every coding that has the id, unless one is named.]] },
    { "study:move_crisis(id, { from =, to =, by =, coding = })",
      [[With a crisis at another time: from or to or both, dates that are both inside; or by so many
      months. In every coding that has the id, unless one is named.]] },
    { "study:resize_crisis(id, { months =, keep =, coding = })",
      [[With a crisis of so many months; keep: "start" or "end".]] },
    { "study:merge_crises(ids, { id =, label =, coding = })",
      [[With several crises of a coding as one, from the first start to the last end.]] },
    { "study:add_phase(fields)", [[As study:add_crisis, for phases.]] },
    { "study:drop_phase(id, { coding = })", [[As study:drop_crisis, for phases.]] },
    { "study:move_phase(id, { from =, to =, by =, coding = })",
      [[As study:move_crisis, for phases.]] },
    { "study:resize_phase(id, { months =, keep =, coding = })",
      [[As study:resize_crisis, for phases.]] },
    { "study:merge_phases(ids, { id =, label =, coding = })",
      [[As study:merge_crises, for phases.]] },
    { "study:use_coding(name)",
      [[With this coding as the one meant by study:crises() or study:phases() without a name.]] },
    { "study:use_score(score)",
      [[With this score as the one meant by an index that names none: a number column of the ladder,
      or a table { rung = number }, whose other rungs keep theirs.]] },
    { "study:restrict { period =, kind =, actors =, source =, ... }",
      [[With the events alone that lie within the period and match, as in a filter; and with the
      positions, phases and crises that the period touches.]] },
    { "study:edit(line)", [[With an edit that is written as a line of study.edits.]] },
    { "study:diff(other)", [[What differs between two studies, as balassa.diff says it.]] },
    { "study:save(path)",
      [[Writes the edits of a what-if to a small text file, which a person can read and git can
      compare. nil and a message when it cannot be written.]] },
    { "study:load_what_if(path)",
      [[The what-if of such a file over this study, and a note when it was saved over other data; nil
      and a message that lists every bad line.]] },
    { "study.score", [[The score that an index takes when none is named: "rank", or a what-if's.]] },
    { "study:undo()", [[The study before its last edit.]] },
    { "study.base", [[The study as it was loaded, under all edits; of such a one, itself.]] },
    { "study.edits", [[The edits of a what-if, a list of lines.]] },
    { "study.crisis_coding", [[The coding of crises that a what-if uses, or nil.]] },
    { "study.phase_coding", [[The coding of phases that a what-if uses, or nil.]] },
  },
  {
    name = "records",
    kind = "balassa.records",
    text = [[A set of records of one table, a view that costs nothing: records[1], records["id"],
      #records, and `for i, record in ipairs(records)`.]],
    { "records:where(filter)",
      [[The records that pass. A table names columns: { kind = "speech" } the cell is this; { kind =
      { "speech", "visit" } } one of these; { date = "1998/2000" } within these days; { rung =
      false } empty, true not empty; { date = function(value) ... end }. A function gets the
      record. All conditions must hold.]] },
    { "records:get(id)", [[The record with this id. Raises with the near id when there is none.]] },
    { "records:ids()", [[The ids, a list.]] },
    { "records:column(name)", [[The cells of a column, a list; false where a cell is empty.]] },
    { "records:count_by(name)",
      [[How many records have each value of a column: { value = count }.]] },
    { "records:fields()", [[The names of the columns, a list.]] },
    { "records:each()", [[An iterator: for record in records:each() do ... end.]] },
    { "records:sorted(column)",
      [[The same records by the values of a column, ascending; ties keep their order.]] },
  },
  {
    name = "record",
    kind = "balassa.record",
    text = [[One row of a table: record.date, record.label and so on, one field a column; nil where the
      cell is empty. A list column gives a table. An event has `quotes` too.]],
    { "record.origin", [[Where it stands: "events.csv:17".]] },
  },
  {
    name = "date",
    kind = "balassa.date",
    text = [[An EDTF date, as written: what is known of it, from its first to its last possible day.]],
    { "date:first()",
      [[The first possible day, as a text "1991-01-01"; nil when the start is open or unknown.]] },
    { "date:last()", [[The last possible day; nil when the end is open or unknown.]] },
    { "date:day(rule)",
      [[One day by a named rule, "earliest", "midpoint" or "latest", as a number of days since
      1970-01-01; nil when the rule has nothing to pick.]] },
    { "date:within(other)", [[Whether every day of it lies in the other date.]] },
    { "date:overlaps(other)", [[Whether the two share a day.]] },
    { "date:before(other)",
      [[Whether it is certainly earlier: its last day is before the other's first.]] },
    { "date.precision", [["day", "month", "season", "year", "decade", "century" or "interval".]] },
    { "date.uncertain", [[Whether it is marked with ? or %.]] },
    { "date.approximate", [[Whether it is marked with ~ or %.]] },
    { "date.unspecified", [[Whether it has digits left open, as 199X.]] },
    { "date.open", [[Whether an end is open or unknown.]] },
    { "date.text", [[The text as written.]] },
  },
  {
    name = "series",
    kind = "balassa.series",
    text = [[A value for each month, quarter or year from a start on, with explicit gaps. series[i] is
      the value of period i, nil at a gap; #series the number of periods; + - * / ^ work with a
      series of the same range or a number. Every operation makes a new series that says how it
      was made (series.how).]],
    { "series:between(from, to)",
      [[The periods from..to, both inside, which must lie within the series.]] },
    { "series:reach(from, to)",
      [[The same values on another range: gaps where nothing is known.]] },
    { "series:lag(k)", [[The value of k periods ago (1 when not given), on the same range.]] },
    { "series:lead(k)", [[The value k periods ahead.]] },
    { "series:diff(k)", [[The change against k periods ago.]] },
    { "series:rolling_mean(width, { least =, ahead = })",
      [[The mean of `width` periods: the last ones, or those of which `ahead` are still to come (of 5
      with ahead = 2 the mean is centred). A gap unless at least `least` of them (all, when not
      given) have values.]] },
    { "series:standardise()", [[Minus the mean, divided by the standard deviation.]] },
    { "series:aggregate(interval, { how =, partial = })",
      [[To quarters or years. how: "mean" (the default), "sum", "min", "max", "first", "last". A
      period with a gap in it is a gap, unless partial = true.]] },
    { "series:repeat_to(interval)",
      [[To a finer interval: each period takes the value of the one it lies in.]] },
    { "series:below(x)", [[1 where the value is below x, else 0; gaps stay gaps.]] },
    { "series:above(x)", [[1 where the value is above x, else 0.]] },
    { "series:runs()",
      [[The stretches in which the value is not 0, a list of { span =, label =, id = }: usable as
      windows.]] },
    { "series:map(f)", [[f(value) for each period that has one; nil makes a gap.]] },
    { "series:at(period)",
      [[The value of a period named by a date, as in series:at "1998-03"; nil at a gap.]] },
    { "series:period(i)", [[The date of period i.]] },
    { "series:day(i)", [[The first day of period i, as a number of days since 1970-01-01.]] },
    { "series:values()", [[The values, a list; false at a gap.]] },
    { "series:each()", [[An iterator over the periods.]] },
    { "series:gaps()", [[The number of gaps.]] },
    { "series:mean()", [[The mean of the values; gaps are left out, here and below.]] },
    { "series:sd()", [[Their standard deviation, with n - 1.]] },
    { "series:min()", [[The least of them.]] },
    { "series:max()", [[The greatest.]] },
    { "series:median()", [[The median.]] },
    { "series:sum()", [[The sum.]] },
    { "series:summary()",
      [[All of these at once, with the quartiles and the number of gaps, a table.]] },
    { "series.interval", [["month", "quarter" or "year".]] },
    { "series.n", [[The number of periods.]] },
    { "series.name", [[What it is.]] },
    { "series.unit", [[What it is measured in.]] },
    { "series.how", [[How it was made.]] },
  },
  {
    name = "dictionary",
    kind = "balassa.dictionary",
    text = [[A dictionary of content analysis: categories, and the entries under each.]],
    { "dictionary:categories()", [[The paths of its categories, a list: "economy.hardship" lies in
      "economy" and counts for both.]] },
    { "dictionary:entries(category)",
      [[Its entries, or those of one category and what lies within: a list of { entry, category,
      weight, line }.]] },
    { "dictionary.name", [[What it is called.]] },
    { "dictionary.n", [[The number of its entries.]] },
    { "dictionary.format", [[The format it was read from.]] },
    { "dictionary.weighted", [[Whether some entry has a weight that is not 1.]] },
  },
  {
    name = "corpus",
    kind = "balassa.corpus",
    text = [[Texts made into words (balassa.corpus).]],
    { "corpus:tokens(i)", [[The folded words of text i, a list.]] },
    { "corpus.n", [[The number of texts.]] },
    { "corpus.words", [[The words in all of them.]] },
    { "corpus.types", [[The different ones among these.]] },
    { "corpus.invalid", [[Faults in their UTF-8; such bytes part words.]] },
    { "corpus.texts", [[A list of { id, date, language, words, invalid, text }.]] },
    { "corpus.settings", [[How words were made.]] },
  },
  {
    name = "result",
    kind = "balassa.result",
    text = [[What an analysis returns: named values, such as result.p, that print as a table.]],
    { "result:csv()", [[The values as CSV, numbers in full.]] },
    { "result:json()", [[The values as JSON, numbers in full.]] },
    { "result:markdown()", [[The printed table in Markdown.]] },
    { "result:latex()", [[The printed table for LaTeX, with the rules of booktabs.]] },
    { "result:chart(options)", [[A chart of the result, where its kind has one.]] },
  },
  {
    name = "multiverse",
    kind = "balassa.multiverse",
    text = [[Universes, declared and not yet run: see balassa.multiverse.]],
    { "multiverse:count()", [[How many universes there are.]] },
    { "multiverse:parameters()", [[A list of { name =, options = { label, ... } }.]] },
    { "multiverse:universe(n)", [[Universe n: { number = n, parameter = label, ... }.]] },
    { "multiverse:list(from, to)", [[Such tables for these numbers, or for all.]] },
    { "multiverse:run { threads =, file =, resume =, joint = }",
      [[Runs all and returns a result, or nil and a message. file: a line for each universe is added to
      it as they are done, so that Ctrl-C, a crash or a power cut loses little; resume = true goes on
      with it. joint = false leaves the joint tests out.]] },
  },
  {
    name = "chart",
    kind = "balassa.chart",
    text = [[Charts are made of layers over a shared time axis and written as gnuplot scripts with
      their data inside. Each layer's method returns the chart. A colour is written "#0072b2"; those
      that are taken without being asked for are safe for the colour-blind.]],
    { "chart:ladder{ rungs =, title =, row_height = }",
      [[The y axis as a ladder: rungs = study:ladder().]] },
    { "chart:boxes{ { span =, rung =, label =, look = }, ..., legend = }",
      [[Boxes on the ladder, look "filled", "hollow" or "dashed"; boxes that meet on one rung stand in
      lanes; a text that does not fit is led out.]] },
    { "chart:bands{ { span =, label = }, ..., title =, legend = }",
      [[Windows behind the data, named above it; a set of crises will do.]] },
    { "chart:strip{ { span =, label =, number = }, ..., title = }",
      [[Spans side by side above the plot; a set of phases will do.]] },
    { "chart:steps{ series =, label =, color =, dash =, lw = }",
      [[A series as steps, or a list of { from, to, y }; gaps stay gaps.]] },
    { "chart:lines{ series =, label =, color =, dash =, lw = }",
      [[A series as lines, or a list of { x, y }.]] },
    { "chart:points{ { x, y }, ..., label =, color =, hollow = }", [[Points.]] },
    { "chart:bars{ { from =, to =, y = }, ..., label =, color = }", [[Bars from the axis up.]] },
    { "chart:ribbon{ { from =, to =, low =, high = }, ..., label =, color = }",
      [[An area between two levels, behind the series.]] },
    { "chart:under{ title =, head =, { label =, { x, text }, ... }, ... }",
      [[Words under the time axis: what it counts, and the rows of a table.]] },
    { "chart:labels{ { x =, y =, text = }, ..., color = }", [[Texts led to points, clear of what is drawn.]] },
    { "chart:save(base)", [[Writes base.gp, base.svg and base.png: true, or nil and a message.]] },
    { "chart:show{ cols =, rows = }", [[Draws the chart in the terminal.]] },
    { "chart:script()", [[The gnuplot script, a string.]] },
    { "chart:page()", [[Where everything lies, in pixels: for tests of the layout.]] },
  },
}

-- Finding -----------------------------------------------------------------------------------------

local function name_of(entry) return entry[1]:match "^[%w_.:]*[%w_]" end

local function last_part(name) return name:match "[%w_]+$" end

-- Every entry, with its full name and its topic.
local function each_entry(visit)
  for _, topic in ipairs(topics) do
    for _, entry in ipairs(topic) do visit(name_of(entry), entry, topic) end
  end
end

local function topic_named(name)
  for _, topic in ipairs(topics) do
    if topic.name == name then return topic end
  end
end

local function topic_of_kind(kind)
  for _, topic in ipairs(topics) do
    if kind and topic.kind == kind then return topic end
  end
end

-- The entries of this full name; else those whose name ends so.
local function entries_named(name)
  local full, short = {}, {}
  each_entry(function(known, entry)
    if known == name or known == "balassa." .. name then
      full[#full + 1] = entry
    elseif last_part(known) == name then
      short[#short + 1] = entry
    end
  end)
  return #full > 0 and full or short
end

-- A function says nothing of itself: it is looked for where the names lead.
local function entry_of_function(f)
  local found
  each_entry(function(name, entry)
    local value = balassa
    for part in name:gsub("^balassa%.?", ""):gmatch "[^.:]+" do
      value = not found and name:find "^balassa" and type(value) == "table" and rawget(value, part) or nil
    end
    if value == f then found = entry end
  end)
  return found
end

local function kind_of(value)
  return (core.kind(value))
end

-- Writing -----------------------------------------------------------------------------------------

-- The words of a text in lines that begin with `indent`.
local function wrapped(text, indent)
  local lines, line = {}, indent
  for word in text:gmatch "%S+" do
    if #line + 1 + #word > WIDTH and line ~= indent then
      lines[#lines + 1], line = line, indent
    end
    line = line .. (line == indent and "" or " ") .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

-- The beginning of a text, on what is left of a line.
local function in_short(text, width)
  text = (text:match "^.-[^.]%.%f[%s\0]" or text):gsub("%s+", " "):gsub("%.$", "")
  if #text <= width then return text end
  return text:sub(1, width - 3):gsub("%s*%S*$", "") .. " ..."
end

local function entry_text(entry)
  return wrapped(entry[1], "") .. "\n" .. wrapped(entry[2], "  ")
end

local function topic_text(topic)
  local out, width = { topic.title or topic.name, wrapped(topic.text, "  "), "" }, 0
  for _, entry in ipairs(topic) do width = math.max(width, #name_of(entry)) end
  for _, entry in ipairs(topic) do
    local name = name_of(entry)
    out[#out + 1] = ("  %s  %s"):format(name .. (" "):rep(width - #name), in_short(entry[2], WIDTH - width - 4))
  end
  return table.concat(out, "\n")
end

local function overview()
  local out = { topic_text(topics[1]), "", "objects" }
  for _, topic in ipairs(topics) do
    if topic.kind then out[#out + 1] = ("  %-9s %s"):format(topic.name, in_short(topic.text, WIDTH - 12)) end
  end
  out[#out + 1] = '\nhelp "study" tells of an object, help "contrast" of a function, help "series:diff" of a method.'
  return table.concat(out, "\n")
end

local function no_help(name)
  local known = {}
  each_entry(function(full)
    known[#known + 1] = full
    known[#known + 1] = last_part(full)
  end)
  for _, topic in ipairs(topics) do known[#known + 1] = topic.name end
  local near = core.near(name, known)
  return ("no help on '%s'%s"):format(name, near and ("; did you mean '%s'?"):format(near)
    or "; help() lists the topics")
end

local function text_on_name(name)
  local topic, entries, out = topic_named(name), entries_named(name), {}
  for _, entry in ipairs(entries) do
    if not topic or name_of(entry):find "^balassa%." then out[#out + 1] = entry_text(entry) end
  end
  if topic then out[#out + 1] = topic_text(topic) end
  return #out > 0 and table.concat(out, "\n\n") or no_help(name)
end

local function text_on_function(f)
  local entry = entry_of_function(f)
  return entry and entry_text(entry) or "no help on this function; help() lists the topics"
end

-- The help on x as a string. `n` is the number of arguments: help(nil) is a slip, help() is not.
local function text_on(n, x)
  if n == 0 then return overview() end
  if x == balassa then return overview() end
  if x == nil then return "nil is nothing to help with; is the name right? help() lists the topics" end
  if type(x) == "string" then return text_on_name(x) end
  if type(x) == "function" then return text_on_function(x) end
  if type(x) == "table" and rawget(balassa, "chart") == x then return text_on_name "chart" end
  local topic = topic_of_kind(kind_of(x))
  if topic then return topic_text(topic) end
  return ("no help on a %s; help() lists the topics"):format(type(x))
end

local help = { topics = topics, name_of = name_of }

function help.text(...) return text_on(select("#", ...), ...) end

return setmetatable(help, {
  __name = "balassa.help",
  __call = function(_, ...) print(text_on(select("#", ...), ...)) end,
  __tostring = help.text,
})
