/** Seconds since the start of a run as a clock shows them: `00:13:22.4`, `12 d 03:22:10.0`. */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const two = (value: number) => String(value).padStart(2, '0');
  const [days, hours, minutes] = [
    Math.floor(tenths / 864_000),
    Math.floor(tenths / 36_000) % 24,
    Math.floor(tenths / 600) % 60,
  ];
  const time = `${two(hours)}:${two(minutes)}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
  return days === 0 ? time : `${days} d ${time}`;
}
