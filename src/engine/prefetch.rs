//! Asks for memory before it is needed: the one place with `unsafe` in the engine.

use std::mem::MaybeUninit;

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

/// Asks the processor for the first cache line of `target` so that it can be written without waiting.
///
/// A line that another core has read last must first be taken from it, which lasts 20 ns between
/// neighbouring cores and 200 ns between distant ones; a processor has room for some dozens of stores
/// that wait so.
#[inline]
pub(super) fn prefetch_to_write<T>(target: &MaybeUninit<T>) {
    // The hint that the standard library has for this is compiled to a fetch for reading.
    #[cfg(target_arch = "x86_64")]
    // SAFETY: as above; a processor without the instruction takes it for one that does nothing.
    unsafe {
        let line = target.as_ptr();
        std::arch::asm!("prefetchw [{}]", in(reg) line, options(nostack, preserves_flags));
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
        let mut sums: Vec<u64> = Vec::with_capacity(values.len());
        for value in values {
            sums.push(sums.last().unwrap_or(&0) + value);
            sums.spare_capacity_mut().iter().for_each(prefetch_to_write);
        }
        assert_eq!(sums.last(), Some(&499_500));
    }
}
