# Numbers of text/ and stats/ that R computes by its own means; Rscript t/data/text/reference.R writes
# t/data/text/reference.txt (values), and the third column of t/data/text/stems.tsv (stems) anew. The words there
# are all of the Universal Declaration of Human Rights in two languages, of the quotes of the first study and
# of our Russian dictionary.
#
# Wilson's interval: prop.test without continuity correction. The ratio estimator: Cochran's formula, written
# out. G2 and its p: the definition over the four cells, and pchisq; the log ratio by log2 and qnorm. TF-IDF:
# a document-term matrix made with table(). Stems: package SnowballC 0.7.0, another build of the Snowball
# algorithms (libstemmer itself is the reference they are generated from).
options(digits = 17)
out <- file("t/data/text/reference.txt", "w")
say <- function(name, ...) writeLines(paste(c(name, sprintf("%.17g", c(...))), collapse = " "), out)

for (case in list(c(0, 10), c(1, 4), c(12, 1177), c(752, 2018054), c(10, 10), c(5684, 955032))) {
  t <- suppressWarnings(prop.test(case[1], case[2], correct = FALSE))
  say("wilson", case, t$conf.int)
}

x <- c(3, 0, 7, 2, 11, 0); n <- c(300, 120, 410, 90, 800, 50)
r <- sum(x) / sum(n); k <- length(x)
se <- sqrt(k / (k - 1) * sum((x - r * n)^2)) / sum(n)
say("ratio", r, se, max(0, r - qt(.975, k - 1) * se), r + qt(.975, k - 1) * se)

for (case in list(c(66, 567810, 3, 1450244), c(5, 100, 5, 100), c(0, 1000, 7, 2000), c(49307, 567810, 118288, 1450244))) {
  a <- case[1]; A <- case[2]; b <- case[3]; B <- case[4]
  o <- c(a, A - a, b, B - b); N <- A + B
  e <- c(A * (a + b), A * (N - a - b), B * (a + b), B * (N - a - b)) / N
  g2 <- 2 * sum(ifelse(o > 0, o * log(o / e), 0))
  lr <- log2((a + .5) / (A + 1)) - log2((b + .5) / (B + 1))
  half <- qnorm(.975) * sqrt(1 / (a + .5) - 1 / (A + 1) + 1 / (b + .5) - 1 / (B + 1)) / log(2)
  say("keyness", case, sign(a / A - b / B) * g2, pchisq(g2, 1, lower.tail = FALSE), lr, lr - half, lr + half)
}

texts <- list(c("one", "duck", "one", "gate"), c("one", "river"), c("the", "river", "duck", "duck", "duck"))
words <- sort(unique(unlist(texts)))
counts <- sapply(texts, function(t) table(factor(t, words)))
idf <- log(length(texts) / rowSums(counts > 0))
for (i in seq_along(texts)) for (w in words) if (counts[w, i] > 0) {
  say(paste("tfidf", i, w), counts[w, i], counts[w, i] / length(texts[[i]]) * idf[w], counts[w, i] * idf[w],
    (1 + log(counts[w, i])) * idf[w])
}
close(out)

words <- read.delim("t/data/text/stems.tsv", header = FALSE, quote = "", encoding = "UTF-8", colClasses = "character")
stems <- file("t/data/text/stems.tsv", "w", encoding = "UTF-8")
for (language in c("english", "russian")) {
  w <- words[words$V1 == language, "V2"]
  writeLines(paste(language, w, SnowballC::wordStem(w, language), sep = "\t"), stems, useBytes = TRUE)
}
close(stems)
