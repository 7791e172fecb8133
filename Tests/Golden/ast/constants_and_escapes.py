u"kind" "\x41\u00e9\U0001f40d\ud800\101"
b"\x00\377" rb"\x00"
"""two
lines""" 'it\'s'
