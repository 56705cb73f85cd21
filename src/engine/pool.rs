//! Blocks of entries, chained into slots, taken from and given back to one pool.

/// Entries a block.
const BLOCK: usize = 16;

/// A chain of blocks. All but its first block are full.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    first: u32,
    count: u32,
}

/// All blocks, those in use and those free.
#[derive(Clone, Debug)]
pub(super) struct Pool<T> {
    entries: Vec<T>,
    /// The block after each block, in its slot or among the free ones.
    next: Vec<u32>,
    first_free: u32,
    free: u32,
}

impl Slot {
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }
}

impl<T: Copy> Pool<T> {
    pub(super) fn new() -> Self {
        Self {
            entries: Vec::new(),
            next: Vec::new(),
            first_free: 0,
            free: 0,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, slot: &mut Slot, entry: T) {
        let at = slot.count as usize % BLOCK;
        if at == 0 {
            slot.first = self.block(slot.first, entry);
        }
        slot.count += 1;
        self.entries[slot.first as usize * BLOCK + at] = entry;
    }

    /// Removes and returns the entry added last.
    #[inline]
    pub(super) fn pop(&mut self, slot: &mut Slot) -> Option<T> {
        slot.count = slot.count.checked_sub(1)?;
        let at = slot.count as usize % BLOCK;
        let block = slot.first;
        let entry = self.entries[block as usize * BLOCK + at];
        if at == 0 {
            slot.first = self.next[block as usize];
            self.release(block);
        }
        Some(entry)
    }

    /// Moves all entries of `slot` to the end of `out`.
    pub(super) fn take_all(&mut self, slot: &mut Slot, out: &mut Vec<T>) {
        while slot.count > 0 {
            let filled = (slot.count as usize - 1) % BLOCK + 1;
            let block = slot.first;
            let start = block as usize * BLOCK;
            out.extend_from_slice(&self.entries[start..start + filled]);
            slot.first = self.next[block as usize];
            slot.count -= filled as u32;
            self.release(block);
        }
    }

    /// Returns the entries of `slot`, in no useful order.
    pub(super) fn iter(&self, slot: &Slot) -> impl Iterator<Item = &T> {
        let mut block = slot.first as usize;
        let mut left = slot.count as usize;
        std::iter::from_fn(move || {
            (left > 0).then(|| {
                let filled = (left - 1) % BLOCK + 1;
                let start = block * BLOCK;
                block = self.next[block] as usize;
                left -= filled;
                &self.entries[start..start + filled]
            })
        })
        .flatten()
    }

    /// Takes a free block, followed by `next`.
    #[inline]
    fn block(&mut self, next: u32, entry: T) -> u32 {
        if self.free == 0 {
            return self.new_block(next, entry);
        }
        let block = self.first_free;
        self.free -= 1;
        self.first_free = self.next[block as usize];
        self.next[block as usize] = next;
        block
    }

    #[cold]
    fn new_block(&mut self, next: u32, entry: T) -> u32 {
        let block = u32::try_from(self.next.len()).expect("fewer than 2³² blocks fit in memory");
        self.next.push(next);
        self.entries.resize(self.entries.len() + BLOCK, entry);
        block
    }

    #[inline]
    fn release(&mut self, block: u32) {
        self.next[block as usize] = self.first_free;
        self.first_free = block;
        self.free += 1;
    }
}
