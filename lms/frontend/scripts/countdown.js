// The arithmetic of a deadline, by the server's clock.

/** Milliseconds left, with the offset between the server's clock and this one. */
export function left(deadline, offset, now) {
  return Math.max(0, deadline - (now + offset));
}

/** 754000 → "12:34"; hours only where there are some. Part seconds count as whole ones. */
export function show(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** The mark (in minutes) that was passed between two looks, or null; the first look passes none. */
export function passed(before, after, marks = [5, 1]) {
  if (before === Infinity) return null;
  return marks.find((mark) => before > mark * 60_000 && after <= mark * 60_000) ?? null;
}
