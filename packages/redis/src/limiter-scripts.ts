import type { Redis } from "ioredis";
import { type Script, script } from "./script.ts";

/** Milliseconds since 1970 by the clock of Redis, with microseconds: the processes' own clocks differ. */
const now = `
local time = redis.call('time')
local now = time[1] * 1000 + time[2] / 1000
`;

/**
 * The script that rate-limiter-flexible runs to count a start: a window that slides. A sorted set holds the starts of the
 * last interval, and under `pause` until when nothing may start, so that one step decides on both.
 *
 * Gives how many starts the interval holds with this one, or one more than may be, and after how many milliseconds to
 * ask again.
 *
 * @param interval Milliseconds.
 */
export function slidingWindow(interval: number): string {
  return `${now}
local limit = tonumber(ARGV[3])
local interval = ${interval}
local pause = tonumber(redis.call('zscore', KEYS[1], 'pause') or 0)
if pause > now then return {limit + 1, math.ceil(pause - now)} end
redis.call('zrem', KEYS[1], 'pause')
redis.call('zremrangebyscore', KEYS[1], '-inf', string.format('%.3f', now - interval))
local started = redis.call('zcard', KEYS[1])
if started >= limit then
  local oldest = redis.call('zrange', KEYS[1], 0, 0, 'withscores')
  return {limit + 1, math.max(1, math.ceil(oldest[2] + interval - now))}
end
local start = time[1] .. '.' .. time[2]
while redis.call('zscore', KEYS[1], start) do start = start .. '+' end
redis.call('zadd', KEYS[1], string.format('%.3f', now), start)
redis.call('pexpire', KEYS[1], math.ceil(interval) + 1000)
return {started + 1, math.ceil(interval)}
`;
}

/** Pauses all starts for some milliseconds, unless a longer pause is on. */
export const pauseFor = script(`${now}
local resume = now + ARGV[1]
local pause = tonumber(redis.call('zscore', KEYS[1], 'pause') or 0)
if pause >= resume then return 0 end
redis.call('zadd', KEYS[1], string.format('%.3f', resume), 'pause')
local left = redis.call('pttl', KEYS[1])
redis.call('pexpire', KEYS[1], math.max(left, math.ceil(tonumber(ARGV[1])) + 1000))
return 1
`);

/** Takes one of the leases, a sorted set of holders with the ends of their leases, if one is free. */
export const takeLease = script(`${now}
redis.call('zremrangebyscore', KEYS[1], '-inf', string.format('%.3f', now))
if redis.call('zcard', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('zadd', KEYS[1], string.format('%.3f', now + ARGV[2]), ARGV[3])
redis.call('pexpire', KEYS[1], math.ceil(tonumber(ARGV[2])) + 1000)
return 1
`);

/** Renews leases, also those that ended while their holder stalled: its requests are under way all the same. */
export const renewLeases = script(`${now}
for index = 2, #ARGV do redis.call('zadd', KEYS[1], string.format('%.3f', now + ARGV[1]), ARGV[index]) end
return redis.call('pexpire', KEYS[1], math.ceil(tonumber(ARGV[1])) + 1000)
`);

/** What rate-limiter-flexible uses of a connection. */
export interface CommandHolder {
  defineCommand(name: string, definition: { readonly lua: string }): void;
}

/**
 * A place for the commands that rate-limiter-flexible defines. On the user's connection they would take the place of
 * those of another limiter, which have the same name and other settings.
 */
export function commandHolder(redis: Redis): CommandHolder {
  const holder = {
    defineCommand(name: string, { lua }: { readonly lua: string }): void {
      const run: Script = script(lua);
      const command = ([key = "", ...values]: readonly string[]): Promise<unknown> =>
        run(redis, [key], values);
      Object.assign(holder, { [name]: command });
    },
  };
  return holder;
}
