/*
 * When a reading is an alarm, which is sent at once and before others. Not here: what is done with it (run.ts).
 */

/** Values in units of the field's decimals; a limit or two, or how far it may move, or both. */
export interface AlarmOptions {
  /** Which of the sensor's fields, from 0. */
  field: number;
  /** It is an alarm from this value on, upwards. */
  above?: number;
  /** It is an alarm from this value on, downwards. */
  below?: number;
  /** How far the value must come back before it is none any more, so that one at the limit does not call again and again. */
  hysteresis?: number;
  /** It is an alarm when the value has moved by as much since the last reading that was passed on. */
  moved?: number;
}

export interface Alarm {
  options: AlarmOptions;
  isOn: boolean;
}

/**
 * @param last     the reading that was passed on last
 * @param hasLast  there is one
 * @returns        whether this reading is news: the alarm begins, or ends, with it
 */
export function isAlarmNews(alarm: Alarm, values: number[], last: number[], hasLast: boolean): boolean {
  const options = alarm.options;
  const value = values[options.field] as number;
  const back = alarm.isOn && options.hysteresis !== undefined ? options.hysteresis : 0;
  const isHigh = options.above !== undefined && value >= options.above - back;
  const isOn = isHigh || (options.below !== undefined && value <= options.below + back);
  const isNews = isOn !== alarm.isOn;
  alarm.isOn = isOn;
  return isNews || (hasLast && hasMoved(options, value, last[options.field] as number));
}

function hasMoved(options: AlarmOptions, value: number, last: number): boolean {
  const distance = value < last ? last - value : value - last;
  return options.moved !== undefined && distance >= options.moved;
}
