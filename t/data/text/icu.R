# Words of the Universal Declaration of Human Rights by ICU's word boundaries (package stringi), which quanteda
# uses too: Rscript t/data/text/icu.R FOLDER writes t/data/text/icu.csv. ICU ends words at hyphens, as we do with
# hyphens = "split" (quanteda joins them again).
args <- commandArgs(TRUE)
languages <- c("arb", "bel", "cmn_hans", "eng", "kaz", "kir", "rus", "tur", "ukr")
rows <- lapply(languages, function(l) {
  text <- stringi::stri_read_raw(file.path(args[1], paste0(l, ".txt")))
  text <- stringi::stri_encode(text, "UTF-8", "UTF-8")
  words <- stringi::stri_extract_all_words(text, locale = "und")[[1]]
  data.frame(language = l, words = length(words), types = length(unique(stringi::stri_trans_casefold(words))))
})
write.csv(do.call(rbind, rows), "t/data/text/icu.csv", row.names = FALSE, quote = FALSE)
