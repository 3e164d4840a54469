# The rows of `make bench` as R does them: Rscript t/bench/kernels.R FOLDER ID prints the median ms of
# CPU time, or why there is none. Work that takes long is timed fewer times, and the print says how often.
args <- commandArgs(TRUE)
read <- function(name) scan(file.path(args[1], paste0(name, ".txt")), quiet = TRUE)
needs <- function(package) {
  if (!requireNamespace(package, quietly = TRUE)) {
    cat("no", package, "\n")
    quit(status = 0)
  }
}
windows <- function() rbind(c(0, 60), c(72, 109), c(192, 227))
wide <- function() rbind(c(10000, 20000), c(40000, 45000), c(70000, 90000))
shift <- function(y, w) {
  n <- length(y)
  prefix <- c(0, cumsum(c(y, y) - mean(y)))
  z <- numeric(n)
  for (i in seq_len(nrow(w))) z <- z + prefix[w[i, 2] + seq_len(n)] - prefix[w[i, 1] + seq_len(n)]
  mean(abs(z) >= abs(z[1]) * (1 - 1e-9))
}
one <- function() factor(seq_len(240) > 60 & seq_len(240) <= 120)
block <- function(l) {
  needs("boot")
  y <- ts(read("y"))
  function() boot::tsboot(y, mean, R = 100000, l = l, sim = "fixed")
}
rows <- list(
  shift = function() { y <- read("y"); w <- windows(); function() shift(y, w) },
  "shift-long" = function() { y <- read("noise"); w <- wide(); function() shift(y, w) },
  permute = function() {
    needs("coin")
    y <- read("y"); g <- one()
    function() coin::pvalue(coin::independence_test(y ~ g, distribution = coin::approximate(nresample = 1e6)))
  },
  "permute-exact" = function() {
    needs("coin")
    y <- read("score"); g <- one()
    function() coin::pvalue(coin::independence_test(y ~ g, distribution = "exact"))
  },
  block = function() block(12), "block-6" = function() block(6), "block-24" = function() block(24),
  fpop = function() { needs("fpop"); y <- read("steps"); function() fpop::Fpop(y, 2 * log(1e5)) },
  "fpop-none" = function() { needs("fpop"); y <- read("noise"); function() fpop::Fpop(y, 2 * log(1e5)) },
  pelt = function() {
    needs("changepoint")
    y <- read("scaled")
    function() changepoint::cpt.meanvar(y, penalty = "Manual", pen.value = 3 * log(1e5), method = "PELT")
  },
  exact = function() {
    needs("strucchange")
    y <- read("steps")[1:1000]
    function() strucchange::breakpoints(y ~ 1, h = 3, breaks = 5)
  }
)
if (is.null(rows[[args[2]]])) {
  cat("-\n")
  quit(status = 0)
}
work <- suppressPackageStartupMessages(rows[[args[2]]]())
if (length(args) > 2) { # once, for its memory
  invisible(work())
  quit(status = 0)
}
calls <- 1
cpu <- function(work) sum(system.time(work)[1:2])
first <- cpu(work())
if (first < .01) calls <- 1000 else if (first < .2) calls <- 10
rounds <- if (first > 1) 1 else 5
times <- if (rounds == 1) first else replicate(rounds, cpu(for (i in seq_len(calls)) work()) / calls)
cat(sprintf("%.6f\n", 1000 * median(times)))
