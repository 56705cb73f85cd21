//! The future event lists that the engine's own is held against.
#![allow(dead_code, reason = "each bench and test uses a part")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The standard library's heap.
pub struct Binary<T: Ord>(BinaryHeap<Reverse<T>>);

/// A heap with four children a node: half as deep, and children share a cache line.
pub struct FourAry<T>(Vec<T>);

impl<T: Ord + Copy> Binary<T> {
    pub fn new() -> Self {
        Self(BinaryHeap::new())
    }

    pub fn push(&mut self, entry: T) {
        self.0.push(Reverse(entry));
    }

    pub fn pop(&mut self) -> Option<T> {
        self.0.pop().map(|entry| entry.0)
    }

    pub fn peek(&self) -> Option<T> {
        self.0.peek().map(|entry| entry.0)
    }
}

impl<T: Ord + Copy> FourAry<T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    pub fn push(&mut self, entry: T) {
        let mut at = self.0.len();
        self.0.push(entry);
        while at > 0 && entry < self.0[(at - 1) / 4] {
            self.0[at] = self.0[(at - 1) / 4];
            at = (at - 1) / 4;
        }
        self.0[at] = entry;
    }

    pub fn pop(&mut self) -> Option<T> {
        let last = self.0.pop()?;
        let Some(&least) = self.0.first() else {
            return Some(last);
        };
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let Some(children) = self.0.get(first..self.0.len().min(first + 4)) else {
                break;
            };
            let mut least = 0;
            for child in 1..children.len() {
                least = if children[child] < children[least] {
                    child
                } else {
                    least
                };
            }
            match children.get(least) {
                Some(child) if *child < last => {
                    self.0[at] = *child;
                    at = first + least;
                }
                _ => break,
            }
        }
        self.0[at] = last;
        Some(least)
    }

    pub fn peek(&self) -> Option<T> {
        self.0.first().copied()
    }
}
