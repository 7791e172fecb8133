if x:
    # comment
    if y:
        z = 1  # tail

    w
(1,
  2) \
  + 3
