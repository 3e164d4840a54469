# Writes t/data/bootstrap_r.h: what R has for the bootstrap's tests.   Rscript t/data/bootstrap.R
# Run with R 4.2.2 and boot 1.3-28.1. The block lengths are those of b.star in the package np, which
# Debian does not have: a condensed retyping of that function was run (R/b.star.R of the repository
# JeffreyRacine/R-Package-np), and `lengths` is kept by hand.
library(boot)
out <- file("t/data/bootstrap_r.h", "w")
put <- function(...) cat(..., "\n", sep = "", file = out)
numbers <- function(name, x) {
  put("static const double ", name, "[] = {")
  cat(strwrap(paste(format(x, digits = 17), collapse = ", "), 96, prefix = "    "), sep = "\n", file = out)
  put("};")
}
put("/* Written by t/data/bootstrap.R. */")
for (name in c("lh", "Nile", "LakeHuron", "nottem", "precip", "discoveries")) numbers(paste0("r_", name), as.numeric(get(name)))

# 199 replicates of the mean of log(lynx) in moving blocks of 6, and the intervals of boot.ci from
# them.
set.seed(1)
x <- log(as.numeric(lynx))
numbers("r_lynx", x)
b <- tsboot(x, mean, R = 199, l = 6, sim = "fixed", endcorr = FALSE)
t <- as.numeric(b$t)
L <- empinf(data = x, statistic = function(d, i) mean(d[i]), type = "jack", stype = "i")
numbers("r_replicates", t)
put("static const double r_estimate = ", format(b$t0, digits = 17), ";")
put("static const double r_acceleration = ", format(sum(L^3) / (6 * sum(L^2)^1.5), digits = 17), ";")
put("/* level, then the lower and the upper bound: basic, percentile, bca */")
put("static const double r_bounds[][7] = {")
for (level in c(.5, .8, .9, .95, .985)) {
  basic <- boot:::basic.ci(b$t0, t, level)
  perc <- boot:::perc.ci(t, level)
  bca <- boot:::bca.ci(list(t0 = b$t0, R = 199), level, t0 = b$t0, t = t, L = L)
  put("    {", paste(format(c(level, basic[4:5], perc[4:5], bca[4:5]), digits = 17), collapse = ", "), "},")
}
put("};")
put("/* What np's b.star says: m, then the lengths for the stationary and for the circular bootstrap */")
put("static const double r_lengths[][3] = {")
put("    {2, 2.61203747746, 2.99003650253},    /* lh */")
put("    {9, 12.3334942583, 14.1183265379},    /* Nile */")
put("    {7, 10.8669110514, 12.4395078532},    /* LakeHuron */")
put("    {20, 15.3544565065, 17.5764650497},   /* nottem */")
put("    {1, 0.523276145241, 0.599001656245},  /* precip */")
put("    {1, 2.32326447481, 2.65947393353},    /* discoveries */")
put("};")
close(out)
