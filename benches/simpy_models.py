"""PHOLD, M/M/1 and the toy corridor-year on SimPy, beside the engine's benches.

To run:  pip install simpy && python benches/simpy_models.py
Prints nanoseconds an event, or seconds a year; compare with `cargo bench --bench engine_ratios`.
"""

import random
import statistics
import time

import simpy


def phold(processes, events_each, lookahead=1.0, remote=0.5, events=200_000, seed=1):
    """Every event is a timeout whose callback sends the next one: the quickest way in SimPy."""
    rng, env, handled = random.Random(seed), simpy.Environment(), [0] * processes

    def send(me):
        to = me
        if rng.random() < remote:
            other = rng.randrange(processes - 1)
            to = other + (other >= me)
        timeout = env.timeout(lookahead + rng.expovariate(1.0), to)
        timeout.callbacks.append(handle)

    def handle(event):
        handled[event.value] += 1
        send(event.value)

    for me in range(processes):
        for _ in range(events_each):
            send(me)
    events = max(events, processes * events_each)
    started = time.perf_counter()
    for _ in range(events):
        env.step()
    elapsed = time.perf_counter() - started
    assert sum(handled) == events
    return elapsed / events * 1e9


def single_queue(customers=100_000, seed=1):
    rng, env = random.Random(seed), simpy.Environment()
    server, waits = simpy.Resource(env), []

    def customer():
        arrived = env.now
        with server.request() as turn:
            yield turn
            waits.append(env.now - arrived)
            yield env.timeout(rng.expovariate(1 / 0.9))

    def source():
        for _ in range(customers):
            yield env.timeout(rng.expovariate(1.0))
            env.process(customer())

    env.process(source())
    started = time.perf_counter()
    env.run()
    elapsed = time.perf_counter() - started
    assert 5 < statistics.mean(waits) < 13
    return elapsed / (2 * customers) * 1e9


def toy_corridor(days=365, seed=1):
    rng, env = random.Random(seed), simpy.Environment()
    sections = [simpy.Resource(env, 2 if s % 4 == 0 else 1) for s in range(39)]
    tracks = [[simpy.Resource(env, 4) for _ in range(2)] for _ in range(40)]
    officers, cranes, transits = simpy.Resource(env, 3), simpy.Resource(env, 4), []

    def minutes(low, mode, high):
        return env.timeout(rng.triangular(low, high, mode))

    def work_at(station):
        if station == 20:
            with officers.request() as turn:
                yield turn
                yield minutes(15, 25, 60)
            for _ in range(2):
                with cranes.request() as turn:
                    yield turn
                    yield minutes(20, 30, 45)
        elif rng.random() < 0.1:
            yield minutes(3, 6, 20)

    def train(eastward):
        appeared, station = env.now, 0 if eastward else 39
        held = tracks[station][eastward].request()
        yield held
        yield from work_at(station)
        while station != (39 if eastward else 0):
            ahead = station + 1 if eastward else station - 1
            section = sections[min(station, ahead)]
            track = tracks[ahead][eastward].request()
            yield track
            run = section.request()
            yield run
            yield minutes(*((6, 7, 10) if min(station, ahead) % 4 == 0 else (4, 5, 7)))
            section.release(run)
            tracks[station][eastward].release(held)
            station, held = ahead, track
            yield from work_at(station)
        tracks[station][eastward].release(held)
        transits.append(env.now - appeared)

    def source(eastward):
        while True:
            yield env.timeout(rng.expovariate(40 / 1440))
            env.process(train(eastward))

    for eastward in (0, 1):
        env.process(source(eastward))
    started = time.perf_counter()
    env.run(days * 1440)
    elapsed = time.perf_counter() - started
    assert 7.0 < statistics.mean(transits) / 60 < 9.0
    return elapsed * 365 / days, statistics.mean(transits) / 60


if __name__ == "__main__":
    for size in [(1_024, 1), (1_024, 16), (65_536, 1), (65_536, 16)]:
        print(f"PHOLD {size[0]:>6} x {size[1]:<2}  {phold(*size):.0f} ns an event")
    print(f"M/M/1  {single_queue():.0f} ns an event")
    print("toy corridor-year  {:.1f} s, mean transit {:.2f} h".format(*toy_corridor()))
