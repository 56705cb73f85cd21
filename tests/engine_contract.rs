//! What the engine promises, and what it refuses.

use corridor::engine::{
    Channels, Context, Model, Observer, Process, ProcessId, RunOptions, run_parallel,
    run_parallel_with, run_sequential, run_sequential_with,
};
use corridor::units::{Duration, Time};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::atomic::{AtomicBool, Ordering};

/// Ticks every ten milliseconds and, if told to, breaks a promise at 55 ms.
#[derive(Clone, Debug)]
struct Clock {
    ticks: u64,
    bad_delay_ms: Option<u64>,
}

impl Process for Clock {
    type Event = ();
    type Record = ();

    fn start(&mut self, context: &mut Context<'_, (), ()>) {
        context.schedule(Duration::from_ms(5), ());
    }

    fn handle(&mut self, _event: (), context: &mut Context<'_, (), ()>) {
        self.ticks += 1;
        context.schedule(Duration::from_ms(10), ());
        if let Some(delay) = self
            .bad_delay_ms
            .filter(|_| context.now() == Time::from_ms(55))
        {
            context.send(ProcessId(0), Duration::from_ms(delay), ());
        }
    }
}

/// Four clocks in a ring, of which the last may be told to break its promise to the first.
fn clocks(bad_delay_ms: Option<u64>) -> Model<Clock, ()> {
    let mut channels = Channels::new(4);
    for from in 0..4 {
        channels.connect(
            ProcessId(from),
            ProcessId((from + 1) % 4),
            Duration::from_ms(30),
        );
    }
    let mut processes = vec![
        Clock {
            ticks: 0,
            bad_delay_ms: None
        };
        4
    ];
    processes[3].bad_delay_ms = bad_delay_ms;
    Model {
        processes,
        observers: vec![(); 4],
        channels,
    }
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads can be started")
}

#[test]
fn events_before_the_end_are_handled_and_no_others() {
    for (end_ms, ticks) in [(0, 0), (5, 0), (6, 1), (995, 99), (996, 100)] {
        let end = Time::from_ms(end_ms);
        for outcome in [
            run_sequential(clocks(None), end),
            pool(3).install(|| run_parallel(clocks(None), end)),
        ] {
            assert_eq!(outcome.processes.map_ticks(), [ticks; 4]);
            assert_eq!(outcome.statistics.events, 4 * ticks);
            let ended_ms = (10 * ticks).saturating_sub(5);
            assert_eq!(outcome.statistics.ended_at, Time::from_ms(ended_ms));
            assert!(!outcome.statistics.interrupted);
        }
    }
}

trait MapTicks {
    fn map_ticks(&self) -> Vec<u64>;
}

impl MapTicks for Vec<Clock> {
    fn map_ticks(&self) -> Vec<u64> {
        self.iter().map(|clock| clock.ticks).collect()
    }
}

#[test]
#[should_panic(
    expected = "process 3 sent to process 0 with a delay of 29 ms, below the lookahead of 30 ms"
)]
fn a_broken_promise_names_both_numbers() {
    run_sequential(clocks(Some(29)), Time::from_ms(100));
}

#[test]
#[should_panic(
    expected = "process 1 sent to process 0 with a delay of 99 ms, but has no channel to it"
)]
fn a_message_needs_a_channel() {
    let mut model = clocks(None);
    model.processes[1].bad_delay_ms = Some(99);
    run_sequential(model, Time::from_ms(100));
}

/// A panic on a helper's thread ends the run; it does not hang it.
#[test]
fn a_panic_in_parallel_is_passed_on() {
    for threads in [2, 4] {
        let run = || pool(threads).install(|| run_parallel(clocks(Some(1)), Time::from_ms(1_000)));
        assert!(std::panic::catch_unwind(run).is_err());
    }
}

#[test]
#[should_panic(expected = "4 processes, 3 observers")]
fn every_process_has_an_observer() {
    let mut model = clocks(None);
    model.observers.pop();
    run_sequential(model, Time::MAX);
}

/// Never ends by itself; stops the run at its thousandth tick.
struct Stopper<'a>(u64, &'a AtomicBool);

impl Process for Stopper<'_> {
    type Event = ();
    type Record = ();

    fn start(&mut self, context: &mut Context<'_, (), ()>) {
        context.schedule(Duration::ZERO, ());
    }

    fn handle(&mut self, _event: (), context: &mut Context<'_, (), ()>) {
        self.0 += 1;
        if self.0 == 1_000 {
            self.1.store(true, Ordering::Relaxed);
        }
        context.schedule(Duration::from_ms(1), ());
    }
}

#[test]
fn a_run_can_be_stopped() {
    for threads in [1, 3] {
        let stop = AtomicBool::new(false);
        let model = || Model {
            processes: (0..3).map(|_| Stopper(0, &stop)).collect(),
            observers: vec![(); 3],
            channels: Channels::all_to_all(3, Duration::from_ms(100)),
        };
        let options = RunOptions {
            stop: Some(&stop),
            ..RunOptions::until(Time::MAX)
        };
        let outcome = pool(threads).install(|| run_parallel_with(model(), options));
        assert!(outcome.statistics.interrupted);
        stop.store(false, Ordering::Relaxed);
        let outcome = run_sequential_with(model(), options);
        assert!(outcome.statistics.interrupted);
        assert!(
            outcome.statistics.events < 20_000,
            "{} events",
            outcome.statistics.events
        );
    }
}

/// Two parallel runs on one pool, each inside a task of it: neither waits for the other's threads.
#[test]
fn runs_can_share_a_pool() {
    let end = Time::from_ms(2_000);
    let expected = run_sequential(clocks(None), end).statistics.events;
    let pool = pool(2);
    for _ in 0..20 {
        let run = || run_parallel(clocks(None), end).statistics.events;
        let (a, b) = pool.install(|| rayon::join(run, run));
        assert_eq!([a, b], [expected; 2]);
    }
}

#[test]
fn an_empty_model_ends_at_once() {
    let model = || Model::<Clock, ()> {
        processes: Vec::new(),
        observers: Vec::new(),
        channels: Channels::new(0),
    };
    assert_eq!(run_sequential(model(), Time::MAX).statistics.events, 0);
    assert_eq!(
        pool(2)
            .install(|| run_parallel(model(), Time::MAX))
            .statistics
            .events,
        0
    );
}

/// Has something due every three milliseconds, and sees to it only every ten.
struct Late {
    due: Time,
    /// What it does after how long, from the time at which it was due.
    schedules_after: Option<u64>,
    sends_after: Option<u64>,
}

impl Process for Late {
    type Event = ();
    type Record = Time;

    fn start(&mut self, context: &mut Context<'_, (), Time>) {
        context.schedule(Duration::from_ms(10), ());
    }

    fn handle(&mut self, _event: (), context: &mut Context<'_, (), Time>) {
        let present = context.now();
        while self.due < present {
            context.as_of(self.due, |past| {
                past.record(past.now());
                if let Some(after) = self.schedules_after.take() {
                    past.schedule(Duration::from_ms(after), ());
                }
                if let Some(after) = self.sends_after.take() {
                    past.send(ProcessId(1), Duration::from_ms(after), ());
                }
            });
            self.due += Duration::from_ms(3);
        }
        assert_eq!(context.now(), present);
        context.schedule(Duration::from_ms(10), ());
    }
}

/// Every record, with the time at which it was heard to be true.
struct Heard(Vec<(Time, Time)>);

impl Observer<Time> for Heard {
    fn observe(&mut self, time: Time, record: Time) {
        self.0.push((time, record));
    }
}

/// Two of them, and how long the first takes to tell the second.
fn late(schedules_after: Option<u64>, sends_after: Option<u64>) -> Model<Late, Heard> {
    let mut channels = Channels::new(2);
    channels.connect(ProcessId(0), ProcessId(1), Duration::from_ms(30));
    let one = |schedules_after, sends_after| Late {
        due: Time::from_ms(3),
        schedules_after,
        sends_after,
    };
    Model {
        processes: vec![one(schedules_after, sends_after), one(None, None)],
        observers: vec![Heard(Vec::new()), Heard(Vec::new())],
        channels,
    }
}

/// Due at 3, 6, 9 and so on; the first is seen to at 10.
#[test]
fn what_was_put_off_happens_at_its_time_and_counts() {
    let options = || RunOptions::until(Time::from_ms(100));
    for outcome in [
        run_sequential_with(late(Some(7), Some(37)), options()),
        pool(2).install(|| run_parallel_with(late(Some(7), Some(37)), options())),
    ] {
        for Heard(records) in &outcome.observers {
            let times: Vec<u64> = records.iter().map(|(time, _)| time.as_ms()).collect();
            let expected: Vec<u64> = (1..30).map(|n| 3 * n).collect();
            assert_eq!(times, expected);
            assert!(records.iter().all(|(time, record)| time == record));
        }
        // From the list nine each, the one scheduled and the one sent with what follows from them.
        let from_list = outcome.statistics.events - 2 * 29;
        assert_eq!(from_list, 2 * 9 + 9 + 6);
    }
}

#[test]
#[should_panic(expected = "an event for 9 ms was pushed at 10 ms")]
fn what_was_put_off_cannot_change_the_past() {
    run_sequential_with(late(Some(6), None), RunOptions::until(Time::from_ms(50)));
}

#[test]
#[should_panic(
    expected = "process 0 sent to process 1 with a delay of 29 ms, below the lookahead of 30 ms"
)]
fn notice_counts_from_now() {
    run_sequential_with(late(None, Some(36)), RunOptions::until(Time::from_ms(50)));
}
