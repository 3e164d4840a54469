# As plain.lua, in R: a loop over the universes, vectors within.
set.seed(1)
windows <- rbind(c(1, 60), c(73, 108), c(193, 228))
inside <- rep(FALSE, 240)
for (i in 1:3) inside[windows[i, 1]:windows[i, 2]] <- TRUE
total <- 0
for (u in 1:9900) {
  at <- sample.int(240, 60)
  score <- sample.int(8, 60, replace = TRUE) - 1
  y <- rep(NA_real_, 240)
  y[at] <- score
  known <- cumsum(!is.na(y))
  y <- c(0, score[order(at)])[known + 1]
  prefix <- c(0, cumsum(c(y, y)))
  shift <- 0:239
  s <- 0
  for (i in 1:3) s <- s + prefix[windows[i, 2] + shift + 1] - prefix[windows[i, 1] + shift]
  d <- abs(s / 132 - (sum(y) - s) / 108)
  total <- total + mean(d >= d[1] - 1e-12)
}
stopifnot(total > 0)
