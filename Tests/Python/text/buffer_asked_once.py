# Text is decoded from a buffer that is asked for once.
class B:
    def __buffer__(self, flags):
        print("asked"); return memoryview(b"text")
    def __release_buffer__(self, view): print("released")
print(str(B(), "utf-8"))
