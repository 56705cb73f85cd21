//! Asks for memory before it is needed: the one place with `unsafe` in the engine.

/// Asks the processor to fetch the first cache line of `target`, without waiting for it.
///
/// With tens of thousands of processes each event touches one that has left the cache. The list
/// knows who comes next, so the fetch is over by then; without it an event takes twice as long.
#[inline]
pub(super) fn prefetch<T: ?Sized>(target: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch is a hint. It reads and writes nothing the program can see and faults
        // at no address; this one is of a live reference besides.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(target).cast()) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = target;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefetch_changes_nothing() {
        let values: Vec<u64> = (0..1_000).collect();
        values.iter().for_each(prefetch);
        prefetch(&values[0..0]);
        assert_eq!(values.iter().sum::<u64>(), 499_500);
    }
}
