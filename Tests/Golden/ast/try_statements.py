try:
    pass
except* (A, B) as error:
    raise error from None
else:
    pass
finally:
    pass
