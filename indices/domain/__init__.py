"""The rules of scoring and ranking: plain values in, plain values out. Knows no framework; told in SCORING.md."""
