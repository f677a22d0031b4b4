// The list of errors takes the focus, so that it is read first.
export function summary(box) {
  box.focus({ preventScroll: false });
}
