# A trace function belongs to a thread; threading sets it for new ones or for all.
import sys
import threading

events = []


def tracer(frame, event, arg):
    if frame.f_code in (work.__code__, inner.__code__):
        events.append((frame.f_code.co_name, event, frame.f_lineno))
    return tracer


def inner():
    return 3


def work():
    started.set()
    proceed.wait()
    inner()


def run(before, after):
    events.clear()
    started.clear()
    proceed.clear()
    thread = threading.Thread(target=work)
    before()
    thread.start()
    started.wait()
    after()
    proceed.set()
    thread.join()
    threading.settrace_all_threads(None)
    print(events, sys.gettrace(), threading.gettrace())


started, proceed = threading.Event(), threading.Event()
run(lambda: None, lambda: sys.settrace(tracer))
run(lambda: threading.settrace(tracer), lambda: threading.settrace(None))
run(lambda: None, lambda: threading.settrace_all_threads(tracer))
# What a thread traced ends with it.
thread = threading.Thread(target=lambda: sys.settrace(tracer))
thread.start()
thread.join()
events.clear()
inner()
print(events)
