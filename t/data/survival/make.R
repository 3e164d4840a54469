# Expected values for t/unit/test_survival.c and t/lua/test_survival.lua, from R's package survival.
#   cd t/data/survival && Rscript make.R        (written with R 4.2.2, survival 3.5-3)
# Data: aml, lung and mgus2 as published with the package (Therneau 2023; aml: Miller 1997, "Survival
# Analysis"; lung: Loprinzi et al. 1994; mgus2: Kyle et al. 2002). freireich.csv: see its README.
library(survival)
options(digits = 17)
num <- function(x) ifelse(is.na(x), "", format(x, digits = 16, trim = TRUE))
put <- function(d, file) write.table(d, file, sep = ",", quote = FALSE, row.names = FALSE)

small <- lung[1:60, ]                        # a subset with ties and both sexes
cr <- mgus2[1:120, ]                         # competing ends: progression (1), death without (2)
cr$etime <- with(cr, ifelse(pstat == 0, futime, ptime))
cr$end <- with(cr, ifelse(pstat == 0, 2 * death, 1))
fr <- read.csv("freireich.csv")
lives <- rbind(
  data.frame(set = "aml", time = aml$time, end = aml$status, first = as.integer(aml$x == "Maintained")),
  data.frame(set = "lung60", time = small$time, end = small$status - 1, first = as.integer(small$sex == 1)),
  data.frame(set = "mgus120", time = cr$etime, end = cr$end, first = as.integer(cr$sex == "F")),
  data.frame(set = "freireich", time = fr$time, end = fr$end, first = fr$first))
put(lives, "lives.csv")

curves <- tests <- medians <- NULL
for (set in unique(lives$set)) {
  d <- lives[lives$set == set, ]
  for (g in c(1, 0)) {
    f <- survfit(Surv(time, end == 1) ~ 1, data = d[d$first == g, ], conf.type = "log-log")
    m <- quantile(f, 0.5)
    curves <- rbind(curves, data.frame(set, group = g, kind = "km", cause = 1, time = f$time, at_risk = f$n.risk,
      ended = f$n.event, value = num(f$surv), se = num(f$std.err * f$surv), low = num(f$lower), high = num(f$upper)))
    medians <- rbind(medians, data.frame(set, group = g, median = num(m$quantile), low = num(m$lower),
      high = num(m$upper)))
  }
  s <- survdiff(Surv(time, end == 1) ~ I(-first), data = d)
  tests <- rbind(tests, data.frame(set, o1 = s$obs[1], o0 = s$obs[2], e1 = num(s$exp[1]), e0 = num(s$exp[2]),
    variance = num(s$var[1, 1]), chisq = num(s$chisq)))
}
d <- lives[lives$set == "mgus120", ]
f <- survfit(Surv(time, factor(end, 0:2)) ~ 1, data = d, conf.type = "log-log")
for (k in 1:2)
  curves <- rbind(curves, data.frame(set = "mgus120", group = -1, kind = "cif", cause = k, time = f$time,
    at_risk = f$n.risk[, 1], ended = f$n.event[, k + 1], value = num(f$pstate[, k + 1]), se = num(f$std.err[, k + 1]),
    low = num(f$lower[, k + 1]), high = num(f$upper[, k + 1])))
put(curves, "curves.csv"); put(tests, "tests.csv"); put(medians, "medians.csv")
