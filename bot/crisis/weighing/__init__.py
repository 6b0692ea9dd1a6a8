"""The weight of words: what no rule was written for, heard by how people in danger put things.

Each word, part of a word, pair and triple has a weight that was learned from made-up lines and
harmless chat (`./run weigh`). A sentence weighs what its parts weigh together; past a bar it is a
finding. It stays a sum that anybody can follow, word by word (`porchlight scan --explain`).
"""
