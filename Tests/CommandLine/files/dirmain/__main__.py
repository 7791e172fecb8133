import sys; print(__name__, __file__, sys.path[0], sys.argv)
