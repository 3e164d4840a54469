# Rscript reference.R > reference.txt   (R 4.2.2, sandwich 3.0-2, Debian 12)
# Expected values of t/unit/test_regress.c and t/unit/test_multiple.c, from R: longley is in R's own datasets.
suppressMessages(library(sandwich))
put <- function(name, v) cat(name, length(v), sprintf("%.15g", v), "\n")
fit <- lm(Employed ~ GNP + Unemployed, longley)
put("lm_beta", coef(fit)); put("lm_se", sqrt(diag(vcov(fit)))); put("lm_p", summary(fit)$coefficients[, 4])
put("lm_interval", t(confint(fit))); put("lm_r2", summary(fit)$r.squared); put("lm_sigma", sigma(fit))
for (lag in c(0, 1, 4, 7))
  put(paste0("nw", lag), sqrt(diag(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = FALSE))))
y <- c(2, 3, 6, 7, 8, 9, 10, 12, 15, 3, 0, 1, 4, 2, 0, 5, 7, 3, 2, 1)
x <- c(-1, -1, 0, 0, 0, 0, 1, 1, 1, -.5, -2, -1.5, .3, -.2, -1, .4, .9, .1, -.8, -.9)
d <- rep(c(0, 0, 1, 0), 5)
g <- glm(y ~ x + d, poisson, control = glm.control(epsilon = 1e-14))
put("glm_beta", coef(g)); put("glm_se", sqrt(diag(vcov(g)))); put("glm_p", summary(g)$coefficients[, 4])
put("glm_deviance", deviance(g)); put("glm_null", g$null.deviance)
for (lag in c(0, 3))
  put(paste0("glm_nw", lag), sqrt(diag(NeweyWest(g, lag = lag, prewhite = FALSE, adjust = FALSE))))
# Gaps: scores of absent periods are 0 and keep their place ("amplitude modulation"), written out.
keep <- setdiff(seq_along(y), c(1, 5, 6, 13, 20)); h <- lm(y[keep] ~ x[keep])
z <- matrix(0, length(y), 2); z[keep, ] <- cbind(1, x[keep]) * resid(h)
B <- solve(crossprod(cbind(1, x[keep]))); S <- 4; M <- crossprod(z)
for (j in 1:(S - 1)) { G <- t(z[-(1:j), ]) %*% z[1:(nrow(z) - j), ]; M <- M + (1 - j / S) * (G + t(G)) }
put("gap_beta", coef(h)); put("gap_se", sqrt(diag(B %*% M %*% B)))
# EWC of the mean, by the definition: nu = 3 cosines.
u <- y - mean(y); n <- length(y); L <- sapply(1:3, function(j) sqrt(2 / n) * sum(u * cos(pi * j * (1:n - .5) / n)))
put("ewc_se", sqrt(mean(L^2) / n))
p <- c(.01, .04, .03, .005, .2, .04, .9, .0001, 1, 0)
for (m in c("holm", "BH", "bonferroni")) put(paste0("adjust_", m), p.adjust(p, m))
# Fixed-b, Bartlett, S = T: the limit of Kiefer & Vogelsang by simulation, 4e5 draws of 1000 steps of a Brownian bridge:
# Q = 2 integral W^2; quantiles .90 .95 .99 of |t|.
set.seed(1); q <- replicate(400, { e <- matrix(rnorm(1e6), 1000); b <- apply(e, 2, cumsum) / sqrt(1000)
  w <- b - outer(1:1000 / 1000, b[1000, ]); b[1000, ] / sqrt(2 * colMeans(w^2)) })
put("fixed_b_1", quantile(abs(q), c(.90, .95, .99)))
