//! Pending events, each in the same place from the time it is scheduled until it is handled.

/// The events of a shard. What is taken out makes room for what comes next, so the places in use
/// are few and warm, and nothing is allocated once as many events were pending as ever will be.
#[derive(Clone, Debug)]
pub(super) struct Events<E> {
    events: Vec<E>,
    free: Vec<u32>,
}

impl<E: Copy> Events<E> {
    /// Events without content need no places of their own.
    const EMPTY: bool = size_of::<E>() == 0;

    pub(super) fn new() -> Self {
        Self {
            events: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Keeps an event; returns where.
    #[inline]
    pub(super) fn keep(&mut self, event: E) -> u32 {
        if Self::EMPTY && !self.events.is_empty() {
            return 0;
        }
        match self.free.pop() {
            Some(at) => {
                self.events[at as usize] = event;
                at
            }
            None => self.keep_anew(event),
        }
    }

    /// Gives back the event kept at `at`, once.
    #[inline]
    pub(super) fn take(&mut self, at: u32) -> E {
        if !Self::EMPTY {
            self.free.push(at);
        }
        self.events[at as usize]
    }

    /// Returns the event kept at `at`.
    #[inline]
    pub(super) fn at(&self, at: u32) -> &E {
        &self.events[at as usize]
    }

    #[cold]
    fn keep_anew(&mut self, event: E) -> u32 {
        let at = u32::try_from(self.events.len()).expect("fewer than 2³² events fit in memory");
        self.events.push(event);
        // Room for every event to be free at once, so that none of them allocates.
        self.free.reserve(self.events.len());
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_used_again() {
        let mut events = Events::new();
        let (a, b) = (events.keep("a"), events.keep("b"));
        assert_eq!(events.take(a), "a");
        assert_eq!(events.keep("c"), a);
        assert_eq!((events.take(b), events.take(a)), ("b", "c"));
    }

    #[test]
    fn events_without_content_share_a_place() {
        let mut events = Events::new();
        assert_eq!((events.keep(()), events.keep(())), (0, 0));
        events.take(0);
        events.take(0);
        assert_eq!(events.keep(()), 0);
    }
}
