class Scenarios:
    def scenario(self): pass
