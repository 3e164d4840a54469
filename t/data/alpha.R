# The numbers of t/unit/test_alpha_r.h, by R: Rscript t/data/alpha.R > t/unit/test_alpha_r.h
# Krippendorff's alpha from the matrix of coincidences, written out from its definition
# (after Krippendorff 2011), on his four coders and on random reliability data.

alpha <- function(data, level) { # data: coders x units, NA where there is none
  v <- sort(unique(as.vector(data[!is.na(data)])))
  o <- matrix(0, length(v), length(v))
  for (u in seq_len(ncol(data))) {
    x <- data[!is.na(data[, u]), u]
    m <- length(x)
    if (m < 2) next
    for (i in seq_len(m)) for (j in seq_len(m)) if (i != j)
      o[match(x[i], v), match(x[j], v)] <- o[match(x[i], v), match(x[j], v)] + 1 / (m - 1)
  }
  n_c <- rowSums(o)
  n <- sum(n_c)
  delta2 <- outer(seq_along(v), seq_along(v), Vectorize(function(a, b) switch(level,
    nominal = as.numeric(a != b),
    ordinal = (sum(n_c[min(a, b):max(a, b)]) - (n_c[a] + n_c[b]) / 2)^2,
    interval = (v[a] - v[b])^2,
    ratio = if (v[a] + v[b] == 0) 0 else ((v[a] - v[b]) / (v[a] + v[b]))^2)))
  1 - (n - 1) * sum(o * delta2) / sum(outer(n_c, n_c) * delta2)
}

levels <- c("nominal", "ordinal", "interval", "ratio")
num <- function(x) ifelse(is.na(x), "NAN", sprintf("%.15g", x))
four <- rbind(c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA), c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
  c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA), c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA))

cat("/* Made by: Rscript t/data/alpha.R, with ", R.version.string, " */\n", sep = "")
cat("enum { ALPHA_ROOM = 60 };\nstruct alpha_case {\n    size_t units, coders;\n    double value[ALPHA_ROOM];",
  "/* units x coders */\n    double alpha[4]; /* nominal, ordinal, interval, ratio */\n};\n")
cat("static const struct alpha_case alpha_cases[] = {\n")
write_case <- function(data) cat(sprintf("    {%d, %d, {%s}, {%s}},\n", ncol(data), nrow(data),
  paste(num(as.vector(data)), collapse = ", "),
  paste(num(sapply(levels, function(l) alpha(data, l))), collapse = ", ")))
write_case(four)
set.seed(1970)
for (i in 1:24) {
  coders <- sample(2:5, 1)
  units <- sample(4:12, 1)
  truth <- if (i %% 3 == 0) round(rexp(units, 1 / 10), 2) else sample(0:6, units, TRUE)
  data <- t(replicate(coders, ifelse(runif(units) < .7, truth, sample(truth))))
  data[runif(length(data)) < .2] <- NA
  write_case(data)
}
cat("};\n")
