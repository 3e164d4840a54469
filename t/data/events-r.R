# The numbers of t/unit/test_events_r.h, by R: Rscript t/data/events-r.R > t/unit/test_events_r.h
# Rate ratios by poisson.test; autoregressions by ar; cross-correlations by ccf; the means of
# superposed epochs as dplR's sea makes them: x <- data.frame(scale(x)); se.table[i, ] <-
# x[as.character(key[i] + -lag:lag), ]; colMeans(se.table, na.rm = TRUE).

num <- function(v) ifelse(is.infinite(v), "INFINITY", ifelse(is.na(v), "NAN", sprintf("%.15g", v)))
row <- function(name, v) cat("static const double ", name, "[] = {", paste(num(v), collapse = ", "), "};\n", sep = "")

cat("/* Made by: Rscript t/data/events-r.R, with", R.version.string, "*/\n")
cat("struct rate_case { size_t x1; double t1; size_t x0; double t0; int alternative; double level, ratio, p, low, high; };\n")
cat("static const struct rate_case rate_cases[] = {\n")
cases <- list(c(11, 800, 21, 3011), c(0, 100, 5, 300), c(5, 100, 0, 300), c(3, 1, 3, 1), c(2, 400, 30, 3000),
  c(40, 4017, 22, 3288), c(1, 10, 0, 10), c(120, 365.25, 77, 1000.5), c(4, 7, 4, 9))
for (k in cases) for (a in c("two.sided", "greater", "less")) for (level in c(.95, .8)) {
  h <- poisson.test(k[c(1, 3)], k[c(2, 4)], alternative = a, conf.level = level)
  cat(sprintf("    {%g, %.15g, %g, %.15g, %s, %g, %s, %s, %s, %s},\n", k[1], k[2], k[3], k[4],
    c(two.sided = "BAL_TWO_SIDED", greater = "BAL_GREATER", less = "BAL_LESS")[a], level, num(h$estimate),
    num(h$p.value), num(h$conf.int[1]), num(h$conf.int[2])))
}
cat("};\n")

# Made from t = 0 .. 59 by the same formulas in the test.
t <- 0:59
x <- (t * 37) %% 101 / 7
y <- 5 * sin(t / 9) + (t * t * 13 + 5 * t) %% 97 / 40
gappy <- x
gappy[c(1, 2, 20, 33, 34, 60)] <- NA
holed <- y
holed[c(5, 30)] <- NA
lags <- function(a, b) as.vector(ccf(a, b, lag.max = 10, plot = FALSE, na.action = na.pass)$acf)
white <- function(v, ar) if (length(ar)) as.vector(stats::filter(v, c(1, -ar), sides = 1)) else v
for (name in c("y", "holed")) {
  v <- get(name)
  # With gaps the covariances need not be those of any series, and R's choice by AIC fails here.
  fit <- if (name == "y") ar(v) else ar(v, aic = FALSE, order.max = 1, na.action = na.pass)
  row(paste0("ar_", name), fit$ar)
  for (other in c("x", "gappy")) {
    u <- get(other)
    row(paste("ccf", other, name, sep = "_"), lags(u, v))
    row(paste("white", other, name, sep = "_"), lags(white(u, fit$ar), white(v, fit$ar)))
  }
}
row("ar_four_y", ar(y, aic = FALSE, order.max = 4)$ar)

sea <- function(v, key, lag) {
  v <- data.frame(scale(v), row.names = 0:59)
  se <- t(sapply(key, function(k) v[as.character(k + -lag:lag), ]))
  colMeans(se, na.rm = TRUE)
}
row("sea_x", sea(x, c(10, 25, 44), 5))
row("sea_gappy", sea(gappy, c(3, 20, 32, 57), 5))
