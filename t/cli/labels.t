#!/usr/bin/env perl
# Two thousand hostile labels in every place of a figure; `make fuzz-labels` draws a hundred thousand.
exec 'perl', 't/fuzz/labels.pl', 2000;
